"""Finds the parser for a document by its first bytes and its name."""

import codecs
import json
import re
from pathlib import PurePath

from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Parser
from corpus.parsers.encoding import is_binary
from corpus.parsers.feed import FEED_ROOT, FeedParser
from corpus.parsers.html import HtmlParser
from corpus.parsers.json_lines import JsonLinesParser
from corpus.parsers.markdown import FRONT_MATTER, MarkdownParser
from corpus.parsers.pdf import PdfParser
from corpus.parsers.plain_text import PlainTextParser

HEAD_BYTES = 1 << 16
"""How many of a document's first bytes ``find_parser`` needs."""
JSON_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_FEED_SUFFIXES = frozenset({".rss", ".atom"})
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
SUFFIXES = (
    JSON_LINES_SUFFIXES
    | _FEED_SUFFIXES
    | _HTML_SUFFIXES
    | _MARKDOWN_SUFFIXES
    | {".txt", ".text", ".pdf", ".xml"}
)
"""The endings, in lower case, of the files that are read from a folder."""
_ADVICE = message("Give plain text, Markdown, HTML, PDF, a feed, or JSON Lines.")
_BINARY_STARTS = {
    b"PK\x03\x04": message(
        "It is an archive or an office document, not text. {advice}", advice=_ADVICE
    ),
    b"\x1f\x8b": message("It is compressed, not text. {advice}", advice=_ADVICE),
    b"{\\rtf": message("It is RTF, not text. {advice}", advice=_ADVICE),
    b"\xd0\xcf\x11\xe0": message("It is an office document, not text. {advice}", advice=_ADVICE),
}
_PDF_WITHIN = 1024
_BEFORE_ROOT = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b(?:[^>\[]|\[[^\]]*\])*>", re.IGNORECASE | re.DOTALL
)
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HEADING = re.compile(r"\s*# \S")


def find_parser(
    name: str, head: bytes, *, charset: str | None = None, url: str | None = None
) -> Parser:
    """Return the parser for a document with this name and these first bytes.

    ``charset`` (the encoding that the server named) and ``url`` belong to a document from the web.
    Raises ``ReadError`` for a format that Byline does not read.
    """
    suffix = PurePath(name).suffix.lower()
    if head.find(b"%PDF-", 0, _PDF_WITHIN) >= 0:
        return PdfParser(charset, url)
    for start, why in _BINARY_STARTS.items():
        if head.startswith(start):
            raise ReadError(why)
    if is_binary(head):
        raise ReadError(message("It is binary, not text. {advice}", advice=_ADVICE))
    if _starts_with_object(head) or suffix in JSON_LINES_SUFFIXES:
        return JsonLinesParser()
    return _find_text_parser(suffix, _decode_opening(head))(charset, url)


def _find_text_parser(
    suffix: str, opening: str
) -> type[FeedParser | HtmlParser | MarkdownParser | PlainTextParser]:
    root = opening[_measure_prolog(opening) :]
    if FEED_ROOT.match(root):
        return FeedParser
    if _HTML_START.match(opening) or root[:5].lower() == "<html" or suffix in _HTML_SUFFIXES:
        return HtmlParser
    if FRONT_MATTER.match(opening) or _HEADING.match(opening) or suffix in _MARKDOWN_SUFFIXES:
        return MarkdownParser
    _refuse_by_name(suffix, opening)
    return PlainTextParser


def _refuse_by_name(suffix: str, opening: str) -> None:
    """Raise ``ReadError`` if the content does not match the ending of the name."""
    if not opening.strip():
        return  # the parser reports that it is empty or damaged
    if suffix == ".json":
        raise ReadError(message("It is JSON, but not JSON Lines. Write one article per line."))
    if suffix == ".pdf":
        raise ReadError(message("It is named as a PDF, but is not one. Save it again."))
    if suffix == ".xml" or suffix in _FEED_SUFFIXES or opening.lstrip().startswith("<?xml"):
        raise ReadError(message("It is XML, but not an RSS or Atom feed. {advice}", advice=_ADVICE))


def _decode_opening(head: bytes) -> str:
    """Decode as much as shows the format: all its marks are ASCII."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "ignore")
    return head.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").decode("latin-1")


def _measure_prolog(opening: str) -> int:
    """Return the length of what precedes the root element of XML."""
    end = 0
    while found := _BEFORE_ROOT.match(opening, end):
        end = found.end()
    return end


def _starts_with_object(head: bytes) -> bool:
    """Whether the first line that is not blank is a JSON object or the start of one."""
    line, newline, _ = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    if not newline and len(head) >= HEAD_BYTES:
        return re.match(rb'\{\s*"', line) is not None
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
