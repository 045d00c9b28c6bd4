"""Computes when inputs and feeds are tried again, from given times and random numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.background import compute_backoff
from corpus.store.records import QueuedInput

DAY = 86_400.0
MAX_TRIES = 5
"""The most tries of an input before it is set aside."""
CLAIM_SECONDS = 300.0
"""Seconds for which an input stays claimed by a process."""
FIRST_PAUSE = 30.0
"""Seconds from the first failure of an input to its second try."""
_MAX_PAUSE = 6 * 3600.0
_FACTOR = 4.0
_JITTER = 0.1

RandomSource = Callable[[], float]
"""Returns a number in [0, 1), as ``random.random`` does."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an input was not added.

    If ``is_transient``, it is tried again, after at least ``retry_after`` seconds.
    """

    reason: str
    is_transient: bool = False
    retry_after: float | None = None


def add_jitter(seconds: float, random_value: float) -> float:
    """Change a pause by up to a tenth, so that requests spread; ``random_value`` is in [0, 1)."""
    return seconds * (1 - _JITTER + 2 * _JITTER * random_value)


def compute_poll_pause(
    interval: float, failures: int, random_value: float, retry_after: float | None = None
) -> float:
    """Return the seconds until the next poll: the interval, doubled for each failure in a row.

    The pause is at most about a day, and at least ``retry_after`` seconds, up to a day.
    """
    pause = compute_backoff(failures + 1, interval, max(DAY, interval))
    return max(add_jitter(pause, random_value), min(retry_after or 0.0, DAY))


def record_failure(
    item: QueuedInput, failure: Failure, now: float, random_value: float
) -> QueuedInput:
    """Return an input after another failure: with its next try, or set aside."""
    tries = item.tries + 1
    again = failure.is_transient and tries < MAX_TRIES
    pause = add_jitter(compute_backoff(tries, FIRST_PAUSE, _MAX_PAUSE, _FACTOR), random_value)
    next_at = now + max(pause, min(failure.retry_after or 0.0, DAY)) if again else None
    return replace(item, tries=tries, next_at=next_at, reason=failure.reason, since=now)


def reset(item: QueuedInput, now: float) -> QueuedInput:
    """Return the input with no tries, due now."""
    return replace(item, tries=0, next_at=now)


def is_due(next_at: float | None, now: float) -> bool:
    """Whether the time has come; one more than two days ahead comes from a wrong clock."""
    return next_at is not None and (next_at <= now or next_at > now + 2 * DAY)


def schedule_rounds(count: int, now: float, interval: float, limit: int) -> list[float]:
    """Return when each of ``count`` pages is due: ``limit`` now, and as many each interval.

    Those of one interval are a millisecond apart, which keeps their order.
    """
    places = (divmod(number, limit) for number in range(count))
    return [now + interval * round_number + place / 1000 for round_number, place in places]
