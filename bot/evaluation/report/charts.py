"""The charts of a folder: drawn by matplotlib as SVG, in the colours of the page."""

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from io import StringIO

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from bot.evaluation.curves import Curve, compute_bins, risk_coverage, roc
from bot.evaluation.judge import Columns
from bot.evaluation.metrics import STAGES, drop_unjudged
from bot.evaluation.results import FolderResult

_ACCENT, _WRONG, _INK, _QUIET, _RULE, _PAPER = (
    "#0a6b5d", "#b02a1f", "#1d1c1a", "#6a675f", "#dfdacd", "#fbfaf6",
)  # fmt: skip
_FONT = "DejaVu Sans"
_VARIABLES = {
    _ACCENT: "accent", _WRONG: "wrong", _INK: "ink", _QUIET: "quiet", _RULE: "rule",
    _PAPER: "paper", f"'{_FONT}'": "sans",
}  # fmt: skip
"""What matplotlib writes, and the variables of ``page.css`` that replace it: light and dark."""

_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "byline",
    "font.family": _FONT,
    "figure.constrained_layout.use": True,
    "savefig.transparent": True,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": _INK,
    "axes.labelpad": 8,
    "grid.color": _RULE,
    "lines.linewidth": 2,
    "scatter.edgecolors": _PAPER,
    "text.color": _QUIET,
    **{f"axes.spines.{side}": False for side in ("bottom", "left", "right", "top")},
    **{f"{axis}tick.color": _QUIET for axis in "xy"},
    **{f"{axis}tick.major.pad": 8 for axis in "xy"},
    **{f"{axis}tick.major.size": 0 for axis in "xy"},
}
_WIDTH, _HEIGHT, _ROW = 5.2, 3.8, 0.5
"""Inches: of a chart, and the height of a bar with its gap."""

_DIAGONAL = Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]))


@dataclass(frozen=True, slots=True)
class Chart:
    """``svg`` is markup; ``numbers`` are the rows behind the chart, the first one their header."""

    heading: str
    caption: str
    svg: str
    numbers: tuple[tuple[str, ...], ...] = ()


def draw_charts(result: FolderResult, prefix: str) -> list[Chart]:
    """Draw every chart that the questions of a folder allow.

    ``prefix`` makes the ids of the SVG elements unique in the page.
    """
    with style.context(["default", _STYLE]):  # whatever the user has configured for matplotlib
        return list(_charts(result, prefix))


def _charts(result: FolderResult, prefix: str) -> Iterator[Chart]:
    known = drop_unjudged(result.question_columns)
    if len(known["right"]):
        yield _risk(known, f"{prefix}-risk")
        yield _calibration(known, f"{prefix}-calibration")
    if 0 < result.question_columns["answerable"].sum() < len(result.outcomes):
        yield _roc(result, f"{prefix}-roc")
    yield _speed(result, f"{prefix}-speed")


def _risk(known: Columns, prefix: str) -> Chart:
    figure, axes = _axes("questions answered, most confident first", "wrong answers among them")
    answered = known["answered"] == 1
    coverage = float(answered.mean())
    risk = float(1 - known["right"][answered].mean()) if answered.any() else 0.0
    ideal = risk_coverage(known["right"], known["right"])
    _draw(axes, risk_coverage(known["confidence"], known["right"]), ideal, (coverage, risk))
    axes.set_ylim(bottom=0)
    return Chart(
        "Risk and coverage",
        f"At the present threshold (the dot) {coverage:.0%} of the questions are answered, and "
        f"{risk:.0%} of the answers are wrong. Dashed: if every right answer had a higher "
        "confidence than every wrong one.",
        _svg(figure, prefix),
    )


def _calibration(known: Columns, prefix: str) -> Chart:
    figure, axes = _axes("confidence", "right answers")
    found = compute_bins(known["confidence"], known["right"])
    low, high, count, confidence, right = np.array([astuple(each) for each in found]).T
    axes.bar(low, right, high - low, align="edge", alpha=0.22, color=_ACCENT, edgecolor=_PAPER,
             linewidth=2)  # fmt: skip
    _dashed(axes, _DIAGONAL)
    sizes = 20 + 180 * count / count.max()
    axes.scatter(confidence, right, sizes, c=_ACCENT, clip_on=False, zorder=3)
    axes.set_ylim(0, 1)
    rows = [
        (f"{each.low:.0%} to {each.high:.0%}", f"{each.count:,}", f"{each.confidence:.1%}",
         f"{each.right:.1%}")
        for each in found
    ]  # fmt: skip
    return Chart(
        "Calibration",
        "The share of right answers at each confidence; on the dashed line the two are equal. A "
        "larger dot stands for more questions.",
        _svg(figure, prefix),
        (("Confidence", "Questions", "Mean confidence", "Right"), *rows),
    )


def _roc(result: FolderResult, prefix: str) -> Chart:
    columns = result.question_columns
    figure, axes = _axes("unanswerable questions answered", "answerable questions answered")
    answerable = columns["answerable"] == 1
    answered = columns["answered"] == 1
    x, y = (float(answered[rows].mean()) for rows in (~answerable, answerable))
    _draw(axes, roc(columns["answerable"], columns["confidence"]), _DIAGONAL, (x, y))
    axes.set_ylim(0, 1)
    return Chart(
        "Answerable or not",
        f"The area under the ROC curve is {result.metrics['auroc']:.3f}; by chance (dashed) it "
        f"would be 0.5. At the present threshold (the dot) {y:.0%} of the answerable questions "
        f"are answered, and {x:.0%} of the others.",
        _svg(figure, prefix),
    )


def _speed(result: FolderResult, prefix: str) -> Chart:
    stages = [stage for stage in STAGES if result.metrics[f"{stage}_p95"] > 0]
    p50, p95 = ([result.metrics[f"{stage}_{p}"] for stage in stages] for p in ("p50", "p95"))
    figure = Figure(figsize=(_WIDTH, _ROW * max(1, len(stages))))
    axes = figure.subplots()
    pale = axes.barh(stages, p95, height=0.55, alpha=0.22, color=_ACCENT)
    axes.barh(stages, p50, height=0.55, alpha=0.85, color=_ACCENT)
    labels = [f"{half:.1f} · {most:.1f}" for half, most in zip(p50, p95, strict=True)]
    axes.bar_label(pale, labels, padding=6)
    axes.tick_params("y", labelcolor=_INK)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.grid(visible=False)
    return Chart(
        "Speed",
        "Milliseconds a question, by stage: the median (solid) and the 95th percentile (pale).",
        _svg(figure, prefix),
    )


def _axes(x_label: str, y_label: str) -> tuple[Figure, Axes]:
    """Return a figure with axes of shares; ``x`` runs over [0, 1]."""
    figure = Figure(figsize=(_WIDTH, _HEIGHT))
    axes = figure.subplots()
    axes.set(xlabel=x_label, ylabel=y_label, xlim=(0, 1))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(xmax=1))
    return figure, axes


def _draw(axes: Axes, curve: Curve, reference: Curve, present: tuple[float, float]) -> None:
    """Draw a curve, what it is compared with, and the point of the present threshold."""
    _dashed(axes, reference)
    axes.plot(*curve, clip_on=False, color=_ACCENT)
    axes.scatter(*present, 80, c=_WRONG, clip_on=False, zorder=3)


def _dashed(axes: Axes, curve: Curve) -> None:
    axes.plot(*curve, color=_QUIET, linestyle=(0, (4, 4)), linewidth=1)


def _svg(figure: Figure, prefix: str) -> str:
    file = StringIO()
    figure.savefig(
        file, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type"))
    )
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]  # without the XML declaration: it stands inside a page
    for written, variable in _VARIABLES.items():
        svg = svg.replace(written, f"var(--{variable})")
    return re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
