"""What a measure is, and the ways in which one is computed from columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bot.evaluation.judging import Column, Columns

Compute = Callable[[Columns], float]
"""From the columns of a table to one number; NaN where it does not apply."""


class Unit(StrEnum):
    """How a value is written."""

    SHARE = "share"
    COUNT = "count"
    COST = "cost"
    MILLISECONDS = "ms"


class Table(StrEnum):
    """What the rows are that a measure is computed from."""

    QUESTIONS = "questions"
    SUMMARIES = "summaries"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number about a folder. ``better`` is +1 where higher is better, -1 where lower, else 0.

    ``says`` explains it in a sentence.
    """

    key: str
    label: str
    group: str
    says: str
    compute: Compute
    better: int = 1
    unit: Unit = Unit.SHARE
    table: Table = Table.QUESTIONS


Tables = Mapping[Table, Columns]
Mask = npt.NDArray[np.bool_]


def known_right(columns: Columns) -> Columns:
    """The rows of which it is known whether what was shown is right."""
    return where(columns, ~np.isnan(columns["right"]))


def written(value: float, unit: Unit, *, signed: bool = False) -> str:
    """A value as it stands in a table; a dash where there is none."""
    if np.isnan(value):
        return "–"
    form = "+" if signed else ""
    if unit is Unit.COUNT:
        return f"{value:{form},.0f}"
    return f"{value:{form}.1f} ms" if unit is Unit.MILLISECONDS else f"{value:{form}.3f}"


def where(columns: Columns, kept: Mask) -> Columns:
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
        return mean_of(name)(where(columns, kept))

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
    return lambda columns: compute(*_known(columns, names))


def _known(columns: Columns, names: tuple[str, ...]) -> list[Column]:
    found = [columns[name] for name in names]
    known = ~np.any([np.isnan(column) for column in found], axis=0)
    return [column[known] for column in found]


def wrong_among_answered(columns: Columns) -> float:
    """The share of the answers that are not right."""
    return 1 - mean_among("right", answered=1)(columns)
