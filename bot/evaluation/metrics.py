"""Every measure of an evaluation: its name, what it says, and how it is computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bot.evaluation import curves
from bot.evaluation.curves import expected_calibration_error
from bot.evaluation.judge import Column, Columns

Compute = Callable[[Columns], float]
"""From the columns of a table to one number; NaN where it does not apply."""


class Unit(StrEnum):
    """How a value is written."""

    SHARE = "share"
    COUNT = "count"
    COST = "cost"
    MILLISECONDS = "ms"


class RowKind(StrEnum):
    """What the rows are that a measure is computed from."""

    QUESTIONS = "questions"
    SUMMARIES = "summaries"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number about a folder. ``better`` is +1 where higher is better, -1 where lower, else 0.

    ``description`` explains it in a sentence.
    """

    key: str
    label: str
    group: str
    description: str
    compute: Compute
    better: int = 1
    unit: Unit = Unit.SHARE
    row_kind: RowKind = RowKind.QUESTIONS


ColumnsByKind = Mapping[RowKind, Columns]
Mask = npt.NDArray[np.bool_]


def drop_unjudged(columns: Columns) -> Columns:
    """The rows of which it is known whether what was shown is right."""
    return filter_rows(columns, ~np.isnan(columns["right"]))


def format_value(value: float, unit: Unit, *, signed: bool = False) -> str:
    """A value as it stands in a table; a dash where there is none."""
    if np.isnan(value):
        return "–"
    form = "+" if signed else ""
    if unit is Unit.COUNT:
        return f"{value:{form},.0f}"
    return f"{value:{form}.1f} ms" if unit is Unit.MILLISECONDS else f"{value:{form}.3f}"


def filter_rows(columns: Columns, kept: Mask) -> Columns:
    """The rows that are kept."""
    return {name: column[kept] for name, column in columns.items()}


def mean_of(name: str) -> Compute:
    """The mean of a column over the rows to which it applies."""

    def mean(columns: Columns) -> float:
        values = columns[name][~np.isnan(columns[name])]
        return float(values.mean()) if len(values) else float("nan")

    return mean


def mean_among(name: str, **wanted: float) -> Compute:
    """The mean of a column over the rows where others have these values."""

    def mean(columns: Columns) -> float:
        kept = np.all([columns[other] == value for other, value in wanted.items()], axis=0)
        return mean_of(name)(filter_rows(columns, kept))

    return mean


def total(name: str) -> Compute:
    """The sum of a column."""
    return lambda columns: float(columns[name].sum()) if len(columns[name]) else float("nan")


def percentile_of(name: str, percent: float) -> Compute:
    """A percentile of times; NaN for a stage that took none."""

    def percentile(columns: Columns) -> float:
        times = columns[name]
        return float(np.percentile(times, percent)) if times.any() else float("nan")

    return percentile


def over(compute: Callable[..., float], *names: str) -> Compute:
    """A function of these columns, over the rows where all of them are known."""
    return lambda columns: compute(*_drop_unknown(columns, names))


def _drop_unknown(columns: Columns, names: tuple[str, ...]) -> list[Column]:
    found = [columns[name] for name in names]
    known = ~np.any([np.isnan(column) for column in found], axis=0)
    return [column[known] for column in found]


def share_of(test: Callable[[Columns], Mask]) -> Compute:
    """The share of the rows for which a test holds; NaN where there are none."""

    def share(columns: Columns) -> float:
        found = test(columns)
        return float(found.mean()) if len(found) else float("nan")

    return share


def wrong_among_answered(columns: Columns) -> float:
    """The share of the answers that are not right."""
    return 1 - mean_among("right", answered=1)(columns)


_FINDING = "Finding the article"
_SHOWING = "Showing the evidence"
_SPAN = "Marking the answer"
_ABSTAINING = "Knowing when not to answer"
_EXACT = "Exactness"
_SPEED = "Speed"
_SUMMARIES = "Summaries"

_RANKS = tuple(
    Metric(key, label, _FINDING, says, mean_of(key))
    for key, label, says in (
        ("ndcg_10", "nDCG@10", "How high the right articles stand in the first ten."),
        ("recall_1", "Recall@1", "Share of the right articles that come first."),
        ("recall_5", "Recall@5", "Share of the right articles among the first five."),
        ("recall_10", "Recall@10", "Share of the right articles among the first ten."),
        ("recall_20", "Recall@20", "Share of the right articles among the first twenty."),
        ("mrr_10", "MRR@10", "One over the rank of the first right article, averaged."),
    )
)

_EVIDENCE = (
    Metric(
        "evidence_recall", "Evidence shown", _SHOWING,
        "Answerable questions for which an excerpt, shown or nearest, holds an answer or evidence.",
        mean_among("right", answerable=1),
    ),
    Metric(
        "answer_cited", "Answer in a citation", _SHOWING,
        "Of the answered questions that have an answer, those of which a citation holds it.",
        mean_of("answer_cited"),
    ),
    Metric(
        "first_article", "First citation's article", _SHOWING,
        "Answerable questions whose first citation is from a right article.",
        mean_of("first_article"),
    ),
    Metric(
        "misled", "Cites a wrong report", _SHOWING,
        "Questions answered from an article that is known to say it wrongly.",
        mean_of("misled"), better=-1,
    ),
)  # fmt: skip

_SPANS = (
    Metric(
        "exact_match", "Exact match", _SPAN,
        "Answerable questions whose highlight equals an answer (SQuAD); an abstention counts 0.",
        mean_of("exact_match"),
    ),
    Metric(
        "f1", "F1", _SPAN,
        "Words that highlight and answer share (SQuAD); an abstention counts 0.",
        mean_of("f1"),
    ),
    Metric(
        "f1_answered", "F1 where answered", _SPAN,
        "The same over the questions that were answered.",
        mean_among("f1", answered=1),
    ),
    Metric(
        "squad_exact_match", "SQuAD 2.0 exact match", _SPAN,
        "Over all questions; a right abstention counts 1.", mean_of("squad_exact_match"),
    ),
    Metric(
        "squad_f1", "SQuAD 2.0 F1", _SPAN,
        "Over all questions; a right abstention counts 1.", mean_of("squad_f1"),
    ),
)  # fmt: skip

_ABSTENTIONS = (
    Metric(
        "coverage", "Answered", _ABSTAINING, "Share of the questions that were answered.",
        share_of(lambda columns: columns["answered"] == 1), better=0,
    ),
    Metric(
        "possible", "Possible answers", _ABSTAINING,
        "Share of the questions that got a possible answer.",
        share_of(lambda columns: columns["answered"] == 0.5), better=0,
    ),
    Metric(
        "reply_recall", "Answerable, not abstained", _ABSTAINING,
        "Share of the answerable questions that got an answer or a possible answer.",
        share_of(lambda columns: columns["answered"][columns["answerable"] == 1] > 0),
    ),
    Metric(
        "risk", "Wrong among answered", _ABSTAINING,
        "Share of the answers that show no answer or evidence.",
        wrong_among_answered, better=-1,
    ),
    Metric(
        "possible_right", "Right among possible", _ABSTAINING,
        "Share of the possible answers that show an answer or evidence.",
        mean_among("right", answered=0.5), better=0,
    ),
    Metric(
        "abstention_precision", "Abstention precision", _ABSTAINING,
        "Share of the abstentions on questions that the articles do not answer; a possible answer "
        "counts as half an abstention.",
        over(curves.abstention_precision, "answered", "answerable"),
    ),
    Metric(
        "abstention_recall", "Abstention recall", _ABSTAINING,
        "Share of the questions that the articles do not answer on which it abstained; a possible "
        "answer counts as half an abstention.",
        over(curves.abstention_recall, "answered", "answerable"),
    ),
    Metric(
        "auroc", "AUROC, answerable", _ABSTAINING,
        "The chance that an answerable question has the higher confidence of two.",
        over(curves.auroc, "answerable", "confidence"),
    ),
    Metric(
        "auroc_right", "AUROC, right", _ABSTAINING,
        "The chance that a right answer has the higher confidence of two.",
        over(curves.auroc, "right", "confidence"),
    ),
    Metric(
        "aurc", "AURC", _ABSTAINING,
        "Area under the risk–coverage curve: the mean share of wrong answers over all coverages.",
        over(curves.aurc, "confidence", "right"), better=-1,
    ),
    Metric(
        "ece", "Calibration error", _ABSTAINING,
        "Expected calibration error over ten bins of equal width.",
        over(expected_calibration_error, "confidence", "right"), better=-1,
    ),
    Metric(
        "cost", "Cost at 3:1", _ABSTAINING,
        "A question: 3 for a wrong answer, 0.4 for a possible answer, 1 for abstaining though the "
        "articles answer, else 0.",
        over(curves.mean_cost, "answered", "right", "answerable"), better=-1, unit=Unit.COST,
    ),
    Metric(
        "best_cost", "Least cost", _ABSTAINING,
        "The same at the thresholds that would have been best here.",
        over(
            lambda *each: curves.find_best_thresholds(*each).cost,
            "confidence", "right", "answerable",
        ),
        better=-1, unit=Unit.COST,
    ),
    Metric(
        "best_threshold", "… answering from", _ABSTAINING,
        "Confidence from which answering would have cost least; above 1: to answer nothing.",
        over(lambda *each: curves.find_best_thresholds(*each).answer,
             "confidence", "right", "answerable"),
        better=0,
    ),
    Metric(
        "best_possible", "… possible from", _ABSTAINING,
        "Confidence from which a possible answer would have cost least.",
        over(lambda *each: curves.find_best_thresholds(*each).possible,
             "confidence", "right", "answerable"),
        better=0,
    ),
)  # fmt: skip

_EXACTNESS = (
    Metric(
        "excerpts", "Excerpts checked", _EXACT, "Excerpts held against the stored text.",
        total("excerpts"), better=0, unit=Unit.COUNT,
    ),
    Metric(
        "inexact", "Inexact excerpts", _EXACT,
        "Excerpts that are not the stored text at their address.",
        total("inexact"), better=-1, unit=Unit.COUNT,
    ),
)  # fmt: skip

STAGES = ("embed", "search", "rerank", "read", "total")
_LATENCY = tuple(
    Metric(
        f"{stage}_p{percent}", f"{stage.capitalize()}, p{percent}", _SPEED,
        f"Milliseconds that {percent} of 100 questions do not exceed.",
        percentile_of(f"{stage}_ms", percent), better=-1, unit=Unit.MILLISECONDS,
    )
    for stage in STAGES
    for percent in (50, 95)
)  # fmt: skip

_ROUGES = tuple(
    Metric(key, label, _SUMMARIES, says, mean_of(key), better, row_kind=RowKind.SUMMARIES)
    for begin, name, says, better in (
        ("rouge", "ROUGE", "F-measure of summaries of three sentences.", 1),
        ("lead", "Lead-3 ROUGE", "The same of the article's first three sentences.", 0),
    )
    for key, label in (
        (f"{begin}_{kind}", f"{name}-{kind.capitalize()}") for kind in ("1", "2", "lsum")
    )
)

METRICS = (*_RANKS, *_EVIDENCE, *_SPANS, *_ABSTENTIONS, *_EXACTNESS, *_LATENCY, *_ROUGES)
"""All measures, in the order in which they are shown."""


def compute_metrics(tables: ColumnsByKind) -> dict[str, float]:
    """The value of every measure by its key; NaN where it does not apply."""
    return {measure.key: measure.compute(tables[measure.row_kind]) for measure in METRICS}
