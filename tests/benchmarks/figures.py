"""Shows figures beside their baselines, as a table, a file and a chart."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.table import Table


class Figure(NamedTuple):
    """A measured value and its baseline."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    size: int | None = None
    """The number of passages in the collection, if the figure belongs to a series."""

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None


def format_figure(figure: Figure) -> str:
    beside = f", {figure.ratio:.2f} of {figure.floor_name}" if figure.ratio else ""
    return f"{figure.name}: {figure.value:,.2f} {figure.unit}{beside}"


def build_table(title: str, figures: Sequence[Figure]) -> Table:
    rows = Table("What", "Figure", "Floor or baseline", "Ratio", title=title)
    for figure in figures:
        floor = f"{figure.floor:,.2f} {figure.floor_name}" if figure.floor else ""
        ratio = f"{figure.ratio:.2f}" if figure.ratio else ""
        size = f", {figure.size:,} passages" if figure.size else ""
        value = f"{figure.value:,.2f} {figure.unit}" if figure.unit else f"{figure.value:.3f}"
        rows.add_row(f"{figure.name}{size}", value, floor, ratio)
    return rows


def write_figures(folder: Path, figures: Sequence[Figure]) -> None:
    """Write ``figures.json``, and ``growth.svg`` if a series was measured."""
    folder.mkdir(exist_ok=True)
    rows = [figure._asdict() for figure in figures]
    (folder / "figures.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    series = [f for f in figures if f.size and f.unit == "ms" and f.name.startswith("question")]
    if series:
        _draw_chart(folder / "growth.svg", series)


def _draw_chart(path: Path, series: Sequence[Figure]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
    for name in dict.fromkeys(each.name for each in series):
        points = sorted((each.size, each.value) for each in series if each.name == name)
        axes.plot(*zip(*points, strict=True), marker="o", label=name)
    floors = [each.floor for each in series if each.floor]
    if floors:
        axes.axhline(
            floors[0], linestyle="--", color="grey", label="one bare encode of the question"
        )
    axes.current(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds, median")
    axes.set_title("A question, as the collection grows")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path)
