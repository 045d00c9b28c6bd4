"""What a reader is: bytes of one document in, articles out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave no article, and why, in a sentence for the person who gave it."""

    input: str
    reason: str


class Parser(Protocol):
    """Reads the articles of one format."""

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """The articles of a document, in order; ``name`` is what ``Unreadable.input`` says.

        A broken part costs that part only and is reported in its place. Raises ``OSError``
        where the stream does.
        """


def read_whole(stream: BinaryIO, largest: int, advice: str) -> bytes:
    """All bytes of a stream, at most ``largest`` of them.

    Raises ``ReadError`` for an empty stream, and for a larger one with ``advice``, a sentence.
    """
    content = stream.read(largest + 1)
    if len(content) > largest:
        raise ReadError(
            message(
                "It is larger than {most} MB, too large for one article. {advice}",
                most=largest // 1_000_000,
                advice=advice,
            )
        )
    if not content.strip():
        raise ReadError(message("It is empty. Give a text with at least one line."))
    return content
