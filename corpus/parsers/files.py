"""Parses documents given as bytes, files or folders with the parser of their format."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Unreadable
from corpus.parsers.detect import HEAD_BYTES, SUFFIXES, find_parser


def parse_bytes(
    name: str, content: bytes, *, charset: str | None = None, url: str | None = None
) -> Iterator[Article | Unreadable]:
    """Yield the articles of one document; ``name`` helps to find its format.

    ``charset`` (the encoding that the server named) and ``url`` belong to a document from the web.
    """
    yield from _parse_stream(name, BytesIO(content), charset=charset, url=url)


def parse_path(path: Path) -> Iterator[Article | Unreadable]:
    """Yield the articles of a file, or of all files in a folder and its subfolders.

    A folder's files are those with an ending in ``SUFFIXES`` that are not hidden, sorted by path.
    What cannot be read is one ``Unreadable``; nothing is raised.
    """
    try:
        if path.is_dir():
            yield from _parse_folder(path)
        elif path.is_file():
            yield from _parse_file(path)
        else:
            yield Unreadable(str(path), _explain_absence(path))
    except OSError as error:
        yield Unreadable(str(path), _explain_error(error))


def _parse_file(path: Path) -> Iterator[Article | Unreadable]:
    try:
        with path.open("rb") as stream:
            yield from _parse_stream(str(path), stream)
    except OSError as error:
        yield Unreadable(str(path), _explain_error(error))


def _parse_stream(
    name: str, stream: BinaryIO, *, charset: str | None = None, url: str | None = None
) -> Iterator[Article | Unreadable]:
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    try:
        parser = find_parser(name, head, charset=charset, url=url)
    except ReadError as error:
        yield Unreadable(name, error.message)
    else:
        yield from parser.parse(name, stream)


def _parse_folder(folder: Path) -> Iterator[Article | Unreadable]:
    failures: list[OSError] = []
    paths = sorted(_find_files(folder, failures))
    for path in paths:
        yield from _parse_file(path)
    for error in failures:
        yield Unreadable(str(error.filename or folder), _explain_error(error))
    if not paths and not failures:
        endings = ", ".join(sorted(SUFFIXES))
        yield Unreadable(
            str(folder),
            message(
                "The folder contains no articles (files ending in {endings}).", endings=endings
            ),
        )


def _find_files(folder: Path, failures: list[OSError]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(parent, name) for name in names if not name.startswith(".")):
            if path.suffix.lower() in SUFFIXES and path.is_file():
                yield path


def _explain_absence(path: Path) -> str:
    if path.is_symlink():
        return message("It is a broken link. Check where it points.")
    if path.exists():
        return message("It is neither a file nor a folder. Give one of these.")
    return message("There is no such file or folder. Check the path.")


def _explain_error(error: OSError) -> str:
    return message(
        "It cannot be read: {why}. Check the path and its permissions.",
        why=error.strerror or str(error),
    )
