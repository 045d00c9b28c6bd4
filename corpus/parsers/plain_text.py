"""Plain text: one article a file, as saved or copied from a web page."""

from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import said
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.encoding import decode
from corpus.parsers.metadata import Facts, assembled
from corpus.zoning.zones import zone_page

LARGEST_TEXT = 20_000_000
"""The most bytes one plain text may have."""


class PlainTextReader:
    """Reads a text as one article; what its lines do not say about it stays unknown."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def read(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` whose ``text`` is exactly the document's, or one ``Unreadable``."""
        try:
            content = read_whole(stream, LARGEST_TEXT, "Split it, or give JSON Lines.")
            text = decoded(content, self._charset)
            yield assembled(text, zone_page(text), Facts(url=self._url))
        except ReadError as error:
            yield Unreadable(name, error.sentence)


def decoded(content: bytes, charset: str | None = None) -> str:
    """The text of a document. Raises ``ReadError`` where there is none."""
    text = decode(content, charset)
    if not text.strip():
        raise ReadError(said("It is empty. Give a text with at least one line."))
    return text
