"""Vectors in FAISS, with half-precision copies in front once they are many.

Measured on 100,000 clustered unit vectors of length 384, one thread, two busy cores: all in
float32 8.8 ms a search, half precision 5.7 ms, 8 bits a value 6.4 ms. HNSW over 8 bits takes
0.3 ms but finds 0.98 of the best 20, and less within a filter. Half precision needs no training
and its error has a bound, which makes the result exact; so there are these two kinds and no more.
"""

import threading
from collections.abc import Collection, Sequence
from typing import Any, Literal

import faiss
import numpy as np

from index.ports import Hit, Vector, Vectors
from index.vector.checks import Ids, checked, checked_query, scored

Kind = Literal["flat", "half"]
HALVE_ABOVE = 25_000
"""Vectors above which half-precision copies are worth their memory: 2.5 ms a search without."""
_SPARE = 16
"""Candidates beyond ``k``: enough for most ties at the edge."""
_ERROR: dict[Kind, float] = {"flat": 1e-5, "half": 6e-4}
"""How far a candidate's score can be off for vectors of length 1: half precision rounds a value
by 2**-11 of it, and so, by Cauchy and Schwarz, their inner product by no more."""


class FaissIndex:
    """Unit vectors under int64 ids, searched by inner product; values are ``ExactIndex``'s.

    FAISS proposes candidates, which are scored again from the full vectors; more are asked for
    until none that was left out could be among the best. ``halve_above`` is the number of
    vectors above which ``kind`` becomes "half"; it is "flat" again below half that number. Safe
    to use from several threads, which take turns: a search lasts milliseconds.
    """

    def __init__(self, dimension: int, *, halve_above: int = HALVE_ABOVE) -> None:
        self._dimension = dimension
        self._halve_above = halve_above
        self._lock = threading.Lock()
        self._full = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._half: faiss.IndexIDMap2 | None = None
        self._longest = 1.0

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return self._dimension

    @property
    def kind(self) -> Kind:
        """What proposes candidates: the vectors themselves, or their half-precision copies."""
        return "flat" if self._half is None else "half"

    def __len__(self) -> int:
        """How many vectors it holds."""
        return int(self._full.ntotal)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors under these ids; an id that is there already gets the new vector.

        Raises ``ValueError`` where the shapes do not fit, an id comes twice or is below 0, or a
        value is not finite; nothing is added then.
        """
        keys, values = checked(ids, vectors, self._dimension)
        if not len(keys):
            return
        with self._lock:
            _use_one_thread()
            self._longest = max(self._longest, _length(values))
            self._remove(keys)
            for index in self._indexes():
                index.add_with_ids(values, keys)
            self._settle()

    def remove(self, ids: Collection[int]) -> int:
        """Remove these ids; returns how many were there."""
        with self._lock:
            _use_one_thread()
            removed = self._remove(np.fromiter(ids, dtype=np.int64))
            self._settle()
            return removed

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` nearest, best first, ties by lower id; ``among`` keeps to those, exactly.

        Raises ``ValueError`` where the vector's shape does not fit or a value is not finite.
        """
        query = checked_query(vector, self._dimension)
        sieve = None if among is None else np.fromiter(among, dtype=np.int64)
        if k <= 0 or (sieve is not None and not len(sieve)):
            return []
        with self._lock:
            _use_one_thread()
            return self._search(query, k, sieve)

    def contents(self) -> tuple[Ids, Vectors]:
        """Copies of all ids, shape ``(n,)``, and their vectors, shape ``(n, dimension)``."""
        with self._lock:
            ids = faiss.vector_to_array(self._full.id_map)
            return ids, self._full.index.reconstruct_n(0, len(ids))

    def _search(self, query: Vector, k: int, sieve: Ids | None) -> list[Hit]:
        index = self._indexes()[-1]
        limit = k + _SPARE
        slack = _ERROR[self.kind] * self._longest * max(1.0, float(np.linalg.norm(query)))
        while True:
            scores, ids = _proposed(index, query, min(limit, len(self)), sieve)
            hits = scored(ids, self._full.reconstruct_batch(ids), query) if len(ids) else []
            if len(ids) < limit or hits[k - 1].score > scores[-1] + slack:
                return hits[:k]
            limit *= 4

    def _indexes(self) -> list[faiss.IndexIDMap2]:
        """All copies, the one to search last."""
        return [self._full] if self._half is None else [self._full, self._half]

    def _remove(self, ids: Ids) -> int:
        """Remove from all copies; one FAISS call a copy, for each moves what lies behind."""
        if not len(ids) or not len(self):
            return 0
        before = len(self)
        for index in self._indexes():
            index.remove_ids(faiss.IDSelectorBatch(ids))
        return before - len(self)

    def _settle(self) -> None:
        """Take the kind that the size asks for."""
        if self._half is None and len(self) > self._halve_above:
            self._half = self._halved()
        elif self._half is not None and len(self) <= self._halve_above // 2:
            self._half = None

    def _halved(self) -> faiss.IndexIDMap2:
        kind = faiss.ScalarQuantizer.QT_fp16
        coarse = faiss.IndexScalarQuantizer(self._dimension, kind, faiss.METRIC_INNER_PRODUCT)
        half = faiss.IndexIDMap2(coarse)
        ids = faiss.vector_to_array(self._full.id_map)
        for start in range(0, len(ids), 10_000):
            part = ids[start : start + 10_000]
            half.add_with_ids(self._full.index.reconstruct_n(start, len(part)), part)
        return half


def _proposed(
    index: faiss.IndexIDMap2, query: Vector, limit: int, sieve: Ids | None
) -> tuple[Vector, Ids]:
    """Up to ``limit`` candidates with the engine's own scores, best first."""
    if not limit:
        return np.empty(0, np.float32), np.empty(0, np.int64)
    selector = None if sieve is None else faiss.IDSelectorBatch(sieve)
    make: Any = faiss.SearchParameters  # whose type stub does not know that it takes fields
    params = None if selector is None else make(sel=selector)
    scores, ids = index.search(query[None], limit, params=params)
    return scores[0][ids[0] >= 0], ids[0][ids[0] >= 0]


def _length(vectors: Vectors) -> float:
    """The length of the longest vector."""
    return float(np.sqrt(np.einsum("ij,ij->i", vectors, vectors).max()))


def _use_one_thread() -> None:
    """FAISS's threads and torch's get in each other's way; the setting is the calling thread's."""
    faiss.omp_set_num_threads(1)
