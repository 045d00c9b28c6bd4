"""Parses JSON Lines: an article per line (id, title, date, author, source, url, text)."""

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Unreadable
from corpus.parsers.metadata import parse_article

MAX_LINE_BYTES = 20_000_000
"""The longest line that is read."""
_PIECE = 1 << 16


class JsonLinesParser:
    """Reads articles line by line, so that a file can be larger than memory.

    A broken line costs that line only.
    """

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """Yield an ``Article`` or ``Unreadable`` for each line that is not blank."""
        empty = True
        for number, line in enumerate(_split_lines(stream), start=1):
            if line is None or line.strip():
                empty = False
                yield _parse_line(
                    message("{name}, line {number}", name=name, number=str(number)), line
                )
        if empty:
            yield Unreadable(name, message("It is empty. Give at least one line with an article."))


def _split_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a stream, ``None`` instead of a line that is too long."""
    start = True
    while line := stream.readline(MAX_LINE_BYTES + 1):
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            _skip_line(stream)
            yield None
        else:
            yield line.removeprefix(codecs.BOM_UTF8) if start else line
        start = False


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
        pass


def _parse_line(name: str, line: bytes | None) -> Article | Unreadable:
    try:
        return parse_article(_parse_record(line))
    except ReadError as error:
        return Unreadable(name, error.message)


def _parse_record(line: bytes | None) -> dict[str, object]:
    if line is None:
        raise ReadError(
            message(
                "It is longer than {most} MB. Shorten its article.",
                most=MAX_LINE_BYTES // 1_000_000,
            )
        )
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReadError(
            message("It is not UTF-8 (byte {byte}). Save it as UTF-8.", byte=str(error.start + 1))
        ) from error
    except json.JSONDecodeError as error:
        raise ReadError(
            message(
                "It is not JSON: {why} at column {column}.", why=error.msg, column=str(error.colno)
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise ReadError(
            message("Its JSON is nested too deeply or has a number that is too long.")
        ) from error
    if not isinstance(record, dict):
        raise ReadError(
            message('It is not a JSON object. Write one article per line: {{"text": …}}.')
        )
    return record
