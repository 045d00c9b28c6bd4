"""The parser protocol, and the base class of parsers that read one article per document."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, Protocol

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input without a readable article, and the reason, a sentence for the user."""

    input: str
    reason: str


class Parser(Protocol):
    """Reads the articles of one format."""

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """Yield the articles of a document in order; ``name`` becomes ``Unreadable.input``.

        A broken part costs that part only and is reported in its place. Raises ``OSError`` if the
        stream does.
        """


class SingleArticleParser(ABC):
    """Reads a document of at most ``max_bytes`` as one article.

    ``charset`` is the encoding that a web server named, ``url`` the address of the document.
    """

    max_bytes: ClassVar[int]
    advice: ClassVar[str]
    """What to do with a larger document, a sentence."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """Yield one ``Article`` or one ``Unreadable``."""
        try:
            yield self._parse_content(read_whole(stream, self.max_bytes, self.advice))
        except ReadError as error:
            yield Unreadable(name, error.message)

    @abstractmethod
    def _parse_content(self, content: bytes) -> Article:
        """Return the article of a document. Raises ``ReadError``."""


def read_whole(stream: BinaryIO, max_bytes: int, advice: str) -> bytes:
    """Return all bytes of a stream.

    Raises ``ReadError`` for a blank stream, and for one of more than ``max_bytes`` with ``advice``.
    """
    content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise ReadError(
            message(
                "It is larger than {most} MB, too large for one article. {advice}",
                most=max_bytes // 1_000_000,
                advice=advice,
            )
        )
    if not content.strip():
        raise ReadError(message("It is empty. Give a text with at least one line."))
    return content
