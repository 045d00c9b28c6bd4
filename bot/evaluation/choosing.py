"""Which questions of a folder are asked: the same ones at every run."""

import hashlib
import zlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TypeVar


class Half(StrEnum):
    """One of two parts of a folder that never overlap: one to tune on, one to report."""

    ODD = "odd"
    EVEN = "even"


class _Named(Protocol):
    @property
    def id(self) -> str: ...


NamedRow = TypeVar("NamedRow", bound=_Named)


def chosen(
    rows: Sequence[NamedRow], half: Half | None = None, count: int | None = None, seed: int = 0
) -> list[NamedRow]:
    """The rows of a half, or at most ``count`` of them drawn at random, in their order.

    A row is odd or even by the CRC-32 of its id, and drawn by a hash of its id and the seed, so
    that neither depends on which other rows there are.
    """
    kept = [row for row in rows if half is None or half_of(row.id) is half]
    if count is None or count >= len(kept):
        return kept
    drawn = {row.id for row in sorted(kept, key=lambda row: _draw(row.id, seed))[:count]}
    return [row for row in kept if row.id in drawn]


def half_of(row_id: str) -> Half:
    """The half that an id belongs to."""
    return Half.ODD if zlib.crc32(row_id.encode("utf-8")) % 2 else Half.EVEN


def _draw(row_id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {row_id}".encode()).digest()
