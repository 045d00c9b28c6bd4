"""The bytes of one document, up to the size that its format may have."""

from typing import BinaryIO

from corpus.errors import ReadError


def read_whole(stream: BinaryIO, largest: int, advice: str) -> bytes:
    """All bytes of a stream, at most ``largest`` of them.

    Raises ``ReadError`` for an empty stream, and for a larger one with ``advice``, a sentence.
    """
    content = stream.read(largest + 1)
    if len(content) > largest:
        size = f"{largest // 1_000_000} MB"
        raise ReadError(f"It is larger than {size}, too large for one article. {advice}")
    if not content.strip():
        raise ReadError("It is empty. Give a text with at least one line.")
    return content
