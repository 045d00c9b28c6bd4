"""Safe links, and links to an excerpt in its page: URL Fragment Text Directives (WICG).

A browser scrolls to the text of the directive. A browser without support, or a page whose text
has changed, shows the top of the page.
"""

from urllib.parse import SplitResult, quote, urlsplit

_MAX_WHOLE_LENGTH = 60
"""Characters of an excerpt that the directive names as a whole; of a longer one only both ends."""
_MAX_END_LENGTH = 40
_MAX_END_WORDS = 6
"""Words of each end, within ``_MAX_END_LENGTH`` characters."""
_MAX_DIRECTIVE_LENGTH = 400
_MAX_URL_LENGTH = 512
_PATH_SAFE = "/-._~%=&+;,!$'"
_QUERY_SAFE = _PATH_SAFE + "?"


def add_text_fragment(url: str, excerpt: str) -> str:
    """Add a text directive for the excerpt, unless it would be too long or the URL has one.

    The directive has only ASCII letters, digits, ``_``, ``.``, ``~``, ``,`` and ``%``, so it
    cannot end the Markdown around it.
    """
    directive = _build_directive(excerpt)
    if not directive or ":~:" in url:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _build_directive(excerpt: str) -> str:
    """Return ``text`` or ``start,end``, percent-encoded; empty without words or if too long."""
    lines = [line.split() for line in excerpt.splitlines() if line.strip()]
    if not lines:
        return ""
    whole = " ".join(lines[0])
    # A browser finds one text only inside one block of the page; two ends may be in two blocks.
    if len(lines) == 1 and len(whole) <= _MAX_WHOLE_LENGTH:
        directive = _encode(whole)
    else:
        start = _take_words(lines[0])
        rest = lines[-1] if len(lines) > 1 else lines[0][len(start) :]
        end = _take_words(rest[::-1])[::-1]
        directive = ",".join(_encode(" ".join(part)) for part in (start, end) if part)
    return directive if len(directive) <= _MAX_DIRECTIVE_LENGTH else ""


def _take_words(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words[:_MAX_END_WORDS]:
        if kept and len(" ".join([*kept, word])) > _MAX_END_LENGTH:
            break
        kept.append(word)
    return kept


def _encode(text: str) -> str:
    # quote() leaves dashes as they are, but a dash has a meaning in a directive.
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def to_safe_url(url: str | None) -> str | None:
    """Encode the characters that could end a Markdown link; ``None`` if the URL is not http(s).

    A URL with a user name or password, which can pretend to be another site, or with more than
    512 characters is not a link either.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = _encode_host(parts)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    safe = f"{parts.scheme}://{host}{_encode_rest(parts)}"
    return safe if len(safe) <= _MAX_URL_LENGTH else None


def _encode_host(parts: SplitResult) -> str:
    name = (parts.hostname or "").encode("idna").decode("ascii")
    if not all(character.isalnum() or character in "-._" for character in name):
        return ""
    return f"{name}:{parts.port}" if parts.port else name


def _encode_rest(parts: SplitResult) -> str:
    rest = quote(parts.path, safe=_PATH_SAFE, errors="replace")
    for mark, part in (("?", parts.query), ("#", parts.fragment)):
        rest += mark + quote(part, safe=_QUERY_SAFE, errors="replace") if part else ""
    return rest
