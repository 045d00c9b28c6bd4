"""How much an article's day counts for a question, beside how near its words are."""

from collections.abc import Callable
from datetime import date
from math import exp

from index.temporal.question_time import AskedTime, asked_time

Timely = Callable[[date | None], float]
"""What is added to the score of a passage of an article published on a day."""

_RECENT = 0.6
"""Added on the day asked on; about a quarter of a good passage's score (index/TUNING.md)."""
_FADES = 14.0
"""Days in which that falls to 1/e."""
_THEN = 0.3
"""Added to an article of the time that a question speaks of."""
_NEWEST = 0.3
"""Added to an article of today where the latest is asked for."""
_NEWEST_FADES = 60.0


def timeliness(question: str, asked_on: date | None, today: Callable[[], date]) -> Timely:
    """What an article's day adds to its score.

    A question that was given a day is of the news of that day; one that says "this week" or "in
    2012" of that time; one that says "latest" of the newest. Any other question is of no time.
    """
    spoken = asked_time(question, asked_on or today())
    if asked_on is not None:
        return _recent(asked_on, spoken)
    if spoken is None:
        return lambda _: 0.0
    return _of(spoken, today())


def _recent(asked_on: date, spoken: AskedTime | None) -> Timely:
    far_back = spoken is not None and spoken.bounded and not spoken.relative
    then = _of(spoken, asked_on) if spoken and far_back else None
    return then or (lambda published: _fading(published, asked_on, _RECENT, _FADES))


def _of(spoken: AskedTime, day: date) -> Timely:
    if spoken.bounded:
        return lambda published: _THEN if published and spoken.covers(published) else 0.0
    return lambda published: _fading(published, day, _NEWEST, _NEWEST_FADES)


def _fading(published: date | None, day: date, worth: float, days: float) -> float:
    """``worth`` on the day itself, less the longer before or after it."""
    return worth * exp(-abs((day - published).days) / days) if published else 0.0
