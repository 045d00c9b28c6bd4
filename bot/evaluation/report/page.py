"""The page: one file of HTML, readable on paper, phone and screen, without scripts."""

import math
from collections.abc import Sequence
from itertools import count

from bot.evaluation.compare import Comparison
from bot.evaluation.metrics import METRICS, format_value
from bot.evaluation.report.cases import cases
from bot.evaluation.report.charts import charts
from bot.evaluation.report.markup import Html, tag
from bot.evaluation.report.style import STYLE
from bot.evaluation.report.tables import comparison_table, legend, measures_table
from bot.evaluation.results import FolderResult

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_NAMED = 20
_TILES = ("ndcg_10", "evidence_recall", "risk", "abstention_recall", "ece", "inexact", "total_p50",
          "rouge_1", "lead_1")  # fmt: skip
_LABELS = {measure.key: measure for measure in METRICS}


def page(results: Sequence[FolderResult], comparisons: Sequence[Comparison] = ()) -> str:
    """The report of an evaluation as a whole HTML document."""
    compared = {comparison.name: comparison for comparison in comparisons}
    sections = [
        _folder(result, f"folder-{number}", compared.get(result.name))
        for number, result in zip(count(1), results, strict=False)
    ]
    body = tag("main", _head(results), *sections, _all_measures(results))
    return f"<!doctype html>\n{tag('html', _document_head(), tag('body', body), lang='en')}"


def _document_head() -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", "How well Byline answers"),
        tag("style", Html(STYLE)),
    )


def _head(results: Sequence[FolderResult]) -> Html:
    asked = sum(len(result.outcomes) for result in results)
    told = sum(len(result.summaries) for result in results)
    parts = [f"{asked:,} questions" if asked else "", f"{told:,} summaries" if told else ""]
    models = " / ".join(dict.fromkeys(result.model for result in results))
    links = [
        tag("a", result.name, href=f"#folder-{number}")
        for number, result in zip(count(1), results, strict=False)
    ]
    return tag(
        "header",
        tag("p", "Byline · evaluation", class_="kicker"),
        tag("h1", "How well Byline answers"),
        tag("p", f"{' and '.join(filter(None, parts))} with known answers.", class_="lead"),
        tag("p", models, class_="address"),
        tag("nav", *links, tag("a", "All measures", href="#measures")),
    )


def _all_measures(results: Sequence[FolderResult]) -> Html:
    parts = (tag("h2", "All measures"), measures_table(results), legend(results))
    return tag("section", *parts, id="measures", class_="folder")


def _folder(result: FolderResult, anchor: str, comparison: Comparison | None) -> Html:
    size = f"{result.articles:,} articles in {result.passages:,} passages"
    asked = f" · {len(result.outcomes):,} questions" if result.outcomes else ""
    parts = [tag("h2", result.name), tag("p", size + asked, class_="quiet"), _tiles(result)]
    if comparison:
        parts += [tag("h3", "Beside the baseline"), comparison_table(comparison)]
    if result.outcomes:
        parts += [charts(result), tag("h3", "Cases worth reading"), cases(result)]
    return tag("section", *parts, _left_out(result), id=anchor, class_="folder")


def _tiles(result: FolderResult) -> Html:
    tiles = [
        tag("div", tag("b", format_value(result.metrics[key], _LABELS[key].unit)),
            tag("span", _LABELS[key].label))
        for key in _TILES
        if not math.isnan(result.metrics[key])
    ]  # fmt: skip
    return tag("div", *tiles, class_="tiles")


def _left_out(result: FolderResult) -> Html:
    sentences = [*result.notes, *result.left_out[:_NAMED]]
    if not sentences:
        return Html("")
    heading = tag("summary", f"{len(result.left_out):,} lines or questions left out, and notes")
    return tag("details", heading, tag("ul", *(tag("li", each) for each in sentences)))
