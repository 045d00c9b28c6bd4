"""The vector index: FAISS's flat index, and above some thousand vectors its fast-scan codes.

Measured on two shared cores with AVX-512, in milliseconds of CPU time (median): the best 20 for
300 questions about news (all-MiniLM-L6-v2; 7,000 passages, and beyond that the same with noise of
a third of their length), at 1,000,000 vectors for made questions and vectors around 1,000 centres:

    vectors      kind    search   recall    save    open   first change   remove 10      file
    5,000        flat    0.17     1.000        6       2           -           0.5       8 MB
    24,000       coded   0.24     0.999       22      12          34           2.6      38 MB
    100,000      coded   0.37     0.997       88      50         140            11     160 MB
    1,000,000    coded   3.4      1.000    3,200     480       2,900           106   1,600 MB

Opening reads the file once for its checksum and then maps it; the first change after that copies
the vectors to memory. A save after a removal makes the codes again, which takes another 0.8 s at
100,000 vectors. A flat search takes 4.4 ms for 100,000 vectors and 59 ms for 1,000,000.
"""

import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

import faiss
import numpy as np
import numpy.typing as npt

from index.ports import Hit, Vector, Vectors

Ids = npt.NDArray[np.int64]
Kind = Literal["flat", "coded"]
_faiss: Any = faiss  # for what FAISS's type stubs lack

CODE_ABOVE = 5_000
"""Vectors above which codes choose the candidates; a flat search of these takes 0.2 ms."""
_CANDIDATES, _PER_HIT, _ONE_IN = 500, 10, 500
"""Candidates of a coded search: at least so many, so many a hit, and one in so many vectors."""
_GROWTH = 4
"""The codes are learned again when there are so many times the vectors they were learned from."""
_SAMPLE = 4_096
"""Vectors that codes are learned from: FAISS uses 256 for each of 16 centroids."""
_ENOUGH = 96
"""Sub-quantizers that tell vectors apart; shorter vectors have one for fewer than 4 values."""
_GATHERED = 1_000
"""Vectors that are fetched by id and compared; above that FAISS scans all and skips the others."""
_SLACK = 20
"""Hits fetched beyond those wanted, for ties and for what float32 rounds away."""
_BLOCK = 1 << 20
"""Bytes written to a file at a time."""


class Layout(NamedTuple):
    """What the file of an index does not say itself.

    ``codes_at`` is the byte at which the codes begin, 0 where there are none; ``learned_from`` the
    number of vectors when they were learned; ``longest`` at least the length of every vector.
    """

    codes_at: int
    learned_from: int
    longest: float


class FaissIndex:
    """Unit vectors under int64 ids of 0 or more, searched by inner product.

    A "flat" search, and any search ``among`` some ids, is exact. A "coded" search compares the
    vectors in full that 4-bit product-quantization codes choose (Jégou, Douze & Schmid 2011; André,
    Kermarrec & Le Scouarnec 2015): its scores are exact, and it finds at least 0.98 of the best 20.
    Where more vectors are equal than there are candidates, it may not return the lowest ids.

    ``kind`` becomes "coded" above ``code_above`` vectors, and "flat" again at half that number.
    Several threads may use an index. Searches take turns, and wait for a change of the vectors, but
    not while codes are learned or the index is written.
    """

    def __init__(self, dimension: int, *, code_above: int = CODE_ABOVE) -> None:
        self._code_above = code_above
        self._writing = threading.Lock()  # held by a writer throughout
        self._changing = threading.Lock()  # held for a search, or a change that searches may see
        self._full = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._codes: faiss.IndexIDMap | None = None
        self._ids: set[int] = set()
        self._is_mapped = False
        self._learned_from, self._longest = 0, 0.0

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self._full.d)

    @property
    def kind(self) -> Kind:
        """Whether a search compares all vectors, or those that codes choose."""
        return "flat" if self._codes is None else "coded"

    def __len__(self) -> int:
        """How many vectors it holds."""
        return len(self._ids)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors under these ids; an id that is there already gets the new vector.

        Raises ``ValueError`` where the shapes do not fit, an id comes twice or is below 0, or a
        value is not finite; nothing is added then.
        """
        keys, values = check_vectors(ids, vectors, self.dimension)
        if not len(keys):
            return
        with self._writing:
            self._unmap()
            with self._changing:
                self._discard(self._ids.intersection(keys.tolist()))
                self._full.add_with_ids(values, keys)
                if self._codes is not None:
                    self._codes.add_with_ids(values, keys)
                self._ids.update(keys.tolist())
                self._longest = max(self._longest, _measure_longest(values))
            self._choose_kind()

    def remove(self, ids: Collection[int]) -> int:
        """Remove these ids; returns how many were there."""
        with self._writing:
            known = self._ids.intersection(ids)
            if known:
                self._unmap()
                with self._changing:
                    self._discard(known)
                self._choose_kind()
            return len(known)

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` nearest, best first, ties by lower id; ``among`` keeps to those, exactly.

        Raises ``ValueError`` where the vector's shape does not fit or a value is not finite.
        """
        query = check_query(vector, self.dimension)
        if k <= 0:
            return []
        with self._changing:
            _use_one_thread()
            ids = self._find_candidates(query, k, among)
            vectors = self._full.reconstruct_batch(ids)
            near = _is_near(np.einsum("ij,j->i", vectors, query), k, self._rounding(query))
        return _rank(ids[near], vectors[near], query)[:k]

    def write(self, file: BinaryIO) -> Layout:
        """Write the index to a file, with nothing of removed vectors; searches go on meanwhile."""
        with self._writing:
            if self._codes is not None and self._codes.ntotal > len(self):
                self._learn_codes()
            faiss.write_index(self._full, _faiss.PyCallbackIOWriter(file.write, _BLOCK))
            codes_at = 0
            if self._codes is not None:
                codes_at = file.tell()
                faiss.write_index(self._codes, _faiss.PyCallbackIOWriter(file.write, _BLOCK))
            return Layout(codes_at, self._learned_from, self._longest)

    @classmethod
    def read(cls, path: Path, layout: Layout) -> "FaissIndex":
        """The index that ``write`` wrote; its vectors stay in the file until one is changed.

        Raises ``OSError`` where the file cannot be read and ``ValueError`` where it holds
        something else.
        """
        try:
            full = _faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
            index = cls(full.d)
            if layout.codes_at:
                with path.open("rb") as file:
                    file.seek(layout.codes_at)
                    index._codes = _faiss.read_index(_faiss.PyCallbackIOReader(file.read, _BLOCK))
            index._full, index._is_mapped = full, True
            index._ids = set(faiss.vector_to_array(full.id_map).tolist())
        except (RuntimeError, AttributeError) as error:
            raise ValueError("it is not an index of vectors under ids") from error
        _, index._learned_from, index._longest = layout
        return index

    def _find_candidates(self, query: Vector, k: int, among: Collection[int] | None) -> Ids:
        """Ids of vectors to compare: the best ``k`` are among them, or most of them if coded."""
        if among is not None:
            kept = self._ids.intersection(among)
            keys = np.fromiter(kept, np.int64, len(kept))
            return keys if len(keys) <= max(k, _GATHERED) else self._scan(query, k, keys)
        count = max(_CANDIDATES, _PER_HIT * k, len(self) // _ONE_IN)
        if self._codes is None or count >= len(self):
            return self._scan(query, k, None)
        fetched = count + min(self._codes.ntotal - len(self), count)
        while True:
            ids: Ids = self._codes.search(query[None], fetched)[1][0]
            ids = ids[ids >= 0]  # the others have been removed
            if len(ids) >= count or fetched >= self._codes.ntotal:
                return ids
            fetched *= 4

    def _scan(self, query: Vector, k: int, kept: Ids | None) -> Ids:
        """Ids whose score may be among the best ``k``, whatever float32 has rounded away."""
        selector = None if kept is None else faiss.IDSelectorBatch(kept)
        count = len(self) if kept is None else len(kept)
        fetched = k + _SLACK
        while count:
            scores, ids = self._full.search(
                query[None], min(fetched, count), params=_faiss.SearchParameters(sel=selector)
            )
            near = _is_near(scores[0], k, self._rounding(query))
            if fetched >= count or not near[-1]:
                return np.asarray(ids[0][near], np.int64)
            fetched *= 4
        return np.empty(0, np.int64)

    def _rounding(self, query: Vector) -> float:
        """By how much two scores that are summed in float32 may differ where they are equal."""
        return float(self.dimension * 2.0**-23 * self._longest * np.linalg.norm(query))

    def _discard(self, ids: set[int]) -> None:
        """Remove ids that are there.

        Their codes stay, under the id -1, until all are made again: FAISS 1.15 spoils codes that
        are added where fast-scan codes were removed.
        """
        if not ids:
            return
        _use_one_thread()
        gone = np.fromiter(ids, np.int64, len(ids))
        self._full.remove_ids(faiss.IDSelectorBatch(gone))
        if self._codes is not None:
            owners = _faiss.rev_swig_ptr(self._codes.id_map.data(), self._codes.ntotal)
            owners[np.isin(owners, gone)] = -1
        self._ids -= ids

    def _unmap(self) -> None:
        """Copy the vectors to memory before a change: FAISS ends the process that changes a map."""
        if self._is_mapped:
            _use_one_thread()
            full = faiss.IndexIDMap2(faiss.IndexFlatIP(self.dimension))
            full.add_with_ids(*self._contents())
            with self._changing:
                self._full, self._is_mapped = full, False

    def _choose_kind(self) -> None:
        """Drop the codes of a small index; learn those of a large one, again when they are due."""
        codes, count = self._codes, len(self)
        if count <= (self._code_above if codes is None else self._code_above // 2):
            with self._changing:
                self._codes = None
        elif codes is None or count > _GROWTH * self._learned_from or codes.ntotal > 2 * count:
            self._learn_codes()

    def _learn_codes(self) -> None:
        codes = _make_codes(*self._contents())
        with self._changing:
            self._codes, self._learned_from = codes, len(self)

    def _contents(self) -> tuple[Vectors, Ids]:
        """All vectors, which must not be changed, and their ids."""
        flat = _faiss.downcast_index(self._full.index)
        count = self._full.ntotal
        vectors = faiss.rev_swig_ptr(flat.get_xb(), count * self.dimension)
        return vectors.reshape(count, self.dimension), faiss.vector_to_array(self._full.id_map)


def check_vectors(ids: Sequence[int], vectors: Vectors, dimension: int) -> tuple[Ids, Vectors]:
    """The ids as int64 and the vectors as float32, or ``ValueError`` where they do not fit."""
    keys = np.asarray(ids, dtype=np.int64).reshape(-1)
    values = np.ascontiguousarray(vectors, dtype=np.float32)
    if values.shape != (len(keys), dimension):
        raise ValueError(
            f"{len(keys)} ids need vectors of shape ({len(keys)}, {dimension}), not {values.shape}."
        )
    if len(np.unique(keys)) != len(keys):
        raise ValueError("An id comes twice in one call.")
    if len(keys) and keys.min() < 0:
        raise ValueError("An id is below 0.")
    if not np.isfinite(values).all():
        raise ValueError("A vector holds a value that is not a finite number.")
    return keys, values


def check_query(vector: Vector, dimension: int) -> Vector:
    """The vector as float32, or ``ValueError`` where it does not fit."""
    value = np.ascontiguousarray(vector, dtype=np.float32)
    if value.shape != (dimension,):
        raise ValueError(f"A query's vector has shape ({dimension},), not {value.shape}.")
    if not np.isfinite(value).all():
        raise ValueError("The query's vector holds a value that is not a finite number.")
    return value


def _make_codes(vectors: Vectors, ids: Ids) -> faiss.IndexIDMap:
    """Codes of all vectors, under their ids."""
    _use_one_thread()
    count, dimension = vectors.shape
    parts = next(
        dimension // width
        for width in (4, 3, 2, 1)
        if width == 1 or (dimension % width == 0 and dimension // width >= _ENOUGH)
    )
    codes = faiss.IndexPQFastScan(dimension, parts, 4, faiss.METRIC_INNER_PRODUCT)
    codes.pq.cp.min_points_per_centroid = 1
    sample = vectors[np.linspace(0, count - 1, min(count, _SAMPLE)).astype(np.int64)]
    codes.train(np.resize(sample, (max(16, len(sample)), dimension)))  # k-means needs 16
    with_ids = faiss.IndexIDMap(codes)
    with_ids.add_with_ids(vectors, ids)
    return with_ids


def _is_near(scores: Vector, k: int, rounding: float) -> npt.NDArray[np.bool_]:
    """Which scores may be among the best ``k``."""
    least = np.partition(scores, -k)[-k] - rounding if len(scores) > k else -np.inf
    return np.asarray(scores >= least)


def _rank(ids: Ids, vectors: Vectors, query: Vector) -> list[Hit]:
    """Hits by inner product, best first, ties by lower id.

    The sums are made in float64 and rounded to float32, so that equal vectors have equal scores.
    """
    products = np.einsum("ij,j->i", vectors.astype(np.float64), query.astype(np.float64))
    scores = products.astype(np.float32)
    order = np.lexsort((ids, -scores))
    return list(map(Hit, ids[order].tolist(), scores[order].tolist()))


def _measure_longest(vectors: Vectors) -> float:
    return float(np.sqrt(np.einsum("ij,ij->i", vectors, vectors).max()))


def _use_one_thread() -> None:
    """FAISS's threads and torch's get in each other's way; the setting is the calling thread's."""
    faiss.omp_set_num_threads(1)
