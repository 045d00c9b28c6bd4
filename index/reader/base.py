"""What reading a passage gives, and the port of whatever reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Span = tuple[int, int]
"""``[start, end)`` in Unicode code points of the passage."""


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What a passage says to a question.

    ``answers`` is the log odds that the passage answers, not yet calibrated; ``span`` the words
    that answer best, whether they do or not, and ``margin`` the log odds by which they beat there
    being none. ``shares`` holds, for each of some spans asked about, the share of the answer's
    probability that begins in it (they sum to at most 1).
    """

    answers: float
    span: Span | None
    margin: float
    shares: tuple[float, ...] = ()


class PassageReader(Protocol):
    """Reads passages for the answer to a question. May be used from several threads at once."""

    @property
    def name(self) -> str:
        """Which reader it is."""

    def read(
        self,
        question: str,
        passages: Sequence[str],
        spans: Sequence[Sequence[Span]] = (),
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        """One reading a passage, in their order.

        ``spans`` are those asked about, by passage; ``headlines`` each passage's headline with its
        date, empty where it has none.
        """
