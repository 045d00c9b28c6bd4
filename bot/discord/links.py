"""An article's address as a link that shows where it leads and cannot break out of its markup."""

from urllib.parse import SplitResult, quote, urlsplit

_LONGEST_URL = 512
_PATH = "/-._~%=&+;,!$'"
_QUERY = _PATH + "?"


def safe_url(url: str | None) -> str | None:
    """The address with what could end a link encoded; ``None`` unless it is plain http or https.

    An address that carries a name and password, or is past 512 characters, is no link either:
    the first is how one site is passed off as another.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = _host(parts)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return _short(f"{parts.scheme}://{host}{_rest(parts)}")


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").encode("idna").decode("ascii")
    if not all(character.isalnum() or character in "-._" for character in name):
        return ""
    return f"{name}:{parts.port}" if parts.port else name


def _rest(parts: SplitResult) -> str:
    rest = quote(parts.path, safe=_PATH, errors="replace")
    rest += f"?{quote(parts.query, safe=_QUERY, errors='replace')}" if parts.query else ""
    return rest + (
        f"#{quote(parts.fragment, safe=_QUERY, errors='replace')}" if parts.fragment else ""
    )


def _short(url: str) -> str | None:
    return url if len(url) <= _LONGEST_URL else None
