"""The replaceable step of answering: reading the retrieved passages for evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.replies import Span
from index.ports import Vector
from index.retriever import RetrievedPassage


@dataclass(frozen=True, slots=True)
class Evidence:
    """A range of a passage's article that answers: whole sentences, in article coordinates."""

    passage: RetrievedPassage
    start: int
    end: int
    score: float
    highlight: Span | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a reader found, best first, and how sure it is that it answers.

    ``confidence`` is a calibrated probability in [0, 1] that one of the pieces of evidence answers,
    comparable between questions. ``differ``: each piece, of another article, answers otherwise.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    conflicting: bool = False


class EvidenceReader(Protocol):
    """Finds in passages the sentences that answer a question."""

    def read(
        self, question: str, vector: Vector, passages: Sequence[RetrievedPassage]
    ) -> Extraction:
        """Read the passages, best retrieved first; ``vector`` is the question's embedding."""
