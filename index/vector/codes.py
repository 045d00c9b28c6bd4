"""What FAISS computes: short codes of vectors, scanned to propose rows, and inner products.

Product quantisation (Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor Search",
2011) with 4 bits for every 4 values, 48 bytes for a vector of length 384, in the layout that is
scanned within registers (André, Kermarrec and Le Scouarnec, "Cache locality is not enough", 2015).
"""

from collections.abc import Callable
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.ports import Vector, Vectors
from index.vector.checks import Ids

_BITS = 4
_ENOUGH = 96
"""Codes of a vector that tell it apart; a shorter vector has one for fewer than 4 values."""
_ROUNDS = 8
"""Of k-means, which learns the codes; 25, FAISS's own choice, find no more."""
_SAMPLE = 4096
"""Vectors that codes are learnt from: as many as FAISS takes, 256 for each of 16 centroids."""


class Codes:
    """Codes of rows 0, 1, 2, …, scanned whole for every query; rows are added at the end only."""

    def __init__(self, index: faiss.IndexPQFastScan) -> None:
        self._index = index
        self.learnt_at = max(int(index.ntotal), 1)

    @classmethod
    def of(cls, count: int, take: Callable[[Ids], Vectors]) -> "Codes":
        """Codes of ``count`` rows, at least 1, learnt from some of them.

        ``take`` gives the vectors of rows, shape ``(n, dimension)``.
        """
        _use_one_thread()
        index = _learnt(take(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(np.int64)))
        for start in range(0, count, _SAMPLE):
            index.add(take(np.arange(start, min(start + _SAMPLE, count))))
        return cls(index)

    @classmethod
    def read(cls, content: npt.NDArray[np.uint8]) -> "Codes":
        """What ``written`` gave. Raises ``ValueError`` where it is something else."""
        try:
            index: Any = faiss.deserialize_index(content)
        except RuntimeError as error:
            raise ValueError("its codes cannot be read") from error
        return cls(index)

    def written(self) -> npt.NDArray[np.uint8]:
        """The codes as bytes, in FAISS's own format."""
        return np.asarray(faiss.serialize_index(self._index), dtype=np.uint8)

    def __len__(self) -> int:
        """How many rows have a code."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of the vectors that it codes."""
        return int(self._index.d)

    def add(self, vectors: Vectors) -> None:
        """Code the next rows, shape ``(n, dimension)``."""
        _use_one_thread()
        self._index.add(vectors)

    def propose(self, query: Vector, limit: int) -> Ids:
        """Up to ``limit`` rows that seem nearest."""
        _use_one_thread()
        rows = self._index.search(query[None], min(limit, len(self)))[1][0]
        return np.asarray(rows[rows >= 0], dtype=np.int64)


def inner_products(vectors: Vectors, rows: Ids, query: Vector) -> Vector:
    """Of these rows with the query, in float32, shape ``(n,)``; nothing is copied.

    NumPy's matrix product would have to gather the rows, and takes all cores to do little.
    """
    scores, rows = np.empty(len(rows), np.float32), np.ascontiguousarray(rows)
    if len(rows):
        _use_one_thread()
        engine: Any = faiss  # whose type stub lacks the function
        engine.fvec_inner_products_by_idx(
            faiss.swig_ptr(scores),
            faiss.swig_ptr(query),
            faiss.swig_ptr(vectors),
            faiss.swig_ptr(rows),
            len(query),
            1,
            len(rows),
        )
    return scores


def _learnt(sample: Vectors) -> faiss.IndexPQFastScan:
    """An index without rows; k-means refuses fewer vectors than centroids, so few are repeated."""
    dimension = sample.shape[1]
    width = next(
        w for w in (4, 3, 2, 1) if (dimension % w == 0 and dimension // w >= _ENOUGH) or w == 1
    )
    index = faiss.IndexPQFastScan(dimension, dimension // width, _BITS, faiss.METRIC_INNER_PRODUCT)
    index.pq.cp.niter, index.pq.cp.min_points_per_centroid = _ROUNDS, 1
    index.train(np.resize(sample, (max(2**_BITS, len(sample)), dimension)))
    return index


def _use_one_thread() -> None:
    """FAISS's threads and torch's get in each other's way; the setting is the calling thread's."""
    faiss.omp_set_num_threads(1)
