"""Periodic work in background threads, and the deletion of old questions."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Thread

from corpus.errors import BylineError

_FIRST_PAUSE = 5.0
_MAX_PAUSE = 300.0
_STOP_SECONDS = 3.0
_MAX_DOUBLINGS = 32
_DAY_SECONDS = 86_400.0

_log = logging.getLogger(__name__)

RoundWork = Callable[[Callable[[], bool]], float | None]
"""Does one round of work; returns the seconds until the next one, or ``None`` if none is planned.
It ends early if its argument returns true, and raises ``BylineError`` if the round fails."""


def compute_backoff(failures: int, first: float, most: float, factor: float = 2.0) -> float:
    """Return the seconds to wait after a number of failures in a row.

    The pause begins with ``first``, grows by ``factor`` and never exceeds ``most``.
    """
    return min(most, first * factor ** min(max(failures, 1) - 1, _MAX_DOUBLINGS))


class PeriodicTask:
    """Does ``work`` in a thread when it is due, when woken, and every ``longest()`` seconds.

    A failed round is reported to ``warn`` and tried again; the pause grows with each failure. In a
    ``with`` statement the thread runs as long as the block.
    """

    def __init__(
        self, name: str, work: RoundWork, longest: Callable[[], float], warn: Callable[[str], None]
    ) -> None:
        self._work = work
        self._longest = longest
        self._warn = warn
        self._stopping = Event()
        self._wake = Event()
        self._failures = 0
        self._thread = Thread(target=self._run, name=f"byline-{name}", daemon=True)

    def __enter__(self) -> "PeriodicTask":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the thread with the first round."""
        self._thread.start()

    def wake(self) -> None:
        """Start the next round at once."""
        self._wake.set()

    def stop(self) -> None:
        """Stop after the current step; wait for it for three seconds at most."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while True:
            self._wake.clear()
            if (
                self._stopping.is_set()
            ):  # checked after clearing, so that no call of stop() is missed
                return
            pause = self._round()
            if self._failures:  # a failing store is not used again at every change of a file
                self._stopping.wait(pause)
            else:
                self._wake.wait(pause)

    def _round(self) -> float:
        try:
            due = self._work(self._stopping.is_set)
        except BylineError as error:
            return self._find_pause(str(error))
        except Exception as error:  # noqa: BLE001 - the thread's boundary
            _log.exception("A round of %s failed", self._thread.name)
            return self._find_pause(f"Watching failed unexpectedly ({type(error).__name__}).")
        self._failures = 0
        return self._longest() if due is None else min(due, self._longest())

    def _find_pause(self, reason: str) -> float:
        self._failures += 1
        pause = compute_backoff(self._failures, _FIRST_PAUSE, _MAX_PAUSE)
        self._warn(f"{reason} It is tried again in {pause:.0f} seconds.")
        return pause


DeleteQuestions = Callable[[datetime, Callable[[], bool]], int]
"""Deletes the questions before a time, stops early if told to, and returns their number."""


@contextmanager
def run_retention(delete: DeleteQuestions, days: int) -> Iterator[None]:
    """Delete questions older than this many days while the block runs; with 0 days, none."""
    if not days:
        yield
        return
    work = partial(_delete_old, delete, days)
    with PeriodicTask("retention", work, lambda: _DAY_SECONDS, _log.warning):
        yield


def _delete_old(delete: DeleteQuestions, days: int, is_stopping: Callable[[], bool]) -> None:
    count = delete(datetime.now(UTC) - timedelta(days=days), is_stopping)
    if count:
        _log.info("Deleted, as they are older than %d days: %d questions", days, count)
