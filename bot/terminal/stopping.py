"""Ctrl-C during long work: it stops where nothing is half done."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from bot.reports import Reporter, Stage
from corpus.errors import BylineError

_STDERR = 2
"""Standard error of the process, below all that buffers it."""


class Stopped(BylineError):
    """The person at the terminal stopped the work."""

    exit_status = 130


@contextmanager
def stoppable(report: Reporter) -> Iterator[Reporter]:
    """A reporter that ends the work where it next reports after Ctrl-C.

    There all is stored that was reported, and no index half written. It raises ``Stopped``; a
    second Ctrl-C ends the process at once, which the store and the indexes survive too.
    """
    stopping = _Stopping(report)
    before = signal.signal(signal.SIGINT, stopping.ask)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)


class _Stopping:
    def __init__(self, report: Reporter) -> None:
        self._report = report
        self._asked = False

    def ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a signal handler
        if self._asked:
            os._exit(Stopped.exit_status)
        self._asked = True
        with suppress(OSError):  # a console may be in the middle of writing
            os.write(_STDERR, b"\nStopping. Ctrl-C again: at once.\n")

    def __call__(self, stage: Stage) -> None:
        self._report(stage)
        if self._asked:
            raise Stopped(
                "Stopped. What was read so far is kept; the same command goes on from there."
            )
