"""Bytes to text, exactly: no newline is changed, and what is not text is refused."""

import codecs

from corpus.errors import ReadError

_MARKS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is tried first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_HIGH = bytes(range(0x80, 0x100))
_MOST_CONTROLS = 0.02
_MOST_HIGH_BYTES = 0.3
_BINARY = "It is binary, not text. Give plain text or JSON Lines, saved as UTF-8."


def decode(content: bytes) -> str:
    """The text of a document: UTF-8, UTF-16 or UTF-32 with a byte order mark, or Windows-1252.

    The byte order mark is not part of the text. Raises ``ReadError`` for binary content, for
    damaged UTF-8, and for other encodings that can only be guessed at.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding)
    if looks_binary(content):
        raise ReadError(_BINARY)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_western(content, error.start)


def looks_binary(content: bytes) -> bool:
    """Whether bytes without a byte order mark hold a NUL, or too many control characters."""
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return b"\0" in content or controls > _MOST_CONTROLS * len(content)


def _decode_marked(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise ReadError(
            f"It starts as {name} but is damaged at byte {error.start + 1}. Save it again as UTF-8."
        ) from error
    if "\0" in text:
        raise ReadError(_BINARY)
    return text


def _decode_western(content: bytes, damage: int) -> str:
    """Windows-1252, or Latin-1 for bytes it leaves open, if that is what it can be."""
    high = len(content) - len(content.translate(None, _HIGH))
    if _is_mostly_utf8(content):
        raise ReadError(f"Its UTF-8 is damaged at byte {damage + 1}. Save it again as UTF-8.")
    if high > _MOST_HIGH_BYTES * len(content):
        raise ReadError("Its encoding is not known. Save it as UTF-8.")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether more characters beyond ASCII are sound UTF-8 than are not.

    Read as Windows-1252 such a file would turn every quotation mark into three wrong letters.
    """
    sound = sum(not character.isascii() for character in content.decode("utf-8", "ignore"))
    damaged = content.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
    return sound > damaged
