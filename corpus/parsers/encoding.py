"""Decodes documents exactly, without changing newlines, and rejects binary content."""

import codecs
import re

from corpus.errors import ReadError
from corpus.messages import message

_MARKS = (  # the mark of UTF-32-LE begins with that of UTF-16-LE, so UTF-32 comes first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_ASCII = bytes(range(0x80))
_MAX_CONTROL_SHARE = 0.02
_MAX_HIGH_SHARE = 0.3
_MIN_GUESS_BYTES = 48
_MAX_GUESS_BYTES = 1 << 16
_WESTERN = "cp1252"
_ENCODINGS = (
    *(_WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("iso8859_2", "iso8859_5", "koi8_r", "koi8_u", "cp866"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
"""Python's names of the encodings that newspapers used before UTF-8."""
_DECLARABLE_ENCODINGS = {
    codecs.lookup(name).name for name in (*_ENCODINGS, "utf-8", "iso8859_15", "iso8859_9")
}
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[¡-©«¬®-´¶»-¿](?=[^\W\d_])")
_BINARY = message(
    "It is binary, not text. Give a text saved as UTF-8, or another format that Byline reads."
)


def decode(content: bytes, declared: str | None = None) -> str:
    """Return the text of a document, without its byte order mark.

    The encoding is that of the byte order mark, otherwise ``declared`` if it is valid for the
    content, otherwise it is detected: UTF-8, UTF-16, Windows-1252, or an older encoding if there
    is enough text. Raises ``ReadError`` for binary or damaged content and for an unknown encoding.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding)
    if unmarked := _decode_unmarked_utf16(content):
        return _decode_marked(content, unmarked)
    if is_binary(content):
        raise ReadError(_BINARY)
    text = _decode_declared(content, declared)
    return _decode_by_content(content) if text is None else text


def is_binary(content: bytes) -> bool:
    """Whether bytes contain a NUL or too many control characters, and are not UTF-16 or UTF-32."""
    if content.startswith(tuple(mark for mark, _ in _MARKS[1:])) or _decode_unmarked_utf16(content):
        return False
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return b"\0" in content or controls > _MAX_CONTROL_SHARE * len(content)


def _decode_unmarked_utf16(content: bytes) -> str | None:
    """Return the byte order of UTF-16 text: mostly Latin text has NUL in every second byte."""
    head = content[:_MAX_GUESS_BYTES]
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if half >= 8 and odd > 0.7 * half and even == 0:
        return "utf-16-le"
    return "utf-16-be" if half >= 8 and even > 0.7 * half and odd == 0 else None


def _decode_marked(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise ReadError(
            message(
                "It starts as {name} but is damaged at byte {byte}. Save it again as UTF-8.",
                name=name,
                byte=str(error.start + 1),
            )
        ) from error
    if "\0" in text:
        raise ReadError(_BINARY)
    return text


def _decode_declared(content: bytes, declared: str | None) -> str | None:
    """Decode with the declared encoding if it is a known one and valid for the content."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    # Browsers read Latin-1 as Windows-1252, and pages are written for browsers.
    encoding = _WESTERN if name in {"ascii", "iso8859-1"} else {"gb2312": "gb18030"}.get(name, name)
    return _decode_strict(content, encoding) if encoding in _DECLARABLE_ENCODINGS else None


def _decode_by_content(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(content):
            raise ReadError(
                message(
                    "Its UTF-8 is damaged at byte {byte}. Save it again as UTF-8.",
                    byte=str(error.start + 1),
                )
            ) from error
    high = content.translate(None, _ASCII)
    western = _decode_western(content)
    is_strange = len(high) > _MAX_HIGH_SHARE * len(content) or bool(_SIGN_IN_WORD.search(western))
    return _decode_guessed(content, len(high)) if is_strange else western


def _decode_western(content: bytes) -> str:
    """Decode as Windows-1252, or as Latin-1 if a byte is not defined there."""
    try:
        return content.decode(_WESTERN)
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _decode_guessed(content: bytes, high: int) -> str:
    """Decode with the most probable encoding that gives no symbol inside a word."""
    from charset_normalizer import from_bytes

    # Letters of other scripts are all beyond ASCII; of Latin ones, only few are.
    enough = high >= _MIN_GUESS_BYTES or len(content) > 2 * _MIN_GUESS_BYTES
    sample = content[: content.rfind(b"\n", 0, _MAX_GUESS_BYTES) + 1 or _MAX_GUESS_BYTES]
    sample = content if len(content) <= _MAX_GUESS_BYTES else sample
    found = from_bytes(sample, cp_isolation=list(_ENCODINGS), enable_fallback=False)
    for match in found if enough else ():
        if (text := _decode_strict(content, match.encoding)) and not _SIGN_IN_WORD.search(text):
            return text
    raise ReadError(message("Its encoding cannot be recognized. Save it as UTF-8."))


def _decode_strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether most characters beyond ASCII are valid UTF-8.

    Windows-1252 would turn each quotation mark of such a file into three wrong letters.
    """
    valid = sum(not character.isascii() for character in content.decode("utf-8", "ignore"))
    damaged = content.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
    return valid > damaged
