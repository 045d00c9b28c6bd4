"""When what is tried again: nothing here looks at a clock or throws dice."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.store.records import Waiting

DAY = 86_400.0
MOST_TRIES = 5
"""How often an input is tried before it is set aside."""
CLAIM_SECONDS = 300.0
"""How long what a process has claimed is left to it."""
FIRST_PAUSE = 30.0
"""Seconds from the first failure of an input to its second try."""
_LONGEST_PAUSE = 6 * 3600.0
_FACTOR = 4.0
_JITTER = 0.1
_MOST_DOUBLED = 32

Draw = Callable[[], float]
"""A number from 0 to below 1, as ``random.random`` gives."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an input was not taken.

    ``may_pass`` says that another try is worth it, ``retry_after`` not before how many seconds.
    """

    reason: str
    may_pass: bool = False
    retry_after: float | None = None


def backoff(failures: int, first: float, most: float, factor: float = 2.0) -> float:
    """Seconds to wait after so many failures in a row: ``first``, then ever longer, to ``most``."""
    return min(most, first * factor ** min(max(failures, 1) - 1, _MOST_DOUBLED))


def jittered(seconds: float, drawn: float) -> float:
    """A tenth more or less, so that not all ask at the same time; ``drawn`` is from 0 to 1."""
    return seconds * (1 - _JITTER + 2 * _JITTER * drawn)


def poll_pause(
    interval: float, failures: int, drawn: float, retry_after: float | None = None
) -> float:
    """Seconds until a feed is asked again: its interval, doubled for each failure in a row.

    Never later than about a day, nor earlier than its server asked for, up to a day.
    """
    pause = backoff(failures + 1, interval, max(DAY, interval))
    return max(jittered(pause, drawn), min(retry_after or 0.0, DAY))


def failed(item: Waiting, failure: Failure, now: float, drawn: float) -> Waiting:
    """What is kept of an input after another failure: when it is tried again, or set aside."""
    tries = item.tries + 1
    again = failure.may_pass and tries < MOST_TRIES
    pause = jittered(backoff(tries, FIRST_PAUSE, _LONGEST_PAUSE, _FACTOR), drawn)
    next_at = now + max(pause, min(failure.retry_after or 0.0, DAY)) if again else None
    return replace(item, tries=tries, next_at=next_at, reason=failure.reason, since=now)


def again(item: Waiting, now: float) -> Waiting:
    """The same input, to be tried from the beginning."""
    return replace(item, tries=0, next_at=now)


def is_due(next_at: float | None, now: float) -> bool:
    """Whether it is time; a time more than two days ahead was set by a clock that was wrong."""
    return next_at is not None and (next_at <= now or next_at > now + 2 * DAY)


def rounds(count: int, now: float, interval: float, limit: int) -> list[float]:
    """When each of ``count`` new pages is due: ``limit`` of them now, as many each interval on.

    Those of one interval are a millisecond apart, which keeps them in their order.
    """
    places = (divmod(number, limit) for number in range(count))
    return [now + interval * turn + place / 1000 for turn, place in places]
