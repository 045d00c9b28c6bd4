"""The frame of a chart: axes in shares, from which points are placed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.evaluation.curves import Curve
from bot.evaluation.report.markup import Html, joined, tag

WIDTH, HEIGHT = 360, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 12, 44
_MOST_POINTS = 240


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart of ``x`` in [0, 1] and ``y`` in [0, top]."""

    x_label: str
    y_label: str
    top: float = 1.0

    def x(self, value: float) -> float:
        """Where a value stands from the left."""
        return _LEFT + value * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Where a value stands from above."""
        return HEIGHT - _BOTTOM - min(value / self.top, 1.0) * (HEIGHT - _TOP - _BOTTOM)

    def drawn(self, title: str, *marks: Html) -> Html:
        """The chart with its axes and marks; ``title`` says it to who cannot see it."""
        axes = joined(*self._vertical(), *self._horizontal())
        return tag(
            "svg", tag("title", title), axes, *marks,
            viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img",
        )  # fmt: skip

    def line(self, curve: Curve, class_: str) -> Html:
        """A curve, thinned where it has more points than can be seen."""
        count = len(curve.x)
        places = np.unique(np.linspace(0, count - 1, min(count, _MOST_POINTS)).astype(int))
        points = " ".join(
            f"{self.x(x):.1f},{self.y(y):.1f}"
            for x, y in zip(curve.x[places].tolist(), curve.y[places].tolist(), strict=True)
        )
        return tag("polyline", points=points, class_=class_)

    def straight(self, start: tuple[float, float], end: tuple[float, float]) -> Html:
        """A dashed line between two points, for what a chart is compared with."""
        x1, y1, x2, y2 = self.x(start[0]), self.y(start[1]), self.x(end[0]), self.y(end[1])
        return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="beside")

    def dot(self, x: float, y: float, radius: float, class_: str, title: str) -> Html:
        """A point, which says what it is when it is pointed at."""
        return tag(
            "circle", tag("title", title), cx=self.x(x), cy=self.y(y), r=radius, class_=class_
        )

    def _vertical(self) -> Iterable[Html]:
        bottom = HEIGHT - _BOTTOM
        for value in (0, 0.25, 0.5, 0.75, 1):
            x = self.x(value)
            yield tag("text", f"{value:.0%}", x=x, y=bottom + 16, class_="tick middle")
        yield tag("text", self.x_label, x=self.x(0.5), y=HEIGHT - 6, class_="axis middle")

    def _horizontal(self) -> Iterable[Html]:
        for share in (0, 0.25, 0.5, 0.75, 1):
            y, value = self.y(share * self.top), share * self.top
            yield tag("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, class_="grid")
            label = (
                f"{value:.0%}" if abs(value * 100 - round(value * 100)) < 1e-6 else f"{value:.1%}"
            )
            yield tag("text", label, x=_LEFT - 6, y=y + 4, class_="tick end")
        middle = (HEIGHT - _BOTTOM + _TOP) / 2
        yield tag(
            "text", self.y_label, x=12, y=middle, class_="axis middle",
            transform=f"rotate(-90 12 {middle})",
        )  # fmt: skip
