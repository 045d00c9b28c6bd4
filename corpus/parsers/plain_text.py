"""Parses plain text: an article per file, as saved or copied from a web page."""

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import SingleArticleParser
from corpus.parsers.encoding import decode
from corpus.parsers.metadata import ArticleMetadata, assemble_article
from corpus.zoning.zones import zone_page

MAX_TEXT_BYTES = 20_000_000
"""The largest text file that is read."""


class PlainTextParser(SingleArticleParser):
    """Reads a text as one article, whose ``text`` is exactly the document."""

    max_bytes = MAX_TEXT_BYTES
    advice = message("Split it, or give JSON Lines.")

    def _parse_content(self, content: bytes) -> Article:
        text = decode(content, self._charset)
        if not text.strip():
            raise ReadError(message("It is empty. Give a text with at least one line."))
        return assemble_article(text, zone_page(text), ArticleMetadata(url=self._url))
