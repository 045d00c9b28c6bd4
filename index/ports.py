"""What retrieval needs from the outside: an embedder, a vector index and a lexical index.

Scores always say "higher is closer"; an adapter turns its library's sign around, never its caller.
"""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
"""One unit-length embedding, shape ``(dimension,)``."""
Vectors = npt.NDArray[np.float32]
"""Unit-length embeddings, shape ``(n, dimension)``."""
Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are in all."""


class Hit(NamedTuple):
    """A passage and how close it is to the query: higher is closer."""

    passage_id: int
    score: float


class Embedder(Protocol):
    """Turns questions and passages into unit-length vectors of one space."""

    @property
    def fingerprint(self) -> str:
        """Name, weights digest, dimension, pooling, runtime: equal where vectors may be mixed."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def embed_question(self, question: str) -> Vector:
        """The question's vector, shape ``(dimension,)``, float32, of length 1."""

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The passages' vectors in their order, shape ``(n, dimension)``, float32, of length 1."""


class VectorIndex(Protocol):
    """Passage ids and unit-length vectors, searched by inner product, which is their cosine."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    def __len__(self) -> int:
        """How many vectors it holds."""

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors under these int64 ids; an id that is there already gets the new vector.

        Raises ``ValueError`` where the shapes do not fit, or an id comes twice.
        """

    def remove(self, ids: Collection[int]) -> int:
        """Remove these ids; returns how many were there."""

    def search(self, vector: Vector, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` nearest, best first, ties by lower id; ``among`` keeps to those, exactly."""


class LexicalIndex(Protocol):
    """Passage ids and words, ranked by BM25 (Robertson & Zaragoza 2009; k1 = 1.2, b = 0.75)."""

    def __len__(self) -> int:
        """How many passages it holds."""

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Add passages; an id that is there already gets the new text."""

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; those that are not there are passed over."""

    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` passages of the highest BM25 score above 0, best first, ties by lower id."""
