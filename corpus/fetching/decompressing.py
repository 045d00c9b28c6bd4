"""What was compressed for the way, decompressed piece by piece and only as far as agreed to."""

import zlib
from collections.abc import Iterable, Iterator

from corpus.fetching.ports import FetchError
from corpus.saying import said

ACCEPTED = "gzip, deflate"
"""The encodings that a request asks for."""
_PLAIN = frozenset({"", "identity"})
_ZLIB = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_STEP = 1 << 16
"""Bytes decompressed at a time, however little they were compressed to."""


def read_body(pieces: Iterable[bytes], encoding: str, most: int) -> tuple[bytes, bool]:
    """A body's first ``most`` bytes after decompression, and whether there are more.

    ``encoding`` is the ``Content-Encoding`` it came with. No more is read than is needed, and
    no more than 64 KB beyond ``most`` held. Raises ``FetchError`` for an encoding that was not
    asked for, and for a body that is broken.
    """
    body = bytearray()
    for piece in _decompressed(pieces, encoding.strip().lower()):
        body += piece
        if len(body) > most:
            return bytes(body[:most]), True
    return bytes(body), False


def _decompressed(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in _PLAIN:
        return iter(pieces)
    if encoding in _ZLIB:
        return _inflated(pieces)
    raise FetchError(said("Its server sent it compressed in a way that was not asked for."))


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inflater, begun = zlib.decompressobj(_GZIP_OR_ZLIB), False
    try:
        for piece in pieces:
            begun = True
            more = inflater.decompress(piece, _STEP)
            while more:
                yield more
                more = inflater.decompress(inflater.unconsumed_tail, _STEP)
            if inflater.eof:
                return
    except zlib.error as error:
        raise FetchError(said("Its server sent broken compressed data."), may_pass=True) from error
    if begun:
        raise FetchError(said("It came only in part. Try again later."), may_pass=True)
