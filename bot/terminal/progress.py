"""A progress bar for long jobs, on standard error and only where a person looks."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from bot.ports import Reporter, Stage


@contextmanager
def reported(console: Console) -> Iterator[Reporter]:
    """A reporter that draws a bar with a count and the time left; it is gone when the block ends.

    Where the console is no terminal, a line a stage is printed instead. Nothing is printed where
    there is nothing to report.
    """
    if not console.is_terminal:
        yield _Lines(console)
        return
    bars = _Bars(_bar(console))
    try:
        yield bars
    finally:
        bars.stop()


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


class _Bars:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: TaskID | None = None

    def __call__(self, stage: Stage) -> None:
        if self._task is None:
            self._bar.start()
            self._task = self._bar.add_task("")
        self._bar.update(
            self._task,
            description=stage.name.capitalize(),
            completed=stage.done,
            total=stage.total or None,
        )

    def stop(self) -> None:
        self._bar.stop()


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = ""

    def __call__(self, stage: Stage) -> None:
        if stage.name != self._last:
            of = f" {stage.total:,} passages" if stage.total else ""
            self._console.print(f"{stage.name.capitalize()}{of} …", style="dim")
        self._last = stage.name
