"""What the reader learns from: a question, a passage, and where in it the answer may stand."""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Where ``exact``, each of ``spans`` is an answer; else each is a range that holds one, such as a
    sentence. No spans: the passage does not answer. ``article`` is what passages of one article
    share, ``source`` the data set.
    """

    question: str
    passage: str
    spans: tuple[Span, ...]
    exact: bool
    article: str
    source: str

    @property
    def answerable(self) -> bool:
        """Whether the passage answers the question."""
        return bool(self.spans)
