"""Vectors in rows that never move, found by id: what a vector index keeps in full."""

from typing import NamedTuple

import numpy as np

from index.ports import Vector, Vectors
from index.vector.checks import Ids
from index.vector.codes import inner_products

_GONE = -1
"""Stands for the id of a row whose passage was removed."""


class Frozen(NamedTuple):
    """All ids, ascending, and their vectors as they were at one instant; later changes spare it.

    ``longest`` is at least the length of the longest vector.
    """

    ids: Ids
    rows: Ids
    parts: tuple[Vectors, Vectors]
    longest: float

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self.parts[0].shape[1])

    def vectors(self, places: Ids | slice = slice(None)) -> Vectors:
        """Copies of the vectors at these places among the ids, shape ``(n, dimension)``."""
        return _gathered(self.parts, self.rows[places])


class Table:
    """Rows are written once, at the end; a removed or replaced row is dead and stays.

    The first rows may be an array that is mapped from a file; it is only read. Rows added later
    lie in memory. Ascending ids and their rows are kept beside: 24 bytes a passage in all.
    """

    def __init__(self, ids: Ids, vectors: Vectors, longest: float = 1.0) -> None:
        """The ids ascend; the vectors, shape ``(n, dimension)``, are kept, not copied."""
        self.ids, self.rows = ids.copy(), np.arange(len(ids), dtype=np.int64)
        self.longest = longest
        self._owners = ids.copy()
        self._first, self._more = vectors, vectors[:0].copy()

    def __len__(self) -> int:
        """How many vectors are alive."""
        return len(self.ids)

    @property
    def written(self) -> int:
        """How many rows there are, dead or alive."""
        return len(self._owners)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Write rows for these ids, which differ; rows they had before are dead."""
        if not len(ids):
            return
        self.remove(ids)
        self._append(vectors)
        rows = np.arange(len(self._owners), len(self._owners) + len(ids))
        self._owners = np.concatenate([self._owners, ids])
        order = np.argsort(ids)
        at = np.searchsorted(self.ids, ids[order])
        self.ids = np.insert(self.ids, at, ids[order])
        self.rows = np.insert(self.rows, at, rows[order])
        self.longest = max(self.longest, _length(vectors))

    def remove(self, ids: Ids) -> int:
        """Let the rows of these ids die; returns how many there were."""
        places = self._places(ids)
        self._owners[self.rows[places]] = _GONE
        self.ids, self.rows = np.delete(self.ids, places), np.delete(self.rows, places)
        return len(places)

    def find(self, ids: Ids) -> Ids:
        """The rows of those of the ids that are there, each once."""
        return self.rows[self._places(ids)]

    def alive(self, rows: Ids) -> Ids:
        """Those of the rows that are not dead, in their order."""
        living: Ids = rows[self._owners[rows] != _GONE]
        return living

    def owners(self, rows: Ids) -> Ids:
        """The ids of living rows."""
        return self._owners[rows]

    def vectors(self, rows: Ids) -> Vectors:
        """Copies of these rows, shape ``(n, dimension)``."""
        return _gathered((self._first, self._more), rows)

    def products(self, rows: Ids, query: Vector) -> Vector:
        """The rows' inner products with the query in float32, shape ``(n,)``."""
        if len(self._owners) == len(self._first):
            return inner_products(self._first, rows, query)
        scores, later = np.empty(len(rows), np.float32), rows >= len(self._first)
        scores[~later] = inner_products(self._first, rows[~later], query)
        scores[later] = inner_products(self._more, rows[later] - len(self._first), query)
        return scores

    def frozen(self) -> Frozen:
        """All that is alive, without copying it: arrays here are replaced or grow, only."""
        return Frozen(self.ids, self.rows, (self._first, self._more), self.longest)

    def _places(self, ids: Ids) -> Ids:
        """Where those of the ids that are there stand in ``self.ids``, each once."""
        places = np.searchsorted(self.ids, ids)
        inside = places < len(self.ids)
        places, wanted = places[inside], ids[inside]
        found = np.zeros(len(self.ids), dtype=bool)
        found[places[self.ids[places] == wanted]] = True
        return np.flatnonzero(found)

    def _append(self, vectors: Vectors) -> None:
        used = len(self._owners) - len(self._first)
        if used + len(vectors) > len(self._more):
            room = max(2 * len(self._more), used + len(vectors))
            grown = np.empty((room, vectors.shape[1]), np.float32)
            grown[:used] = self._more[:used]
            self._more = grown
        self._more[used : used + len(vectors)] = vectors


def _gathered(parts: tuple[Vectors, Vectors], rows: Ids) -> Vectors:
    first, more = parts
    later = rows >= len(first)
    if not later.any():
        return first[rows]
    vectors = np.empty((len(rows), first.shape[1]), np.float32)
    vectors[~later], vectors[later] = first[rows[~later]], more[rows[later] - len(first)]
    return vectors


def _length(vectors: Vectors) -> float:
    """The length of the longest vector."""
    return float(np.sqrt(np.einsum("ij,ij->i", vectors, vectors).max()))
