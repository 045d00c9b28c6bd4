"""Compares two runs over the same questions, with intervals by the paired bootstrap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.errors import EvaluationError
from bot.evaluation.judge import Columns
from bot.evaluation.metrics import METRICS, Metric, RowKind
from bot.evaluation.results import BaselineFolder, FolderResult, RowsById

RESAMPLES = 1000
_SEED = 0
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class MetricDifference:
    """A metric of the baseline and of this run, with a 95 % interval of the difference."""

    metric: Metric
    then: float
    now: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """The value of this run minus that of the baseline."""
        return self.now - self.then

    @property
    def verdict(self) -> int:
        """+1 better, -1 worse, 0 if the interval contains 0 or neither direction is better."""
        sure = (self.low > 0) - (self.high < 0)
        return sure * self.metric.better


@dataclass(frozen=True, slots=True)
class Comparison:
    """A folder's differences; ``shared`` rows are in both runs, the others were left out."""

    name: str
    differences: tuple[MetricDifference, ...]
    shared: int
    only_now: int
    only_then: int

    @property
    def coverage(self) -> str:
        """A sentence about how much was compared and how much was left out."""
        left_out = [
            f"{count:,} only in {run}"
            for count, run in ((self.only_now, "this run"), (self.only_then, "the baseline"))
            if count
        ]
        beside = f"; left out: {', '.join(left_out)}" if left_out else ""
        return f"{self.shared:,} questions or summaries in both runs{beside}."


def compare_all(
    results: Sequence[FolderResult], earlier: Sequence[BaselineFolder]
) -> list[Comparison]:
    """Compare each folder with the one of the same name in an earlier run.

    Raises ``EvaluationError`` where there is an earlier run and it has none of the folders.
    """
    kept = {folder.name: folder for folder in earlier}
    if kept and not any(result.name in kept for result in results):
        raise EvaluationError(
            f"The baseline has none of these folders, only {', '.join(kept)}. "
            "Evaluate one of them, or give another baseline."
        )
    return [compare(result, kept[result.name]) for result in results if result.name in kept]


def compare(now: FolderResult, then: BaselineFolder, resamples: int = RESAMPLES) -> Comparison:
    """Compute the difference of every metric of both runs by the paired bootstrap.

    The same questions are drawn, with replacement, for both runs (Efron & Tibshirani 1993); the
    interval is that of the 2.5th and 97.5th percentile. The same runs give the same intervals.
    """
    differences: list[MetricDifference] = []
    counts = np.zeros(3, dtype=int)
    for table in RowKind:
        ids = now.ids[table]
        shared = [row for row in ids if row in then.rows[table]]
        counts += len(shared), len(ids) - len(shared), len(then.rows[table]) - len(shared)
        if shared:
            before = _build_columns(then.rows[table], shared, now.columns_by_kind[table])
            after = _take_rows(now.columns_by_kind[table], _find_places(ids, shared))
            differences += _compute_differences(table, before, after, len(shared), resamples)
    return Comparison(now.name, tuple(differences), *counts.tolist())


def _compute_differences(
    table: RowKind, before: Columns, after: Columns, count: int, resamples: int
) -> list[MetricDifference]:
    measures = [measure for measure in METRICS if measure.row_kind is table]
    then, now = _compute_values(measures, before), _compute_values(measures, after)
    known = [i for i in range(len(measures)) if not np.isnan(now[i] - then[i])]
    measures = [measures[i] for i in known]
    random = np.random.default_rng(_SEED)
    draws = (random.integers(0, count, count) for _ in range(resamples))
    changes = [
        _compute_values(measures, _take_rows(after, draw))
        - _compute_values(measures, _take_rows(before, draw))
        for draw in draws
    ]
    lows, highs = np.nanpercentile(np.array(changes), _INTERVAL, axis=0)
    rows = zip(measures, then[known], now[known], lows, highs, strict=True)
    return [MetricDifference(measure, *map(float, numbers)) for measure, *numbers in rows]


def _compute_values(metrics: Sequence[Metric], columns: Columns) -> np.ndarray:
    return np.array([measure.compute(columns) for measure in metrics])


def _take_rows(columns: Columns, places: np.ndarray) -> Columns:
    return {name: column[places] for name, column in columns.items()}


def _build_columns(rows: RowsById, ids: Sequence[str], like: Mapping[str, object]) -> Columns:
    """Convert the rows of the baseline to columns of these names; NaN for missing fields."""
    return {
        name: np.array([rows[row].get(name, np.nan) for row in ids], dtype=np.float64)
        for name in like
    }


def _find_places(ids: Sequence[str], shared: Sequence[str]) -> np.ndarray:
    where = {row: place for place, row in enumerate(ids)}
    return np.array([where[row] for row in shared], dtype=int)
