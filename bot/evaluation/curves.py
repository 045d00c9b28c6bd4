"""Metrics and curves of abstention and calibration.

All arrays have one value a question, shape ``(n,)``: ``confidence`` in [0, 1]; ``right``,
``answerable`` 0 or 1; ``answered`` 1 for an answer, 0.5 for a possible answer, 0 for an abstention.
Where nothing can be computed the value is NaN.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.evaluation.judge import Column

WRONG_COST = 3.0
ABSTENTION_COST = 1.0
"""On a question that the articles answer; a right abstention costs nothing, as a right answer."""
POSSIBLE_COST = 0.4
"""Of a possible answer, right or wrong: readers must check it themselves."""


class Curve(NamedTuple):
    """Points of a curve: ``x`` and ``y`` of the same shape."""

    x: Column
    y: Column


class CostThresholds(NamedTuple):
    """The least confidence of an answer and of a possible answer, and the mean cost of a question.

    A threshold above 1 is never reached.
    """

    answer: float
    possible: float
    cost: float


def abstention_precision(answered: Column, answerable: Column) -> float:
    """The share of abstentions on questions that the articles do not answer.

    A possible answer counts as half an abstention.
    """
    weights = 1 - answered
    return float(np.average(1 - answerable, weights=weights)) if weights.any() else float("nan")


def abstention_recall(answered: Column, answerable: Column) -> float:
    """The share of the questions that the articles do not answer on which Byline abstained.

    A possible answer counts as half an abstention.
    """
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
    """Mean cost a question: that of a wrong or possible answer, or of a needless abstention.

    Right answers, and abstentions from questions that the articles do not answer, cost nothing.
    """
    answering, abstaining = WRONG_COST * (1 - right), ABSTENTION_COST * answerable
    return _mean(
        np.select([answered == 1, answered == 0.5], [answering, POSSIBLE_COST], abstaining)
    )


def find_best_thresholds(confidence: Column, right: Column, answerable: Column) -> CostThresholds:
    """Find the thresholds that would have cost least on these questions.

    Of thresholds that cost the same, the highest.
    """
    if not len(right):
        return CostThresholds(float("nan"), float("nan"), float("nan"))
    order = np.argsort(-confidence, kind="stable")
    sure = confidence[order]
    last = np.append(sure[1:] != sure[:-1], True)  # a threshold takes all of equal confidence
    places = np.append(0, np.flatnonzero(last) + 1)
    abstaining = ABSTENTION_COST * answerable[order]
    # The cost of answering the first n questions, and of showing those up to m as possible, is
    # f(n) + g(m) with n <= m: for each m the best n is that of a running minimum.
    answering = _sum_first(WRONG_COST * (1 - right[order]) - POSSIBLE_COST)[places]
    showing = _sum_first(POSSIBLE_COST - abstaining)[places]
    best_answering = np.minimum.accumulate(answering)
    possible = int((best_answering + showing).argmin())
    answer = int(answering[: possible + 1].argmin())
    never = float(np.nextafter(1.0, 2.0))
    bounds = np.append(never, sure[last])
    cost = (abstaining.sum() + answering[answer] + showing[possible]) / len(right)
    return CostThresholds(float(bounds[answer]), float(bounds[possible]), float(cost))


def _sum_first(values: Column) -> Column:
    """The sums of the first 0, 1, … values, shape ``(n + 1,)``."""
    return np.append(0.0, np.cumsum(values))


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
