"""Scores the date of an article for a question."""

from collections.abc import Callable
from datetime import date
from math import exp

from index.temporal.question_time import QuestionTime, find_question_time

RecencyBonus = Callable[[date | None], float]
"""Returns what is added to the score of a passage, from its article's date."""

_RECENT_WEIGHT = 0.6
"""Added on the date of the question; about a quarter of a good passage's score (index/README.md).
"""
_RECENT_DAYS = 14.0
"""The number of days after which this bonus has fallen to 1/e."""
_PERIOD_WEIGHT = 0.3
"""Added to an article from the time that a question mentions."""
_NEWEST_WEIGHT = 0.3
"""Added to an article of today if the question wants the latest."""
_NEWEST_DAYS = 60.0


def build_recency_bonus(
    question: str, asked_on: date | None, today: Callable[[], date]
) -> RecencyBonus:
    """Return the bonus for the date of an article.

    A question with a date is about the news of that date; "this week" or "in 2012" mean that time;
    "latest" means the newest. Other questions have no bonus.
    """
    spoken = find_question_time(question, asked_on or today())
    if asked_on is not None:
        return _build_recent(asked_on, spoken)
    if spoken is None:
        return lambda _: 0.0
    return _build_period_bonus(spoken, today())


def _build_recent(asked_on: date, spoken: QuestionTime | None) -> RecencyBonus:
    far_back = spoken is not None and spoken.bounded and not spoken.relative
    then = _build_period_bonus(spoken, asked_on) if spoken and far_back else None
    return then or (
        lambda published: _compute_bonus(published, asked_on, _RECENT_WEIGHT, _RECENT_DAYS)
    )


def _build_period_bonus(spoken: QuestionTime, day: date) -> RecencyBonus:
    if spoken.bounded:
        return lambda published: _PERIOD_WEIGHT if published and spoken.covers(published) else 0.0
    return lambda published: _compute_bonus(published, day, _NEWEST_WEIGHT, _NEWEST_DAYS)


def _compute_bonus(published: date | None, day: date, weight: float, days: float) -> float:
    """Return ``weight`` for the day itself, and less with the distance in days."""
    return weight * exp(-abs((day - published).days) / days) if published else 0.0
