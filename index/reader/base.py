"""The interface of passage readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Span = tuple[int, int]
"""``[start, end)`` in Unicode code points of the passage."""


@dataclass(frozen=True, slots=True)
class PassageReading:
    """The reading of one passage.

    ``answers`` is the log odds, not calibrated, that the passage answers. ``span`` is the best
    span, whether it answers or not, and ``margin`` its log odds against no span. ``shares`` has,
    for each of the given spans, the probability that the answer begins in it; they sum to at most
    1.
    """

    answers: float
    span: Span | None
    margin: float
    shares: tuple[float, ...] = ()


class PassageReader(Protocol):
    """Reads passages for the answer to a question. Thread-safe."""

    @property
    def name(self) -> str:
        """The name and version of the reader."""

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
