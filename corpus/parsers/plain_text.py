"""Plain text: one article a file, as saved or copied from a web page."""

from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.encoding import decode
from corpus.parsers.metadata import ArticleMetadata, assemble_article
from corpus.zoning.zones import zone_page

MAX_TEXT_BYTES = 20_000_000
"""The most bytes one plain text may have."""


class PlainTextParser:
    """Reads a text as one article; what its lines do not say about it stays unknown."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` whose ``text`` is exactly the document's, or one ``Unreadable``."""
        try:
            content = read_whole(stream, MAX_TEXT_BYTES, "Split it, or give JSON Lines.")
            text = decode_document(content, self._charset)
            yield assemble_article(text, zone_page(text), ArticleMetadata(url=self._url))
        except ReadError as error:
            yield Unreadable(name, error.message)


def decode_document(content: bytes, charset: str | None = None) -> str:
    """The text of a document. Raises ``ReadError`` where there is none."""
    text = decode(content, charset)
    if not text.strip():
        raise ReadError(message("It is empty. Give a text with at least one line."))
    return text
