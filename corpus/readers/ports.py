"""What a reader is: bytes of one document in, articles out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave no article, and why, in a sentence for the person who gave it."""

    input: str
    reason: str


class Reader(Protocol):
    """Reads the articles of one format."""

    def read(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """The articles of a document, in order; ``name`` is what ``Unreadable.input`` says.

        A broken part costs that part only and is reported in its place. Raises ``OSError``
        where the stream does.
        """
