"""The interfaces of retrieval: an embedder, a vector index and a lexical index.

A higher score is always closer; adapters convert the scores of their library.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
"""One unit-length embedding, shape ``(dimension,)``."""
Vectors = npt.NDArray[np.float32]
"""Unit-length embeddings, shape ``(n, dimension)``."""
Progress = Callable[[int, int], None]
"""Called with the number done and the total."""


class Hit(NamedTuple):
    """A passage and its score; higher is closer."""

    passage_id: int
    score: float


class Embedder(Protocol):
    """Embeds questions and passages as unit-length vectors in one space."""

    @property
    def fingerprint(self) -> str:
        """Name, weights digest, dimension, pooling, runtime; equal if vectors can be mixed."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def embed_question(self, question: str) -> Vector:
        """Return the question's vector, shape ``(dimension,)``, float32, of length 1."""

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the passages' vectors in order, shape ``(n, dimension)``, float32, of length 1."""


class VectorIndex(Protocol):
    """Passage ids and unit-length vectors, searched by inner product, which is their cosine."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def __len__(self) -> int:
        """Return the number of vectors."""

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors with these int64 ids; a known id gets the new vector.

        Raises ``ValueError`` if the shapes do not match or an id occurs twice.
        """

    def remove(self, ids: Collection[int]) -> int:
        """Remove these ids; return how many existed."""

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """Return the ``k`` nearest, best first, ties by lower id; only of ``among``, if given."""


class LexicalIndex(Protocol):
    """Passage ids and text, ranked by BM25 (Robertson & Zaragoza 2009; k1 = 1.2, b = 0.75)."""

    def __len__(self) -> int:
        """Return the number of passages."""

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Add passages; a known id gets the new text."""

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; unknown ids are ignored."""

    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """Return the ``k`` best passages with a score above 0, best first, ties by lower id."""

    def count_terms(self, prefix: str) -> dict[str, int]:
        """Return the terms that begin with a prefix, with their numbers of passages.

        Removed passages may still count.
        """


class Indexes(Protocol):
    """The vector and the lexical index of one collection, derived from the store."""

    @property
    def name(self) -> str:
        """The name that ``IndexStorage.open`` takes."""

    @property
    def vectors(self) -> VectorIndex:
        """The index of the passages' vectors."""

    @property
    def lexical(self) -> LexicalIndex:
        """The index of the passages' words."""

    @property
    def position(self) -> int:
        """The change-log position that both have reached."""

    @property
    def notes(self) -> Sequence[str]:
        """Sentences for a person about what was repaired."""

    @property
    def has_unsaved(self) -> bool:
        """Whether ``save`` would spare a later start some work."""

    @property
    def is_save_due(self) -> bool:
        """Whether replaying the unsaved changes would delay the next start."""

    def apply(
        self,
        removed: Collection[int],
        ids: Sequence[int],
        texts: Sequence[str],
        vectors: Vectors,
        position: int,
    ) -> None:
        """Remove and add passages and advance to ``position``; idempotent."""

    def reload(self) -> None:
        """See what other processes have written."""

    def save(self) -> None:
        """Make the current state durable."""

    def purge(self) -> None:
        """Leave nothing of removed passages on disk."""


class IndexStorage(Protocol):
    """Where the indexes of one collection are kept: which are in use, and who may write."""

    def current(self) -> str | None:
        """Return the name of the indexes in use, or ``None`` if there are none."""

    def open(self, name: str) -> Indexes:
        """Open indexes by name. Raises ``StaleIndex`` if they were built for another model."""

    def create(self) -> Indexes:
        """Create empty indexes that are not in use yet."""

    def activate(self, indexes: Indexes) -> None:
        """Switch to these indexes atomically, and delete the others."""

    def lock(self, wait: float | None = None) -> AbstractContextManager[None]:
        """Hold the right to write for the block.

        Waits ``wait`` seconds, or without limit if ``None``. Raises ``IndexBusy`` after that.
        """
