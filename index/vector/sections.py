"""The file of a snapshot: ids, vectors and codes one after the other, mapped when it is read.

Vectors are mapped, not read: opening takes milliseconds, and processes share the memory. What is
checked on opening is therefore not every byte: the file's size, all ids and all codes, but of more
than 4 MiB of vectors only 64 pieces of 64 KiB. A file cut short or taken from elsewhere is told;
single vectors overwritten between the pieces are not. These are then ranked wrongly, and no more:
what is cited is read from the store.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.vector.codes import Codes
from index.vector.faiss import FaissIndex, Kind
from index.vector.table import Frozen, Table

Bytes = npt.NDArray[np.uint8]
_PIECE, _PIECES = 64 << 10, 64
"""The bytes of a piece of vectors that is checked, and how many are."""
_BLOCK = 4096
"""Vectors written at a time: 6 MB at length 384."""


def sections(held: Frozen, kind: Kind) -> Iterator[memoryview]:
    """What the file holds, in order: ids as little-endian int64, vectors as float32, codes.

    The codes are made for it, as the rows of the index that they came from have another order.
    """
    count = len(held.ids)
    yield held.ids.astype("<i8", copy=False).data
    for start in range(0, count, _BLOCK):
        yield held.vectors(slice(start, start + _BLOCK)).astype("<f4", copy=False).data
    if kind == "coded":
        yield Codes.of(count, held.vectors).written().data


def mapped(path: Path) -> Bytes:
    """The file's bytes, read when they are looked at. Raises ``OSError`` where there is no file."""
    if not path.stat().st_size:
        return np.empty(0, np.uint8)
    return np.memmap(path, np.uint8, "r").view(np.ndarray)


def checksum(content: Bytes, count: int, dimension: int) -> int:
    """The CRC-32 of ids, codes and pieces of the vectors: evenly spread, first and last too."""
    begin, end = _edges(count, dimension)
    starts = np.arange(begin, end, _PIECE)
    if len(starts) > _PIECES:
        starts = np.linspace(begin, end - _PIECE, _PIECES).astype(np.int64)
    crc = zlib.crc32(content[end:].data, zlib.crc32(content[:begin].data))
    for start in starts:
        crc = zlib.crc32(content[start : min(start + _PIECE, end)].data, crc)
    return crc


def index_over(content: Bytes, count: int, dimension: int, kind: str, longest: float) -> FaissIndex:
    """The index whose ``sections`` these are. Raises ``ValueError`` where they do not fit."""
    begin, end = _edges(count, dimension)
    ids = content[:begin].view("<i8").astype(np.int64)
    vectors = content[begin:end].view("<f4").reshape(count, dimension)
    codes = Codes.read(content[end:]) if len(content) > end else None
    if codes and (len(codes), codes.dimension) != (count, dimension):
        raise ValueError("its codes are not those of its vectors")
    index = FaissIndex.over(Table(ids, vectors, longest), codes)
    if index.kind != kind:
        raise ValueError(f"it is {index.kind}, not {kind}")
    return index


def _edges(count: int, dimension: int) -> tuple[int, int]:
    """The bytes at which the vectors begin and end."""
    return count * 8, count * 8 + count * dimension * 4
