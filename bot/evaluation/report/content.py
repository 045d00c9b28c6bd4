"""The rows of the page: measures, differences from a baseline, and the worst cases."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from bot.evaluation.compare import Comparison
from bot.evaluation.judge import QuestionJudgement
from bot.evaluation.metrics import METRICS, Metric, Unit
from bot.evaluation.outcomes import QuestionOutcome
from bot.evaluation.results import FolderResult

Case = tuple[QuestionOutcome, QuestionJudgement]


def measure_groups(results: Sequence[FolderResult]) -> list[tuple[str, list[Metric]]]:
    """Return the measures that apply to at least one folder, by group, in the order shown."""
    known = [
        measure
        for measure in METRICS
        if not all(np.isnan(result.metrics[measure.key]) for result in results)
    ]
    return [(name, list(group)) for name, group in groupby(known, lambda measure: measure.group)]


def widest_differences(comparison: Comparison) -> dict[Unit, float]:
    """Return how far the intervals of each unit reach from 0: measures of a unit share a scale."""
    widest: dict[Unit, float] = {}
    for each in comparison.differences:
        reach = max(abs(each.low), abs(each.high), abs(each.change))
        widest[each.metric.unit] = max(reach, widest.get(each.metric.unit, 0))
    return {unit: reach or 1 for unit, reach in widest.items()}


def worst_cases(result: FolderResult) -> dict[str, list[Case]]:
    """Return the cases that a person should read, those of the highest confidence first.

    ``wrong``: answered, but what was shown holds no answer. ``abstained``: not answered, although
    the articles answer the question. ``inexact``: an excerpt is not the stored text.
    """
    found = sorted(
        zip(result.outcomes, result.judgements, strict=True),
        key=lambda case: -case[1].confidence,
    )
    return {
        "wrong": [case for case in found if case[1].answered == 1 and case[1].right == 0],
        "abstained": [case for case in found if case[1].answerable and not case[1].answered],
        "inexact": [case for case in found if case[1].inexact],
    }
