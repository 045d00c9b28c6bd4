"""Metrics of an evaluation as tables in a terminal."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.main import strip_controls
from bot.evaluation.compare import Comparison, MetricDifference
from bot.evaluation.metrics import METRICS, Metric, format_value
from bot.evaluation.results import FolderResult

_STYLE_BY_VERDICT = {1: "green", -1: "red", 0: ""}
_MAX_NAMED = 5


def show_results(console: Console, results: Sequence[FolderResult]) -> None:
    """Print the metrics that apply to any folder, in one column for each folder."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for result in results:
        table.add_column(Text(strip_controls(result.name)), justify="right", min_width=10)
    for name, values in _build_size_rows(results):
        table.add_row(name, *values, style="dim")
    for group, measures in groupby(_find_applicable(results), key=lambda measure: measure.group):
        table.add_row()
        table.add_row(Text(group, style="bold cyan"))
        for measure in measures:
            values = [format_value(result.metrics[measure.key], measure.unit) for result in results]
            table.add_row(measure.label, *values)
    console.print(table)


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Print the differences to an earlier run of one folder, with their intervals."""
    console.print()
    heading = f"{strip_controls(comparison.name)} compared with the baseline"
    console.print(Text(heading, style="bold"))
    console.print(Text(comparison.coverage, style="dim"))
    table = Table("", box=None, pad_edge=False, header_style="bold")
    for name in ("baseline", "this run", "difference", "95 % interval"):
        table.add_column(name, justify="right")
    for difference in comparison.differences:
        table.add_row(*_build_cells(difference), style=_STYLE_BY_VERDICT[difference.verdict])
    console.print(table)


def show_left_out(console: Console, results: Sequence[FolderResult]) -> None:
    """Print the notes, and what could not be used."""
    for result in results:
        named = [*result.notes, *result.left_out[:_MAX_NAMED]]
        if result.left_out:
            named.insert(0, f"{len(result.left_out):,} left out.")
        if more := len(result.left_out) - _MAX_NAMED:
            named += [f"… and {more:,} more."] if more > 0 else []
        for sentence in named:
            console.print(
                Text(f"{strip_controls(result.name)}: {strip_controls(sentence)}", style="yellow")
            )


def _build_size_rows(results: Sequence[FolderResult]) -> list[tuple[str, list[str]]]:
    return [
        ("articles", [f"{result.articles:,}" for result in results]),
        ("passages", [f"{result.passages:,}" for result in results]),
        ("questions asked", [f"{len(result.outcomes):,}" for result in results]),
        ("left out", [f"{len(result.left_out):,}" for result in results]),
    ]


def _find_applicable(results: Sequence[FolderResult]) -> list[Metric]:
    return [
        measure
        for measure in METRICS
        if not all(np.isnan(result.metrics[measure.key]) for result in results)
    ]


def _build_cells(difference: MetricDifference) -> list[str]:
    unit = difference.metric.unit
    interval = f"{format_value(difference.low, unit, signed=True)} to " + format_value(
        difference.high, unit, signed=True
    )
    return [
        difference.metric.label,
        format_value(difference.then, unit),
        format_value(difference.now, unit),
        format_value(difference.change, unit, signed=True),
        interval,
    ]
