"""The bytes of one document, up to the size that its format may have."""

from typing import BinaryIO

from corpus.errors import ReadError
from corpus.saying import said


def read_whole(stream: BinaryIO, largest: int, advice: str) -> bytes:
    """All bytes of a stream, at most ``largest`` of them.

    Raises ``ReadError`` for an empty stream, and for a larger one with ``advice``, a sentence.
    """
    content = stream.read(largest + 1)
    if len(content) > largest:
        raise ReadError(
            said(
                "It is larger than {most} MB, too large for one article. {advice}",
                most=largest // 1_000_000,
                advice=advice,
            )
        )
    if not content.strip():
        raise ReadError(said("It is empty. Give a text with at least one line."))
    return content
