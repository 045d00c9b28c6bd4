"""Whether a confidence of 70 % is right seven times in ten."""

from dataclasses import dataclass

import numpy as np

from bot.evaluation.judging import Column

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with a confidence in ``[low, high)``: how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def bins(confidence: Column, right: Column) -> list[Bin]:
    """Ten bins of equal width over [0, 1], without the empty ones; the last one holds 1."""
    places = np.clip((confidence * BINS).astype(int), 0, BINS - 1)
    return [
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            count=int((places == place).sum()),
            confidence=float(confidence[places == place].mean()),
            right=float(right[places == place].mean()),
        )
        for place in np.unique(places).tolist()
    ]


def expected_error(confidence: Column, right: Column) -> float:
    """The expected calibration error: how far the two are apart, over bins of equal width.

    Guo et al. 2017. The confidence of an abstention is that of the citations it would have shown.
    """
    if not len(right):
        return float("nan")
    apart = sum(each.count * abs(each.confidence - each.right) for each in bins(confidence, right))
    return float(apart / len(right))
