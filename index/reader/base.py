"""The interface of passage readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

Span = tuple[int, int]
"""``[start, end)`` in Unicode code points of the passage."""


class ScoredSpan(NamedTuple):
    """``[start, end)`` in code points of the passage, and its log odds against no span."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class PassageReading:
    """The reading of one passage.

    ``answers`` is the log odds, not calibrated, that the passage answers. ``spans`` has, for each
    given range of the passage, the best span inside it, whether it answers or not; ``None`` if no
    token of the range was read.
    """

    answers: float
    spans: tuple[ScoredSpan | None, ...]


class PassageReader(Protocol):
    """Reads passages for the answer to a question. Thread-safe."""

    @property
    def name(self) -> str:
        """The name and version of the reader."""

    def read(
        self,
        question: str,
        passages: Sequence[str],
        ranges: Sequence[Sequence[Span]],
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        """Return one reading a passage, in their order.

        ``ranges`` are, by passage, those in each of which a span is searched; ``headlines`` each
        passage's headline with its date, empty where it has none.
        """
