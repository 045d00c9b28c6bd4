"""Metrics and curves of abstention and calibration.

All arrays have one value a question, shape ``(n,)``: ``confidence`` in [0, 1]; ``right``,
``answerable`` and ``answered`` 0 or 1. Where nothing can be computed the value is NaN.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.evaluation.judge import Column

WRONG_COST = 3.0
ABSTENTION_COST = 1.0
"""On a question that the articles answer; a right abstention costs nothing, as a right answer."""


class Curve(NamedTuple):
    """Points of a curve: ``x`` and ``y`` of the same shape."""

    x: Column
    y: Column


class CostThreshold(NamedTuple):
    """A threshold on the confidence, and the mean cost of a question with it."""

    threshold: float
    cost: float


def abstention_precision(answered: Column, answerable: Column) -> float:
    """The share of abstentions on questions that the articles do not answer."""
    return _mean(1 - answerable[answered == 0])


def abstention_recall(answered: Column, answerable: Column) -> float:
    """The share of the questions that the articles do not answer on which Byline abstained."""
    return _mean(1 - answered[answerable == 0])


def auroc(positive: Column, confidence: Column) -> float:
    """The chance that a positive question has the higher confidence of it and a negative one."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(positive, confidence)) if _has_both(positive) else float("nan")


def roc(positive: Column, confidence: Column) -> Curve:
    """False positive rate against true positive rate, from (0, 0) to (1, 1)."""
    from sklearn.metrics import roc_curve

    if not _has_both(positive):
        return Curve(np.empty(0), np.empty(0))
    false, true, _ = roc_curve(positive, confidence)
    return Curve(false, true)


def risk_coverage(confidence: Column, right: Column) -> Curve:
    """Coverage against risk: of the surest share of the questions, how many are wrong.

    El-Yaniv & Wiener 2010, Geifman & El-Yaniv 2017. Questions of equal confidence share their
    errors, so that their order does not count.
    """
    count = len(right)
    if not count:
        return Curve(np.empty(0), np.empty(0))
    _, groups, sizes = np.unique(-confidence, return_inverse=True, return_counts=True)
    wrong = np.bincount(groups, weights=1 - right) / sizes
    answered = np.arange(1, count + 1)
    return Curve(answered / count, np.cumsum(np.repeat(wrong, sizes)) / answered)


def aurc(confidence: Column, right: Column) -> float:
    """The area under the risk-coverage curve: the mean risk over all coverages, 0 at best.

    Geifman, Uziel & El-Yaniv 2019.
    """
    return _mean(risk_coverage(confidence, right).y)


def optimal_aurc(right: Column) -> float:
    """The area that would be left if every right question were surer than every wrong one."""
    return aurc(right, right)


def mean_cost(answered: Column, right: Column, answerable: Column) -> float:
    """Mean cost a question: 3 for a wrong answer, 1 for an abstention without need, else 0.

    Right answers, and abstentions from questions that the articles do not answer, cost nothing.
    """
    return _mean(np.where(answered == 1, WRONG_COST * (1 - right), ABSTENTION_COST * answerable))


def find_best_threshold(confidence: Column, right: Column, answerable: Column) -> CostThreshold:
    """Find the threshold that would have cost least on these questions.

    It answers at a confidence of at least the threshold; one above 1 answers nothing. Of
    thresholds that cost the same, the highest.
    """
    if not len(right):
        return CostThreshold(float("nan"), float("nan"))
    order = np.argsort(-confidence, kind="stable")
    sure = confidence[order]
    abstaining = ABSTENTION_COST * answerable
    change = np.cumsum(WRONG_COST * (1 - right[order]) - abstaining[order])
    last = np.append(sure[1:] != sure[:-1], True)  # a threshold takes all of equal confidence
    costs = abstaining.mean() + np.append(0.0, change[last]) / len(right)
    best = int(costs.argmin())
    threshold = float(sure[last][best - 1]) if best else float(np.nextafter(1.0, 2.0))
    return CostThreshold(threshold, float(costs[best]))


def _has_both(positive: Column) -> bool:
    return 0 < int(positive.sum()) < len(positive)


def _mean(values: Column) -> float:
    return float(values.mean()) if len(values) else float("nan")


BIN_COUNT = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions with a confidence in ``[low, high)``: how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def compute_bins(confidence: Column, right: Column) -> list[Bin]:
    """Ten bins of equal width over [0, 1], without the empty ones; the last one holds 1."""
    places = np.clip((confidence * BIN_COUNT).astype(int), 0, BIN_COUNT - 1)
    return [
        Bin(
            low=place / BIN_COUNT,
            high=(place + 1) / BIN_COUNT,
            count=int((places == place).sum()),
            confidence=float(confidence[places == place].mean()),
            right=float(right[places == place].mean()),
        )
        for place in np.unique(places).tolist()
    ]


def expected_calibration_error(confidence: Column, right: Column) -> float:
    """The expected calibration error: how far the two are apart, over bins of equal width.

    Guo et al. 2017. The confidence of an abstention is that of the citations it would have shown.
    """
    if not len(right):
        return float("nan")
    apart = sum(
        each.count * abs(each.confidence - each.right) for each in compute_bins(confidence, right)
    )
    return float(apart / len(right))
