"""What is said above a list of articles, and where there is none to list."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.answering.metadata.list_questions import ListQuestion, Order
from bot.replies import in_one_line
from corpus.article import ArticleLine
from corpus.messages import Said, counted, said
from index.temporal.question_time import AskedTime


def heading(asked: ListQuestion, total: int, shown: int) -> Said:
    """``12 articles about Syria; the newest 10:``, in one line."""
    described = _described(asked, 1 if asked.one else total) or said(" here")
    if asked.one:
        return _only(asked.order, described)
    found = counted(
        "{number} article{described}", "{number} articles{described}", total, described=described
    )
    return said("{found}:", found=found) if shown == total else _first(asked.order, found, shown)


def _only(order: Order, described: str) -> Said:
    match order:
        case Order.NEWEST:
            return said("The newest article{described}:", described=described)
        case Order.OLDEST:
            return said("The oldest article{described}:", described=described)
        case Order.NEAREST:
            return said("The nearest article{described}:", described=described)


def _first(order: Order, found: str, shown: int) -> Said:
    match order:
        case Order.NEWEST:
            return said("{found}; the newest {shown}:", found=found, shown=shown)
        case Order.OLDEST:
            return said("{found}; the oldest {shown}:", found=found, shown=shown)
        case Order.NEAREST:
            return said("{found}; the nearest {shown}:", found=found, shown=shown)


def nothing(asked: ListQuestion, otherwise: Sequence[ArticleLine]) -> Said:
    """Why there is no such article; ``otherwise``: those there are but for the time, newest first.

    A question for all articles of a time has such ones, as there are articles.
    """
    if otherwise and asked.time:
        return _not_then(_subject(asked, len(otherwise)), _when(asked.time), otherwise[0])
    made = _made(asked)
    if asked.mentions:
        words = in_one_line(asked.mentions)
        return said("No article here{made} mentions {words}.", made=made, words=words)
    if asked.about:
        words = in_one_line(asked.about)
        return said("No article here{made} is about {words}.", made=made, words=words)
    return said("No article here is by {maker}.", maker=in_one_line(asked.maker or ""))


def _not_then(subject: str, when: str, newest: ArticleLine) -> Said:
    if newest.published is None:
        return said(
            "Nothing{subject} was published {when}; the articles{subject} here have no date.",
            subject=subject,
            when=when,
        )
    return said(
        "Nothing{subject} was published {when}; the newest article{subject} is “{title}”, "
        "of {day}.",
        subject=subject,
        when=when,
        title=in_one_line(newest.title),
        day=newest.published,
    )


def _described(asked: ListQuestion, total: int) -> str:
    """What sets the articles apart, with a space before it: ``about Syria published in 2012``."""
    subject = _subject(asked, total)
    if not asked.time:
        return subject
    return said("{subject} published {when}", subject=subject, when=_when(asked.time))


def _subject(asked: ListQuestion, total: int) -> str:
    made = _made(asked)
    if asked.mentions:
        words = in_one_line(asked.mentions)
        return counted(
            "{made} that mentions {words}",
            "{made} that mention {words}",
            total,
            made=made,
            words=words,
        )
    if asked.about:
        return said("{made} about {subject}", made=made, subject=in_one_line(asked.about))
    return made


def _made(asked: ListQuestion) -> str:
    return said(" by {maker}", maker=in_one_line(asked.maker)) if asked.maker else ""


def _when(time: AskedTime) -> Said:
    """The days of a time, as they end a sentence: ``since Friday, 20 November 2026``."""
    if time.since is None or time.until is None:
        edge = time.since or time.until or date.min
        return said("since {day}", day=_named(edge)) if time.since else said("by {day}", day=edge)
    if time.since == time.until:
        return said("on {day}", day=_named(time.since))
    between = said("from {since} to {until}", since=time.since, until=time.until)
    return _whole(time.since, time.until) or between


def _whole(since: date, until: date) -> Said | None:
    """``in 2012`` or ``in March 2020``, where the days are all of one."""
    after = until + timedelta(days=1)
    if since.day != 1 or after.day != 1:
        return None
    year = str(since.year)
    if (after.year, after.month) == (since.year + 1, since.month) and since.month == 1:
        return said("in {year}", year=year)
    following = (since.year + since.month // 12, since.month % 12 + 1)
    month = _MONTHS[since.month - 1]
    is_one = (after.year, after.month) == following
    return said("in {month} {year}", month=month, year=year) if is_one else None


def _named(value: date) -> Said:
    return said("{weekday}, {day}", weekday=_WEEKDAYS[value.weekday()], day=value)


_WEEKDAYS = (
    said("Monday"), said("Tuesday"), said("Wednesday"), said("Thursday"), said("Friday"),
    said("Saturday"), said("Sunday"),
)  # fmt: skip
_MONTHS = (
    said("January"), said("February"), said("March"), said("April"), said("May"), said("June"),
    said("July"), said("August"), said("September"), said("October"), said("November"),
    said("December"),
)  # fmt: skip
