"""A progress bar for long jobs, on standard error and only where a person looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from bot.ports import Reporter, Stage

if TYPE_CHECKING:  # most commands draw no bar
    from rich.progress import Progress, TaskID


@contextmanager
def reported(console: Console) -> Iterator[Reporter]:
    """A reporter that draws a bar with a count and the time left; it is gone when the block ends.

    Where the console is no terminal, a line a stage is printed instead. Nothing is printed where
    there is nothing to report.
    """
    if not console.is_terminal:
        yield _Lines(console)
        return
    bars = _Bars(console)
    try:
        yield bars
    finally:
        bars.stop()


def _bar(console: Console) -> "Progress":
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


class _Bars:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: tuple[Progress, TaskID] | None = None

    def __call__(self, stage: Stage) -> None:
        bar, task = self._begun = self._begun or self._begin()
        bar.update(
            task,
            description=stage.name.capitalize(),
            completed=stage.done,
            total=stage.total or None,
        )

    def stop(self) -> None:
        if self._begun:
            self._begun[0].stop()

    def _begin(self) -> "tuple[Progress, TaskID]":
        bar = _bar(self._console)
        bar.start()
        return bar, bar.add_task("")


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = ""

    def __call__(self, stage: Stage) -> None:
        if stage.name != self._last:
            of = f" {stage.total:,} {stage.unit}" if stage.total else ""
            self._console.print(f"{stage.name.capitalize()}{of} …", style="dim")
        self._last = stage.name
