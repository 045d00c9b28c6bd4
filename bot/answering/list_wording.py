"""What is said above a list of articles, and where there is none to list."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.answering.list_questions import ListQuestion
from bot.wording import in_one_line
from corpus.article import ArticleLine
from corpus.saying import day
from index.times import AskedTime


def heading(asked: ListQuestion, total: int, shown: int) -> str:
    """``12 articles about Syria; the newest 10:``, in one line."""
    if asked.one:
        return f"The {asked.order.value} article{_described(asked, 1) or ' here'}:"
    noun = "article" if total == 1 else "articles"
    said = f"{total:,} {noun}{_described(asked, total) or ' here'}"
    return f"{said}:" if shown == total else f"{said}; the {asked.order.value} {shown}:"


def nothing(asked: ListQuestion, otherwise: Sequence[ArticleLine]) -> str:
    """Why there is no such article; ``otherwise``: those there are but for the time, newest first.

    A question for all articles of a time has such ones, as there are articles.
    """
    if otherwise and asked.time:
        subject = _subject(asked, len(otherwise))
        said = f"Nothing{subject} was published {_when(asked.time)}"
        if otherwise[0].published is None:
            return f"{said}; the articles{subject} here have no date."
        newest = f"“{in_one_line(otherwise[0].title)}”, of {day(otherwise[0].published)}"
        return f"{said}; the newest article{subject} is {newest}."
    made = f" by {in_one_line(asked.maker)}" if asked.maker else ""
    if asked.mentions:
        return f"No article here{made} mentions {in_one_line(asked.mentions)}."
    if asked.about:
        return f"No article here{made} is about {in_one_line(asked.about)}."
    return f"No article here is by {in_one_line(asked.maker or '')}."


def _described(asked: ListQuestion, total: int) -> str:
    when = f" published {_when(asked.time)}" if asked.time else ""
    return f"{_subject(asked, total)}{when}"


def _subject(asked: ListQuestion, total: int) -> str:
    made = f" by {in_one_line(asked.maker)}" if asked.maker else ""
    if asked.mentions:
        verb = "mentions" if total == 1 else "mention"
        return f"{made} that {verb} {in_one_line(asked.mentions)}"
    return f"{made} about {in_one_line(asked.about)}" if asked.about else made


def _when(time: AskedTime) -> str:
    """The days of a time, as they end a sentence: ``since Friday, 20 November 2026``."""
    if time.since is None or time.until is None:
        edge = time.since or time.until or date.min
        return f"since {_named(edge)}" if time.since else f"by {day(edge)}"
    if time.since == time.until:
        return f"on {_named(time.since)}"
    return _whole(time.since, time.until) or f"from {day(time.since)} to {day(time.until)}"


def _whole(since: date, until: date) -> str | None:
    """``in 2012`` or ``in March 2020``, where the days are all of one."""
    after = until + timedelta(days=1)
    if since.day != 1 or after.day != 1:
        return None
    if (after.year, after.month) == (since.year + 1, since.month) and since.month == 1:
        return f"in {since.year}"
    following = (since.year + since.month // 12, since.month % 12 + 1)
    month = day(since).removeprefix("1 ")
    return f"in {month}" if (after.year, after.month) == following else None


def _named(value: date) -> str:
    return f"{_WEEKDAYS[value.weekday()]}, {day(value)}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
