"""The interface of support judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """Sentences of one article, in order, and its headline with its date, empty if unknown."""

    text: str
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The probabilities that the evidence supports a claim, contradicts it, or does not cover it.

    They sum to 1.
    """

    supported: float
    contradicted: float
    not_covered: float


class SupportJudge(Protocol):
    """Judges claims by evidence. Thread-safe."""

    @property
    def name(self) -> str:
        """The name and version of the judge."""

    def judge(self, claim: str, evidence: Sequence[EvidenceText]) -> list[Judgement]:
        """One judgement for each piece of evidence alone, in their order."""
