"""The tables of the page: all measures of all folders, and the differences to a baseline."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from bot.evaluation.compare import Comparison, MetricDifference
from bot.evaluation.metrics import METRICS, Metric, format_value
from bot.evaluation.report.markup import Html, joined, tag
from bot.evaluation.results import FolderResult

_WIDTH, _HEIGHT = 130, 18
_VERDICTS = {1: "better", -1: "worse", 0: ""}


def measures_table(results: Sequence[FolderResult]) -> Html:
    """Every measure that applies to a folder, a column a folder."""
    head = tag("tr", tag("th", ""), *(tag("th", result.name, scope="col") for result in results))
    groups = groupby(known(results), key=lambda measure: measure.group)
    bodies = [_group(name, list(measures), results) for name, measures in groups]
    return _scrolled(tag("table", tag("thead", head), *bodies))


def legend(results: Sequence[FolderResult]) -> Html:
    """What each measure says."""
    terms = [joined(tag("dt", each.label), tag("dd", each.description)) for each in known(results)]
    return tag("details", tag("summary", "What the measures say"), tag("dl", *terms))


def comparison_table(comparison: Comparison) -> Html:
    """The differences to the baseline with their intervals, drawn on a scale of each unit."""
    names = ("", "then", "now", "difference", "95 % interval", "")
    head = tag("tr", *(tag("th", name, scope="col") for name in names))
    rows = [_difference(each, _scale(comparison, each)) for each in comparison.differences]
    table = _scrolled(tag("table", tag("thead", head), tag("tbody", *rows)))
    return joined(tag("p", comparison.coverage, class_="quiet"), table)


def known(results: Sequence[FolderResult]) -> list[Metric]:
    """The measures that apply to at least one folder."""
    return [
        measure
        for measure in METRICS
        if not all(np.isnan(result.metrics[measure.key]) for result in results)
    ]


def _scrolled(table: Html) -> Html:
    return tag("div", table, class_="scrolled", tabindex="0")


def _group(name: str, measures: Sequence[Metric], results: Sequence[FolderResult]) -> Html:
    head = tag("tr", tag("th", name, colspan=len(results) + 1, scope="colgroup"), class_="group")
    rows = [
        tag("tr", tag("th", measure.label, scope="row"), *_values(measure, results))
        for measure in measures
    ]
    return tag("tbody", head, *rows)


def _values(measure: Metric, results: Sequence[FolderResult]) -> list[Html]:
    return [
        tag("td", format_value(result.metrics[measure.key], measure.unit)) for result in results
    ]


def _difference(each: MetricDifference, scale: float) -> Html:
    unit = each.metric.unit
    interval = " to ".join(
        format_value(value, unit, signed=True) for value in (each.low, each.high)
    )
    return tag(
        "tr",
        tag("th", each.metric.label, scope="row"),
        tag("td", format_value(each.then, unit)),
        tag("td", format_value(each.now, unit)),
        tag("td", format_value(each.change, unit, signed=True)),
        tag("td", interval),
        tag("td", _drawn(each, scale)),
        class_=_VERDICTS[each.verdict],
    )


def _scale(comparison: Comparison, of: MetricDifference) -> float:
    same = [each for each in comparison.differences if each.metric.unit is of.metric.unit]
    return max(max(abs(each.low), abs(each.high), abs(each.change)) for each in same) or 1.0


def _drawn(each: MetricDifference, scale: float) -> Html:
    low, change, high = (
        _WIDTH / 2 * (1 + 0.94 * value / scale) for value in (each.low, each.change, each.high)
    )
    middle = _HEIGHT / 2
    return tag(
        "svg",
        tag("line", x1=_WIDTH / 2, x2=_WIDTH / 2, y1=0, y2=_HEIGHT, class_="grid"),
        tag("line", x1=low, x2=high, y1=middle, y2=middle, class_="interval"),
        tag("circle", cx=change, cy=middle, r=3.5, class_="here"),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        class_="forest",
        aria_hidden="true",
    )
