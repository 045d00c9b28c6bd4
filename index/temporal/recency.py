"""How much an article's day counts for a question, beside how near its words are."""

from collections.abc import Callable
from datetime import date
from math import exp

from index.temporal.question_time import QuestionTime, find_question_time

RecencyBonus = Callable[[date | None], float]
"""What is added to the score of a passage of an article published on a day."""

_RECENT_WEIGHT = 0.6
"""Added on the day asked on; about a quarter of a good passage's score (index/README.md)."""
_RECENT_DAYS = 14.0
"""Days in which that falls to 1/e."""
_PERIOD_WEIGHT = 0.3
"""Added to an article of the time that a question speaks of."""
_NEWEST_WEIGHT = 0.3
"""Added to an article of today where the latest is asked for."""
_NEWEST_DAYS = 60.0


def build_recency_bonus(
    question: str, asked_on: date | None, today: Callable[[], date]
) -> RecencyBonus:
    """What an article's day adds to its score.

    A question that was given a day is of the news of that day; one that says "this week" or "in
    2012" of that time; one that says "latest" of the newest. Any other question is of no time.
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


def _compute_bonus(published: date | None, day: date, worth: float, days: float) -> float:
    """``worth`` on the day itself, less the longer before or after it."""
    return worth * exp(-abs((day - published).days) / days) if published else 0.0
