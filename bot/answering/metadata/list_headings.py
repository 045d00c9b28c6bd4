"""Formats the heading of a list of articles, and explains an empty list."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.answering.metadata.list_questions import ListQuestion, Order
from bot.replies import fold_whitespace
from corpus.article import ArticleSummary
from corpus.calendar_names import MONTHS, WEEKDAYS
from corpus.messages import Message, message, plural
from index.temporal.question_time import QuestionTime


def format_heading(list_question: ListQuestion, total: int, shown: int) -> Message:
    """Return the heading in one line: ``12 articles about Syria; the newest 10:``."""
    described = _describe(list_question, 1 if list_question.single else total) or message(" here")
    if list_question.single:
        return _format_single(list_question.order, described)
    found = plural(
        "{number} article{described}", "{number} articles{described}", total, described=described
    )
    return (
        message("{found}:", found=found)
        if shown == total
        else _format_truncated(list_question.order, found, shown)
    )


def _format_single(order: Order, described: str) -> Message:
    match order:
        case Order.NEWEST:
            return message("The newest article{described}:", described=described)
        case Order.OLDEST:
            return message("The oldest article{described}:", described=described)
        case Order.NEAREST:
            return message("The nearest article{described}:", described=described)


def _format_truncated(order: Order, found: str, shown: int) -> Message:
    match order:
        case Order.NEWEST:
            return message("{found}; the newest {shown}:", found=found, shown=shown)
        case Order.OLDEST:
            return message("{found}; the oldest {shown}:", found=found, shown=shown)
        case Order.NEAREST:
            return message("{found}; the nearest {shown}:", found=found, shown=shown)


def explain_empty_list(
    list_question: ListQuestion, outside_period: Sequence[ArticleSummary]
) -> Message:
    """Explain an empty list.

    ``outside_period`` holds the articles that match except for their date, newest first.
    """
    if outside_period and list_question.time:
        return _explain_empty_period(
            _format_subject(list_question, len(outside_period)),
            _format_period(list_question.time),
            outside_period[0],
        )
    made = _format_creator(list_question)
    if list_question.phrase:
        words = fold_whitespace(list_question.phrase)
        return message("No article here{made} mentions {words}.", made=made, words=words)
    if list_question.subject:
        words = fold_whitespace(list_question.subject)
        return message("No article here{made} is about {words}.", made=made, words=words)
    return message(
        "No article here is by {maker}.", maker=fold_whitespace(list_question.creator or "")
    )


def _explain_empty_period(subject: str, when: str, newest: ArticleSummary) -> Message:
    if newest.published is None:
        return message(
            "Nothing{subject} was published {when}; the articles{subject} here have no date.",
            subject=subject,
            when=when,
        )
    return message(
        "Nothing{subject} was published {when}; the newest article{subject} is “{title}”, "
        "of {day}.",
        subject=subject,
        when=when,
        title=fold_whitespace(newest.title),
        day=newest.published,
    )


def _describe(list_question: ListQuestion, total: int) -> str:
    """Describe the selection, with a leading space: ``about Syria published in 2012``."""
    subject = _format_subject(list_question, total)
    if not list_question.time:
        return subject
    return message(
        "{subject} published {when}", subject=subject, when=_format_period(list_question.time)
    )


def _format_subject(list_question: ListQuestion, total: int) -> str:
    made = _format_creator(list_question)
    if list_question.phrase:
        words = fold_whitespace(list_question.phrase)
        return plural(
            "{made} that mentions {words}",
            "{made} that mention {words}",
            total,
            made=made,
            words=words,
        )
    if list_question.subject:
        return message(
            "{made} about {subject}", made=made, subject=fold_whitespace(list_question.subject)
        )
    return made


def _format_creator(list_question: ListQuestion) -> str:
    return (
        message(" by {maker}", maker=fold_whitespace(list_question.creator))
        if list_question.creator
        else ""
    )


def _format_period(time: QuestionTime) -> Message:
    """Format a period as the end of a sentence: ``since Friday, 20 November 2026``."""
    if time.since is None or time.until is None:
        edge = time.since or time.until or date.min
        return (
            message("since {day}", day=_format_weekday(edge))
            if time.since
            else message("by {day}", day=edge)
        )
    if time.since == time.until:
        return message("on {day}", day=_format_weekday(time.since))
    between = message("from {since} to {until}", since=time.since, until=time.until)
    return _format_whole_period(time.since, time.until) or between


def _format_whole_period(since: date, until: date) -> Message | None:
    """Return ``in 2012`` or ``in March 2020`` for a whole year or month."""
    after = until + timedelta(days=1)
    if since.day != 1 or after.day != 1:
        return None
    year = str(since.year)
    if (after.year, after.month) == (since.year + 1, since.month) and since.month == 1:
        return message("in {year}", year=year)
    following = (since.year + since.month // 12, since.month % 12 + 1)
    month = message(MONTHS[since.month - 1])
    is_one = (after.year, after.month) == following
    return message("in {month} {year}", month=month, year=year) if is_one else None


def _format_weekday(value: date) -> Message:
    return message("{weekday}, {day}", weekday=message(WEEKDAYS[value.weekday()]), day=value)
