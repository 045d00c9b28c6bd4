"""The reader interface: from retrieved passages to evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.replies import Span
from index.ports import Vector
from index.retriever import RetrievedPassage


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences that answer; ``start`` and ``end`` are offsets in the passage's article."""

    passage: RetrievedPassage
    start: int
    end: int
    score: float
    highlight: Span | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The evidence that a reader found, best first, and its confidence.

    ``confidence`` is a calibrated probability in [0, 1] that one piece of evidence answers,
    comparable between questions. If ``conflicting``, each piece is from another article and answers
    differently.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    conflicting: bool = False


class EvidenceReader(Protocol):
    """Finds the sentences of passages that answer a question."""

    def read(
        self, question: str, vector: Vector, passages: Sequence[RetrievedPassage]
    ) -> Extraction:
        """Read the passages, best retrieved first; ``vector`` is the question's embedding."""
