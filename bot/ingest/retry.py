"""When what is tried again: nothing here looks at a clock or throws dice."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.background import compute_backoff
from corpus.store.records import QueuedInput

DAY = 86_400.0
MAX_TRIES = 5
"""How often an input is tried before it is set aside."""
CLAIM_SECONDS = 300.0
"""How long what a process has claimed is left to it."""
FIRST_PAUSE = 30.0
"""Seconds from the first failure of an input to its second try."""
_MAX_PAUSE = 6 * 3600.0
_FACTOR = 4.0
_JITTER = 0.1

RandomSource = Callable[[], float]
"""A number from 0 to below 1, as ``random.random`` gives."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an input was not taken.

    ``is_transient`` says that another try is worth it, ``retry_after`` not before how many seconds.
    """

    reason: str
    is_transient: bool = False
    retry_after: float | None = None


def add_jitter(seconds: float, random_value: float) -> float:
    """A tenth more or less, so that not all ask at the same time; ``drawn`` is from 0 to 1."""
    return seconds * (1 - _JITTER + 2 * _JITTER * random_value)


def compute_poll_pause(
    interval: float, failures: int, random_value: float, retry_after: float | None = None
) -> float:
    """Seconds until a feed is asked again: its interval, doubled for each failure in a row.

    Never later than about a day, nor earlier than its server asked for, up to a day.
    """
    pause = compute_backoff(failures + 1, interval, max(DAY, interval))
    return max(add_jitter(pause, random_value), min(retry_after or 0.0, DAY))


def record_failure(
    item: QueuedInput, failure: Failure, now: float, random_value: float
) -> QueuedInput:
    """What is kept of an input after another failure: when it is tried again, or set aside."""
    tries = item.tries + 1
    again = failure.is_transient and tries < MAX_TRIES
    pause = add_jitter(compute_backoff(tries, FIRST_PAUSE, _MAX_PAUSE, _FACTOR), random_value)
    next_at = now + max(pause, min(failure.retry_after or 0.0, DAY)) if again else None
    return replace(item, tries=tries, next_at=next_at, reason=failure.reason, since=now)


def reset(item: QueuedInput, now: float) -> QueuedInput:
    """The same input, to be tried from the beginning."""
    return replace(item, tries=0, next_at=now)


def is_due(next_at: float | None, now: float) -> bool:
    """Whether it is time; a time more than two days ahead was set by a clock that was wrong."""
    return next_at is not None and (next_at <= now or next_at > now + 2 * DAY)


def schedule_rounds(count: int, now: float, interval: float, limit: int) -> list[float]:
    """When each of ``count`` new pages is due: ``limit`` of them now, as many each interval on.

    Those of one interval are a millisecond apart, which keeps them in their order.
    """
    places = (divmod(number, limit) for number in range(count))
    return [now + interval * turn + place / 1000 for turn, place in places]
