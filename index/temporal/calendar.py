"""Parses calendar times in a question: ``in March 2020``, ``before 2015``, ``on 3 May``.

A day or month without a year is the last one that had begun on the date of the question.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from corpus.calendar_names import MONTHS, WEEKDAY
from corpus.dates import MONTH, find_date, parse_date

_YEAR = r"(?:1[0-9]|20)[0-9]{2}(?![\w%]|[-–/.,][0-9])"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?\b(?![.,:/-][0-9])"
NUMERIC = r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\b"
_SEASON = r"(?:month|year|spring|summer|autumn|fall|winter)"
POINT = (
    rf"(?:{NUMERIC}|(?:{WEEKDAY}\b,?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{MONTH}(?:,?\s+{_YEAR})?"
    rf"|(?:{WEEKDAY}\b,?\s+)?{MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"
    rf"|(?:(?:early|late|mid)[-\s]+|the\s+{_SEASON}\s+(?:of\s+)?)?"
    rf"(?:{MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?|{_YEAR}))"
)
"""A pattern for a day, month or year; ignore the case."""

_RELATION = r"since|after|before|as\s+of|in|during|throughout|from|on|dated|last"
_UNIT = re.compile(
    r"\s+(?:people|persons?|dollars?|euros?|pounds?|percent|per\s+cent|m|km|metres?|meters?|miles?"
    r"|feet|words|times|men|women|homes|houses)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\s+(?!(?:was|is|has|does|as|this|his|its)\b)[a-z]+s\b")
_FULL_MONTH = re.compile(
    "|".join(
        [*MONTHS, *(name.lower() for name in MONTHS if name not in {"March", "May", "August"})]
    )
)
_MAY_AFTER = frozenset({"in", "during", "throughout", "since", "as of"})
"""Relations before "May" alone; after others it can be Theresa May."""


def subtract(day: date, **units: int) -> date:
    """Return the date so many days, weeks, months or years earlier, at least ``date.min``."""
    try:
        return day - relativedelta(**units)  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return date.min


class DateParts(NamedTuple):
    """The year, month and day of a point in time; ``None`` if not given."""

    year: int | None
    month: int | None
    day: int | None


def _parse_point(point: str) -> DateParts:
    """Parse a point; ``3rd of May 2012`` and ``May 3, 2012`` are equal."""
    year = re.search(r"\b[0-9]{4}\b", point)
    month = re.search(rf"\b{MONTH}", point, re.IGNORECASE)
    day = re.search(r"\b[0-9]{1,2}(?=\b|st|nd|rd|th)", point)
    return DateParts(
        int(year[0]) if year else None,
        _parse_month(month[0]) if month else None,
        int(day[0]) if day else None,
    )


def _parse_month(name: str) -> int | None:
    from dateutil.parser import parserinfo

    return parserinfo().month(name.rstrip("."))


def _find_days(point: str, asked_on: date) -> tuple[date, date] | None:
    """Return the first and last day of a point, or ``None`` if there is no such date.

    Without a year it is the last one that had begun by ``asked_on``.
    """
    if re.fullmatch(NUMERIC, point):
        day = parse_date(point)
        return (day, day) if day else None
    return _find_span(_parse_point(point), asked_on)


def _find_span(parts: DateParts, asked_on: date) -> tuple[date, date] | None:
    year = parts.year or asked_on.year
    try:
        first = date(year, parts.month or 1, parts.day or 1)
        if parts.year is None and first > asked_on:
            first = date(year - 1, first.month, first.day)
    except ValueError:
        return None
    if parts.day:
        return first, first
    length = relativedelta(months=1) if parts.month else relativedelta(years=1)
    return first, first + length - relativedelta(days=1)


class Period(NamedTuple):
    """The days that the words at ``[start, end)`` of a question name, inclusive.

    ``None`` is an open end. If ``newest``, the state at the end of the period is wanted (``as
    of``).
    """

    start: int
    end: int
    since: date | None
    until: date | None
    newest: bool = False


def find_calendar_periods(text: str, asked_on: date) -> Iterator[Period]:
    """Yield the calendar periods in a question, ranges first, without those in the future."""
    periods = chain(
        _find_ranges(text, asked_on), _find_relations(text, asked_on), _find_dates(text)
    )
    return (period for period in periods if _has_begun(period, asked_on))


def _has_begun(period: Period, asked_on: date) -> bool:
    """Whether a period has begun; "before 2040" excludes nothing, so it is no period either."""
    if period.since is None:
        return period.until is None or period.until < asked_on
    return period.since <= asked_on


def _find_ranges(text: str, asked_on: date) -> Iterator[Period]:
    for match in _build_range_pattern().finditer(text):
        counts = _is_count(_parse_point(match["b"]), text[match.end() :])
        days = None if counts else _parse_range(match["a"], match["b"], asked_on)
        if days:
            yield Period(*match.span(), *days)


def _find_relations(text: str, asked_on: date) -> Iterator[Period]:
    for match in _build_relation_pattern().finditer(text):
        days = _find_days(match["a"], asked_on) if _is_time(text, match) else None
        if days:
            relation = " ".join(match["relation"].casefold().split())
            yield _to_period(relation, match.span(), days)


def _find_dates(text: str) -> Iterator[Period]:
    if found := find_date(text):
        yield Period(found.start, found.end, found.value, found.value)


@cache
def _build_range_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:between|from|in|during)\s+(?P<a>{POINT})"
        rf"(?:\s+(?:and|to|until|till|through)\s+|\s*[-–—]\s*)(?P<b>{POINT})",
        re.IGNORECASE,
    )


@cache
def _build_relation_pattern() -> re.Pattern[str]:
    pattern = rf"\b(?P<relation>{_RELATION})\s+(?P<a>{POINT})(?!['’]s\b)(?![\w-])"
    return re.compile(pattern, re.IGNORECASE)


def _to_period(relation: str, span: tuple[int, int], days: tuple[date, date]) -> Period:
    first, last = days
    match relation:
        case "since":
            return Period(*span, first, None)
        case "after":
            return Period(*span, last + relativedelta(days=1), None)
        case "before":
            return Period(*span, None, subtract(first, days=1))
        case "as of":
            return Period(*span, None, last, newest=True)
        case _:
            return Period(*span, first, last)


def _parse_range(a: str, b: str, asked_on: date) -> tuple[date, date] | None:
    """Return the first day of ``a`` and the last of ``b``, whose year ``a`` takes if needed."""
    ends = _find_days(b, asked_on)
    begins = _find_days(a, ends[1]) if ends else None
    return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None


def _is_time(text: str, match: re.Match[str]) -> bool:
    """Whether a relation and its point are a time, unlike "in 2000 homes" and "since May took"."""
    parts, after = _parse_point(match["a"]), text[match.end() :]
    relation = " ".join(match["relation"].casefold().split())
    if relation == "last":
        return not (parts.year or parts.day) and _is_month(match["a"], "in", after)
    if re.fullmatch(NUMERIC, match["a"]) or (parts.day and parts.month):
        return True
    if relation == "on" or _is_count(parts, after):
        return False
    return bool(parts.year) or _is_month(match["a"], relation, after)


def _is_count(parts: DateParts, after: str) -> bool:
    """Whether an apparent year counts what follows it."""
    if parts.month or not parts.year:
        return False
    is_round = parts.year % 50 == 0
    return bool(_UNIT.match(after) or (is_round and _PLURAL.match(after)))


def _is_month(point: str, relation: str, after: str) -> bool:
    """Whether the name of a month on its own means the month."""
    name = point.rsplit(maxsplit=1)[-1]
    if not _FULL_MONTH.fullmatch(name):
        return False
    if name != "May":
        return True
    return relation in _MAY_AFTER and (relation == "in" or not re.match(r"\s+[a-z]", after))
