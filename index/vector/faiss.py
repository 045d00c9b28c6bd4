"""The vector index: every vector in full, and beyond some thousand short codes that propose.

Up to ``CODE_ABOVE`` vectors a search scores all of them and is exact ("flat"). Beyond, FAISS scans
4-bit codes and the best several hundred are scored from the full vectors ("coded"): values are
exact, and what is missing was not proposed.

Measured on all-MiniLM-L6-v2's vectors of news passages (24,000, and beyond that the same with
noise of a third of their length), one thread of two shared cores, the best 20 of 300 questions:

    vectors      kind    search    recall   in memory   mapped    opened
    5,000        flat    0.42 ms   1.000       1 MB       8 MB      2 ms
    24,000       coded   0.36 ms   0.999       6 MB      37 MB      4 ms
    100,000      coded   0.58 ms   0.995      24 MB     154 MB     12 ms
    1,000,000    coded   6.0 ms    0.995     100 MB   1,536 MB     95 ms

after opening a snapshot; vectors added since lie in memory in full. Scoring all takes 11 ms for
100,000 and 108 ms for 1,000,000; half-precision copies, exact too, 7.0 ms for 100,000. To propose
500 of 100,000 takes these codes 0.3 ms. 1 bit a value (RaBitQ) takes 0.95 ms for the same recall,
sign bits 0.95 ms for 0.975. IVF over 8 bits is as fast, but learns 1,000,000 in 33 s and then finds
0.86 in 1.9 ms. HNSW finds 0.86 among near duplicates and cannot remove. Codes that are all scanned
have no such weak places, and need no choice by size beyond the first.
"""

import threading
from collections.abc import Collection, Sequence
from typing import Literal

import numpy as np

from index.ports import Hit, Vector, Vectors
from index.vector.checks import Ids, checked, checked_query, scored
from index.vector.codes import Codes
from index.vector.table import Frozen, Table

Kind = Literal["flat", "coded"]
CODE_ABOVE = 5_000
"""Vectors above which all are no longer scored: 0.4 ms a search for these."""
_CANDIDATES, _PER_HIT, _ONE_IN = 500, 10, 500
"""Rows scored in full where codes propose: at least so many, so many for each hit wanted, and
one in so many of all."""
_GROWTH = 4
"""How often the number of codes multiplies before they are learnt anew."""


class FaissIndex:
    """Unit vectors under int64 ids, searched by inner product.

    "flat", and any search ``among`` some ids, gives exactly what ``ExactIndex`` gives. "coded"
    gives exact values and at least 0.98 of the best 20. ``code_above`` is the number of vectors
    above which ``kind`` becomes "coded"; it is "flat" again at half that number or fewer. Safe
    to use from several threads, which take turns: a search lasts less than a millisecond at
    100,000 vectors. A removed vector's memory is given back once half of the rows are dead;
    that, as learning the codes at four times their number, takes about 1 s for 100,000 vectors,
    and searches wait. Of equal vectors more numerous than the candidates, several hundred, "coded"
    may not name the lowest ids.
    """

    def __init__(self, dimension: int, *, code_above: int = CODE_ABOVE) -> None:
        self._dimension = dimension
        self._code_above = code_above
        self._lock = threading.Lock()
        self._table = Table(np.empty(0, np.int64), np.empty((0, dimension), np.float32))
        self._codes: Codes | None = None

    @classmethod
    def over(cls, table: Table, codes: Codes | None) -> "FaissIndex":
        """An index over rows that are there already, and their codes where it is "coded"."""
        index = cls(table.frozen().dimension)
        index._table, index._codes = table, codes
        return index

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return self._dimension

    @property
    def kind(self) -> Kind:
        """Whether all vectors are scored for a query, or those that codes propose."""
        return "flat" if self._codes is None else "coded"

    def __len__(self) -> int:
        """How many vectors it holds."""
        return len(self._table)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors under these ids; an id that is there already gets the new vector.

        Raises ``ValueError`` where the shapes do not fit, an id comes twice or is below 0, or a
        value is not finite; nothing is added then.
        """
        keys, values = checked(ids, vectors, self._dimension)
        if not len(keys):
            return
        with self._lock:
            self._table.add(keys, values)
            if self._codes is not None:
                self._codes.add(values)
            self._settle()

    def remove(self, ids: Collection[int]) -> int:
        """Remove these ids; returns how many were there."""
        with self._lock:
            removed = self._table.remove(np.fromiter(ids, dtype=np.int64))
            self._settle()
            return removed

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` nearest, best first, ties by lower id; ``among`` keeps to those, exactly.

        Raises ``ValueError`` where the vector's shape does not fit or a value is not finite.
        """
        query = checked_query(vector, self._dimension)
        kept = None if among is None else np.fromiter(among, dtype=np.int64)
        if k <= 0:
            return []
        with self._lock:
            rows = self._candidates(query, k) if kept is None else self._table.find(kept)
            near = self._nearest(rows, query, k)
            return scored(self._table.owners(near), self._table.vectors(near), query)[:k]

    def contents(self) -> tuple[Ids, Vectors]:
        """Copies of all ids, ascending, shape ``(n,)``, and their vectors, ``(n, dimension)``."""
        _, held = self.frozen()
        return held.ids.copy(), held.vectors()

    def frozen(self) -> tuple[Kind, Frozen]:
        """The kind, and all ids and vectors as they are now, without copying them."""
        with self._lock:
            return self.kind, self._table.frozen()

    def _candidates(self, query: Vector, k: int) -> Ids:
        """Rows to score: all, or the wanted number of living ones that codes propose."""
        wanted = max(_CANDIDATES, _PER_HIT * k, len(self._table) // _ONE_IN)
        if self._codes is None or wanted >= len(self._table):
            return self._table.rows
        limit = wanted + min(self._table.written - len(self._table), wanted)
        while True:
            rows = self._table.alive(self._codes.propose(query, limit))
            if len(rows) >= wanted or limit >= len(self._codes):
                return rows
            limit *= 4

    def _nearest(self, rows: Ids, query: Vector, k: int) -> Ids:
        """Rows whose score may be among the best ``k``, whatever float32 has rounded away."""
        if len(rows) <= k:
            return rows
        below = -self._table.products(rows, query)
        rounding = self._dimension * 2.0**-23 * self._table.longest * np.linalg.norm(query)
        near: Ids = rows[below <= np.partition(below, k - 1)[k - 1] + rounding]
        return near

    def _settle(self) -> None:
        """Take the kind that the size asks for; give dead rows back; learn codes anew in time."""
        limit = self._code_above if self._codes is None else self._code_above // 2
        if len(self) <= limit:
            self._codes = None
        crowded = self._table.written > 2 * len(self)
        if crowded:
            alive = self._table.frozen()
            self._table = Table(alive.ids, alive.vectors(), alive.longest)
        known = 0 if self._codes is None or crowded else self._codes.learnt_at
        if len(self) > limit and self._table.written > _GROWTH * known:
            self._codes = Codes.of(self._table.written, self._table.vectors)
