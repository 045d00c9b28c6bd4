"""A progress bar for long jobs, on standard error, if that is a terminal."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from bot.reports import JobProgress, Reporter

if TYPE_CHECKING:  # most commands draw no bar
    from rich.progress import Progress, TaskID

import os
import signal
from contextlib import suppress
from types import FrameType

from corpus.errors import BylineError


@contextmanager
def report_progress(
    console: Console, clock: Callable[[], float] = time.monotonic
) -> Iterator[Reporter]:
    """Yield a reporter that draws a bar with count, rate and remaining time for the block.

    Where the console is no terminal, a line a stage is printed instead. Nothing is printed where
    there is nothing to report.
    """
    if not console.is_terminal:
        yield _LineReporter(console)
        return
    bars = _BarReporter(console, clock)
    try:
        yield bars
    finally:
        bars.stop()


def _build_bar(console: Console, clock: Callable[[], float]) -> "Progress":
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
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        get_time=clock,
    )


class _BarReporter:
    def __init__(self, console: Console, clock: Callable[[], float]) -> None:
        self._console = console
        self._clock = clock
        self._current: tuple[Progress, TaskID] | None = None

    def __call__(self, stage: JobProgress) -> None:
        bar, task = self._current = self._get_bar(stage.name.capitalize())
        bar.update(task, completed=stage.done, total=stage.total or None)
        speed = bar.tasks[0].speed
        bar.update(task, rate=f"{speed:,.1f} {stage.unit}/s" if speed else "")

    def stop(self) -> None:
        if self._current:
            self._current[0].stop()

    def _get_bar(self, name: str) -> "tuple[Progress, TaskID]":
        """The bar and its line for this kind of work: rate and time left are of one kind alone."""
        bar, task = self._current or (_build_bar(self._console, self._clock), None)
        if task is None:
            bar.start()
        elif bar.tasks[0].description == name:
            return bar, task
        else:
            bar.remove_task(task)
        return bar, bar.add_task(name, total=None, rate="")


class _LineReporter:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = ""

    def __call__(self, stage: JobProgress) -> None:
        if stage.name != self._last:
            of = f" {stage.total:,} {stage.unit}" if stage.total else ""
            self._console.print(f"{stage.name.capitalize()}{of} …", style="dim")
        self._last = stage.name


_STDERR = 2
"""The unbuffered standard error of the process."""


class Interrupted(BylineError):
    """The user stopped the job with Ctrl-C."""

    exit_status = 130


@contextmanager
def stop_on_interrupt(report: Reporter) -> Iterator[Reporter]:
    """Yield a reporter that ends the job at its next report after Ctrl-C.

    There all is stored that was reported, and no index half written. It raises ``Stopped``; a
    second Ctrl-C ends the process at once, which the store and the indexes survive too.
    """
    stopping = _InterruptibleReporter(report)
    before = signal.signal(signal.SIGINT, stopping.interrupt)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)


class _InterruptibleReporter:
    def __init__(self, report: Reporter) -> None:
        self._report = report
        self._is_interrupted = False

    def interrupt(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a signal handler
        if self._is_interrupted:
            os._exit(Interrupted.exit_status)
        self._is_interrupted = True
        with suppress(OSError):  # a console may be in the middle of writing
            os.write(_STDERR, b"\nStopping. Ctrl-C again: at once.\n")

    def __call__(self, stage: JobProgress) -> None:
        self._report(stage)
        if self._is_interrupted:
            raise Interrupted(
                "Stopped. What was read so far is kept; the same command goes on from there."
            )
