"""The outcome of each question: what was shown, the confidence, times and exactness."""

from dataclasses import dataclass

from bot.evaluation.dataset import KnownQuestion
from bot.replies import Span, Timings


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A citation as it was shown; ``highlight`` is a range of the excerpt.

    ``exact`` says whether the excerpt is the stored text at its address.
    """

    article_id: str
    address: str
    title: str
    record: str
    excerpt: str
    highlight: Span | None
    exact: bool

    @property
    def highlighted(self) -> str:
        """The answering words, or an empty text."""
        start, end = self.highlight or (0, 0)
        return self.excerpt[start:end]


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """One question asked.

    ``answered`` is 1 for an answer, 0.5 for a possible answer and 0 for an abstention.
    ``shown`` are an answer's citations, or what an abstention names as nearest: the citations that
    it would have shown, to which its confidence belongs. ``said`` is an answer's own words where
    they say more than the excerpts. ``ranked`` are articles, best first.
    """

    question: KnownQuestion
    answered: float
    confidence: float
    reason: str
    own_words: str
    shown: tuple[ShownCitation, ...]
    ranked: tuple[str, ...]
    known_titles: tuple[str, ...]
    timings: Timings
