"""Scores the date of an article for a question."""

from collections.abc import Callable
from datetime import date
from math import exp

from index.temporal.question_time import QuestionTime

RecencyBonus = Callable[[date | None], float]
"""Returns what is added to the score of a passage, from its article's date."""

_RECENT_WEIGHT = 0.6
"""Added on the date of the question; about a quarter of a good passage's score (index/README.md).
"""
_RECENT_DAYS = 14.0
"""The number of days after which this bonus has fallen to 1/e."""
_PERIOD_WEIGHT = 0.3
"""Added to an article from the time that a question mentions; less for one from the weeks after."""
_NEWEST_WEIGHT = 0.3
"""Added to an article of today if the question wants the latest."""
_NEWEST_DAYS = 60.0


def build_recency_bonus(
    time: QuestionTime | None, asked_on: date | None, today: date
) -> RecencyBonus:
    """Return the bonus for the date of an article; ``time`` is the time that the question mentions.

    A question with a date is about the news of that date; "this week" or "in 2012" mean that time;
    "latest" means the newest. Other questions have no bonus.
    """
    if asked_on is not None and not (time and time.bounded and not time.relative):
        return lambda published: _compute_bonus(published, asked_on, _RECENT_WEIGHT, _RECENT_DAYS)
    if time is None:
        return lambda _: 0.0
    if not time.bounded:
        return lambda published: _compute_bonus(published, today, _NEWEST_WEIGHT, _NEWEST_DAYS)
    return lambda published: _compute_period_bonus(published, time)


def _compute_period_bonus(published: date | None, time: QuestionTime) -> float:
    days = time.count_days_after(published) if published else None
    return 0.0 if days is None else _PERIOD_WEIGHT * exp(-days / _RECENT_DAYS)


def _compute_bonus(published: date | None, day: date, weight: float, days: float) -> float:
    """Return ``weight`` for the day itself, and less with the distance in days."""
    return weight * exp(-abs((day - published).days) / days) if published else 0.0
