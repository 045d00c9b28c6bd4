"""A thread that does rounds of work, and is soon stopped."""

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
"""One round. It is given what says that it should stop early, and returns the seconds to the next
one, or ``None`` where it knows of nothing. Raises ``BylineError`` where it failed as a whole."""


def compute_backoff(failures: int, first: float, most: float, factor: float = 2.0) -> float:
    """Return the seconds to wait after a number of failures in a row.

    The pause begins with ``first``, grows by ``factor`` and never exceeds ``most``.
    """
    return min(most, first * factor ** min(max(failures, 1) - 1, _MAX_DOUBLINGS))


class PeriodicTask:
    """Does ``work`` again and again, when it is due, when woken, and every ``longest()`` seconds.

    A round that fails is told with ``warn``, and tried again, ever less often.
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

    def start(self) -> None:
        """Begin with the first round."""
        self._thread.start()

    def wake(self) -> None:
        """Do a round soon."""
        self._wake.set()

    def stop(self) -> None:
        """Begin no further step; one that takes long is left behind, and done again next time."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while True:
            self._wake.clear()
            if self._stopping.is_set():  # looked at after clearing: no call to stop is missed
                return
            pause = self._round()
            if self._failures:  # a store that fails is not asked again at every change of a file
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
"""Deletes what was asked before a moment, until told to stop; returns how many it was."""


@contextmanager
def run_retention(forget: DeleteQuestions, days: int) -> Iterator[None]:
    """Forget, aside, what was asked more than so many days ago; 0 days: nothing ever is."""
    if not days:
        yield
        return
    loop = PeriodicTask(
        "forgetting", partial(_delete_old, forget, days), lambda: _DAY_SECONDS, _log.warning
    )
    loop.start()
    try:
        yield
    finally:
        loop.stop()


def _delete_old(forget: DeleteQuestions, days: int, is_stopping: Callable[[], bool]) -> None:
    forgotten = forget(datetime.now(UTC) - timedelta(days=days), is_stopping)
    if forgotten:
        _log.info("Forgotten, as they are older than %d days: %d questions", days, forgotten)
