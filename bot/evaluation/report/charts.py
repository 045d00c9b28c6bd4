"""The charts of a folder, as SVG that takes its colours from the page."""

import math

import numpy as np

from bot.evaluation.curves import Bin, Curve, compute_bins, risk_coverage, roc
from bot.evaluation.judge import Columns
from bot.evaluation.metrics import STAGES, drop_unjudged
from bot.evaluation.report.frames import WIDTH, Frame
from bot.evaluation.report.markup import Html, joined, tag
from bot.evaluation.results import FolderResult

_ROW = 40
_LABELS = 62
_FIGURES = 88


def charts(result: FolderResult) -> Html:
    """Every chart that the folder's questions allow."""
    known = drop_unjudged(result.question_columns)
    found = []
    if len(known["right"]):
        found += [_risk(known), _reliability(known)]
    if 0 < result.question_columns["answerable"].sum() < len(result.outcomes):
        found.append(_roc(result))
    found.append(_latency(result))
    return tag("div", *found, class_="charts")


def _figure(heading: str, says: str, chart: Html) -> Html:
    caption = tag("figcaption", tag("h4", heading), tag("p", says))
    return tag("figure", caption, chart)


def _risk(known: Columns) -> Html:
    curve = risk_coverage(known["confidence"], known["right"])
    ideal = risk_coverage(known["right"], known["right"])
    answered = known["answered"] == 1
    risk = float(1 - known["right"][answered].mean()) if answered.any() else 0.0
    frame = Frame("questions answered, surest first", "wrong among them", _ceiling(curve, risk))
    coverage = float(answered.mean())
    here = f"As it answers now: {coverage:.0%} answered, {risk:.0%} of them wrong"
    return _figure(
        "Risk and coverage",
        f"{here} (the dot). Dashed: every right answer surer than every wrong one.",
        frame.drawn(
            here,
            frame.line(ideal, "beside"),
            frame.line(curve, "curve"),
            frame.dot(coverage, risk, 5.5, "here", here),
        ),
    )


def _ceiling(curve: Curve, risk: float) -> float:
    highest = max(float(curve.y.max()), risk, 0.04)
    return min(1.0, math.ceil(highest * 5) / 5)


def _reliability(known: Columns) -> Html:
    frame = Frame("confidence", "right")
    found = compute_bins(known["confidence"], known["right"])
    largest = max(each.count for each in found)
    bars = joined(*(_bar(frame, each) for each in found))
    dots = joined(
        *(
            frame.dot(
                each.confidence,
                each.right,
                2.5 + 6.5 * math.sqrt(each.count / largest),
                "dot",
                f"{each.count:,} questions: confidence {each.confidence:.0%}, right "
                f"{each.right:.0%}",
            )
            for each in found
        )
    )
    return _figure(
        "Calibration",
        "How often it is right at each confidence; on the dashed line it would be exactly as "
        "often as it says. A larger dot stands for more questions.",
        frame.drawn("Reliability diagram", bars, frame.straight((0, 0), (1, 1)), dots),
    )


def _bar(frame: Frame, each: Bin) -> Html:
    left, right = frame.x(each.low) + 1, frame.x(each.high) - 1
    top, bottom = frame.y(each.right), frame.y(0)
    return tag("rect", x=left, width=right - left, y=top, height=bottom - top, class_="bar")


def _roc(result: FolderResult) -> Html:
    columns = result.question_columns
    frame = Frame("unanswerable questions answered", "answerable ones answered")
    area = result.metrics["auroc"]
    curve = roc(columns["answerable"], columns["confidence"])
    answerable = columns["answerable"] == 1
    x = float(columns["answered"][~answerable].mean())
    y = float(columns["answered"][answerable].mean())
    here = f"As it answers now: {y:.0%} of the answerable questions, {x:.0%} of the others"
    return _figure(
        "Answerable or not",
        f"The area under the curve is {area:.3f}; by chance (dashed) it would be 0.5. {here} "
        "(the dot).",
        frame.drawn(
            f"ROC curve, area {area:.3f}",
            frame.straight((0, 0), (1, 1)),
            frame.line(curve, "curve"),
            frame.dot(x, y, 5.5, "here", here),
        ),
    )


def _latency(result: FolderResult) -> Html:
    stages = [stage for stage in STAGES if result.metrics[f"{stage}_p95"] > 0]
    longest = max((result.metrics[f"{stage}_p95"] for stage in stages), default=1.0)
    rows = [_stage(result, stage, row, longest) for row, stage in enumerate(stages)]
    height = max(1, len(stages)) * _ROW + 6
    title = "Milliseconds by stage"
    chart = tag("svg", tag("title", title), *rows, viewBox=f"0 0 {WIDTH} {height}", role="img")
    says = "Milliseconds a question, by stage: the median, and pale what 95 of 100 do not exceed."
    return _figure("Speed", says, chart)


def _stage(result: FolderResult, stage: str, row: int, longest: float) -> Html:
    half, most = (result.metrics[f"{stage}_p{percent}"] for percent in (50, 95))
    top, room = row * _ROW + 6, WIDTH - _LABELS - _FIGURES
    widths = np.array([most, half]) / longest * room
    bars = [
        tag("rect", x=_LABELS, y=top, width=float(width), height=22, rx=2, class_=name)
        for width, name in zip(widths, ("bar", "bar solid"), strict=True)
    ]
    label = tag("text", stage, x=_LABELS - 8, y=top + 15, class_="axis end")
    beside = _LABELS + float(widths[0]) + 6
    figures = tag("text", f"{half:.1f} · {most:.1f}", x=beside, y=top + 15, class_="tick")
    return joined(label, *bars, figures)
