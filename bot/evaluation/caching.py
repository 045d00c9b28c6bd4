"""An embedder that keeps the last question's vector: ask and search then embed it once.

An evaluation asks each question (which is timed) and then ranks the articles for it.
"""

from collections.abc import Sequence
from threading import Lock

from index.ports import Embedder, Progress, Vector, Vectors


class CachingEmbedder:
    """Wraps an embedder and keeps the vector of the last question."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = Lock()
        self._last: tuple[str, Vector] | None = None

    @property
    def fingerprint(self) -> str:
        """The other embedder's."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """The other embedder's."""
        return self._embedder.dimension

    def embed_question(self, question: str) -> Vector:
        """The question's vector, shape ``(dimension,)``; at once where it was the last one."""
        with self._lock:
            if self._last is None or self._last[0] != question:
                self._last = (question, self._embedder.embed_question(question))
            return self._last[1]

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """The passages' vectors, shape ``(n, dimension)``; none is kept."""
        return self._embedder.embed_passages(passages, progress)
