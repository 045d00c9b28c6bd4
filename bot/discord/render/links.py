"""Links to an excerpt in its page: URL text fragments (WICG, URL Fragment Text Directives).

A browser looks for the words and scrolls to them; one that cannot, or a page whose words have
changed, shows the top of the page, as the plain link does.
"""

from urllib.parse import SplitResult, quote, urlsplit

_MAX_WHOLE_LENGTH = 60
"""Characters of an excerpt that is looked for whole; of a longer one its two ends are."""
_MAX_END_LENGTH = 40
_MAX_END_WORDS = 6
"""Words of each end, as far as ``_END`` characters take them."""
_LONGEST_FRAGMENT = 400


def add_text_fragment(url: str, excerpt: str) -> str:
    """The address with a text directive for the excerpt; as it was where there is no short one.

    Only ASCII letters, digits, ``_``, ``.``, ``~`` and per cent signs stand in the directive, so
    that it ends no markup either.
    """
    directive = _build_directive(excerpt)
    if not directive or ":~:" in url:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _build_directive(excerpt: str) -> str:
    """``text`` or ``start,end``, per cent encoded; empty for an excerpt without whole words."""
    lines = [line.split() for line in excerpt.splitlines() if line.strip()]
    if not lines:
        return ""
    whole = " ".join(lines[0])
    # A browser finds words looked for whole in one block of the page alone, two ends in any.
    if len(lines) == 1 and len(whole) <= _MAX_WHOLE_LENGTH:
        return _drop_long_directive(_encode(whole))
    start = _take_words(lines[0])
    rest = lines[-1] if len(lines) > 1 else lines[0][len(start) :]
    end = _take_words(rest[::-1])[::-1]
    return _drop_long_directive(",".join(_encode(" ".join(part)) for part in (start, end) if part))


def _drop_long_directive(directive: str) -> str:
    return directive if len(directive) <= _LONGEST_FRAGMENT else ""


def _take_words(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words[:_MAX_END_WORDS]:
        if kept and len(" ".join([*kept, word])) > _MAX_END_LENGTH:
            break
        kept.append(word)
    return kept


def _encode(text: str) -> str:
    # Dashes stand for themselves in an address, but have a meaning in a directive.
    return quote(text, safe="", errors="replace").replace("-", "%2D")


_LONGEST_URL = 512
_PATH_SAFE = "/-._~%=&+;,!$'"
_QUERY_SAFE = _PATH_SAFE + "?"


def to_safe_url(url: str | None) -> str | None:
    """The address with what could end a link encoded; ``None`` unless it is plain http or https.

    An address that carries a name and password, or is past 512 characters, is no link either:
    the first is how one site is passed off as another.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = _encode_host(parts)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return _drop_long_url(f"{parts.scheme}://{host}{_encode_rest(parts)}")


def _encode_host(parts: SplitResult) -> str:
    name = (parts.hostname or "").encode("idna").decode("ascii")
    if not all(character.isalnum() or character in "-._" for character in name):
        return ""
    return f"{name}:{parts.port}" if parts.port else name


def _encode_rest(parts: SplitResult) -> str:
    rest = quote(parts.path, safe=_PATH_SAFE, errors="replace")
    rest += f"?{quote(parts.query, safe=_QUERY_SAFE, errors='replace')}" if parts.query else ""
    return rest + (
        f"#{quote(parts.fragment, safe=_QUERY_SAFE, errors='replace')}" if parts.fragment else ""
    )


def _drop_long_url(url: str) -> str | None:
    return url if len(url) <= _LONGEST_URL else None
