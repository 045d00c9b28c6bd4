"""The running bot forgets old questions: when it starts, and then once a day."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.arrival.loop import Loop

_log = logging.getLogger(__name__)

_DAY_SECONDS = 86_400.0

Forget = Callable[[datetime, Callable[[], bool]], int]
"""Deletes what was asked before a moment, until told to stop; returns how many it was."""


@contextmanager
def forgetting(forget: Forget, days: int) -> Iterator[None]:
    """Forget, aside, what was asked more than so many days ago; 0 days: nothing ever is."""
    if not days:
        yield
        return
    loop = Loop("forgetting", partial(_round, forget, days), lambda: _DAY_SECONDS, _log.warning)
    loop.start()
    try:
        yield
    finally:
        loop.stop()


def _round(forget: Forget, days: int, is_stopping: Callable[[], bool]) -> None:
    forgotten = forget(datetime.now(UTC) - timedelta(days=days), is_stopping)
    if forgotten:
        _log.info("Forgotten, as they are older than %d days: %d questions", days, forgotten)
