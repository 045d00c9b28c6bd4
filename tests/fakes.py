"""Stand-ins that tests share."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answering.extraction.highlight import find_span
from bot.answering.extraction.overlap import GENERIC_TERMS
from corpus.article import Article, Zone, ZoneKind
from index.analyzer import extract_terms
from index.ports import Embedder, Progress, Vector, Vectors
from index.reader.base import PassageReader, PassageReading, Span


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


class WordReader:
    """A ``PassageReader`` that counts the question's words.

    A passage answers as surely as it holds a large part of them. The answer begins in the sentence
    that holds most of them, where words of the form of an answer count as two.
    """

    name = "words"

    def read(
        self,
        question: str,
        passages: Sequence[str],
        spans: Sequence[Sequence[Span]] = (),
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        each = spans or [()] * len(passages)
        return [self._read(question, *row) for row in zip(passages, each, strict=True)]

    def _read(self, question: str, passage: str, spans: Sequence[Span]) -> PassageReading:
        wanted = frozenset(extract_terms(question)) - GENERIC_TERMS
        part = len(wanted.intersection(extract_terms(passage))) / max(len(wanted), 1)
        answers = [find_span(question, passage, *span) for span in spans]
        scores = [
            len(wanted.intersection(extract_terms(passage[a:b]))) + 2 * bool(answer)
            for (a, b), answer in zip(spans, answers, strict=True)
        ]
        best = scores.index(max(scores)) if scores else None
        shares = tuple(float(number == best) for number in range(len(spans)))
        certainty = 12 * part - 6
        return PassageReading(certainty, None if best is None else answers[best], certainty, shares)


def build_article(article_id: str, text: str, title: str = "", **record: Any) -> Article:
    """An article whose text is all body."""
    zones = (Zone(ZoneKind.BODY, 0, len(text)),) if text else ()
    return Article(id=article_id, title=title or article_id, text=text, zones=zones, **record)


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _embedder: type[Embedder] = WordEmbedder
    _reader: type[PassageReader] = WordReader
