"""Stand-ins that tests share."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.article import Article, Zone, ZoneKind
from index.analyzer import extract_terms
from index.ports import Embedder, Progress, Vector, Vectors


class WordEmbedder:
    """Embeds a text as the sum of a fixed random direction for each of its terms.

    Texts that share words are near each other, others nearly at right angles. ``embedded`` counts
    the passages embedded.
    """

    def __init__(self, name: str = "words", dimension: int = 64) -> None:
        self.fingerprint = f"{name} {dimension}"
        self.dimension = dimension
        self.embedded = 0

    def embed_question(self, question: str) -> Vector:
        return self._vector(question)

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(passages)
        if progress:
            progress(len(passages), len(passages))
        rows = [self._vector(passage) for passage in passages]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _vector(self, text: str) -> Vector:
        total = sum(
            (self._direction(term) for term in extract_terms(text)), np.zeros(self.dimension)
        )
        length = float(np.linalg.norm(total))
        vector = total / length if length else self._direction("")
        return vector.astype(np.float32)

    def _direction(self, term: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(f"{self.fingerprint} {term}".encode()).digest()[:8])
        direction = np.random.default_rng(seed).normal(size=self.dimension)
        return direction / np.linalg.norm(direction)


def build_article(article_id: str, text: str, title: str = "", **record: Any) -> Article:
    """An article whose text is all body."""
    zones = (Zone(ZoneKind.BODY, 0, len(text)),) if text else ()
    return Article(id=article_id, title=title or article_id, text=text, zones=zones, **record)


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _embedder: type[Embedder] = WordEmbedder
