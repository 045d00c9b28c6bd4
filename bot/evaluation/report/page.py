"""An evaluation as one HTML page that needs no other file, no script and no network."""

import math
import unicodedata
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.evaluation.compare import Comparison
from bot.evaluation.metrics import METRICS, format_value
from bot.evaluation.report.charts import draw_charts
from bot.evaluation.report.tables import measure_groups, widest_differences, worst_cases
from bot.evaluation.results import FolderResult

_TILES = ("ndcg_10", "evidence_recall", "risk", "abstention_recall", "ece", "inexact", "total_p50",
          "rouge_1", "lead_1")  # fmt: skip
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line breaks, tabs, and the joiners that some scripts and emoji are format_value with."""


def render_page(results: Sequence[FolderResult], comparisons: Sequence[Comparison] = ()) -> str:
    """Return the report of an evaluation as an HTML document.

    The same results give the same bytes. Text of articles and questions is escaped, and loses
    the characters that cannot be seen or that turn the direction of writing.
    """
    environment = Environment(
        loader=PackageLoader("bot.evaluation.report", "."),
        autoescape=True,
        finalize=_visible,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["measure"] = format_value
    compared = {comparison.name: comparison for comparison in comparisons}
    folders = [
        _folder(result, f"folder-{number}", compared.get(result.name))
        for number, result in enumerate(results, start=1)
    ]
    return environment.get_template("page.html").render(
        folders=folders, groups=measure_groups(results), size=_size(results)
    )


def _folder(result: FolderResult, anchor: str, comparison: Comparison | None) -> dict[str, object]:
    """Return what the template shows of a folder."""
    return {
        "result": result,
        "tiles": _tiles(result),
        "comparison": comparison,
        "widest": widest_differences(comparison) if comparison else {},
        "charts": draw_charts(result, anchor) if result.outcomes else (),
        "cases": worst_cases(result),
    }


def _size(results: Sequence[FolderResult]) -> str:
    asked = sum(len(result.outcomes) for result in results)
    summaries = sum(len(result.summaries) for result in results)
    counts = ((asked, "questions"), (summaries, "summaries"))
    return " and ".join(f"{count:,} {noun}" for count, noun in counts if count)


def _tiles(result: FolderResult) -> list[tuple[str, str]]:
    """Return the values and the labels of the most important measures that apply."""
    shown = (each for key in _TILES for each in METRICS if each.key == key)
    return [
        (format_value(result.metrics[each.key], each.unit), each.label)
        for each in shown
        if not math.isnan(result.metrics[each.key])
    ]


def _visible(value: object) -> object:
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return "".join(c for c in value if c in _KEPT or unicodedata.category(c)[0] != "C")
