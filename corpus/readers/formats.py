"""Which reader a document needs: judged by its first bytes, then by its name."""

import codecs
import json
import re
from pathlib import PurePath

from corpus.decoding import looks_binary
from corpus.errors import ReadError
from corpus.readers.json_lines import JsonLinesReader
from corpus.readers.plain_text import PlainTextReader
from corpus.readers.ports import Reader

HEAD = 1 << 16
"""How many of a document's first bytes ``reader_for`` needs to see."""
JSON_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = JSON_LINES_SUFFIXES | {".txt", ".text"}
"""The endings, in small letters, of the files that are read from a folder."""
_UNICODE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_BINARY_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"{\\rtf")


def reader_for(name: str, head: bytes) -> Reader:
    """The reader for a document of this name and these first bytes.

    Raises ``ReadError`` for one that none of them reads.
    """
    is_marked = head.startswith(_UNICODE_MARKS)
    if head.startswith(_BINARY_STARTS) or (not is_marked and looks_binary(head)):
        raise ReadError("It is not text. Give plain text or JSON Lines, saved as UTF-8.")
    suffix = PurePath(name).suffix.lower()
    if _starts_with_object(head) or suffix in JSON_LINES_SUFFIXES:
        return JsonLinesReader()
    if suffix == ".json":
        raise ReadError("It is JSON, but not JSON Lines. Write one article a line.")
    return PlainTextReader()


def _starts_with_object(head: bytes) -> bool:
    """Whether the first line that is not blank is a JSON object, or the start of a long one."""
    line, newline, _ = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    if not newline and len(head) >= HEAD:
        return re.match(rb'\{\s*"', line) is not None
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
