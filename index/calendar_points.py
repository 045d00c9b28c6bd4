"""Days, months and years as they are written in a question: ``3 May``, ``March 2020``, ``2012``."""

import re
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from corpus.dates import MONTH, parse_date

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
"""The pattern of a weekday's English name."""
_YEAR = r"(?:1[0-9]|20)[0-9]{2}(?![\w%]|[-–/.,][0-9])"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?\b(?![.,:/-][0-9])"
NUMERIC = r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\b"
_SEASON = r"(?:month|year|spring|summer|autumn|fall|winter)"
POINT = (
    rf"(?:{NUMERIC}|(?:{WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{MONTH}(?:,?\s+{_YEAR})?"
    rf"|(?:{WEEKDAY},?\s+)?{MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"
    rf"|(?:(?:early|late|mid)[-\s]+|the\s+{_SEASON}\s+(?:of\s+)?)?"
    rf"(?:{MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?|{_YEAR}))"
)
"""The pattern of a day, month or year, whatever the case."""


def back(day: date, **units: int) -> date:
    """The day so many days, weeks, months or years earlier; the first of all where none is."""
    try:
        return day - relativedelta(**units)  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return date.min


class Parts(NamedTuple):
    """What a point names; ``None`` for what it leaves out."""

    year: int | None
    month: int | None
    day: int | None


def parts_of(point: str) -> Parts:
    """The parts of a point; ``3rd of May 2012`` and ``May 3, 2012`` have the same."""
    year = re.search(r"\b[0-9]{4}\b", point)
    month = re.search(rf"\b{MONTH}", point, re.IGNORECASE)
    day = re.search(r"\b[0-9]{1,2}(?=\b|st|nd|rd|th)", point)
    return Parts(
        int(year[0]) if year else None,
        _month(month[0]) if month else None,
        int(day[0]) if day else None,
    )


def _month(name: str) -> int | None:
    from dateutil.parser import parserinfo

    return parserinfo().month(name.rstrip("."))


def days_of(point: str, asked_on: date) -> tuple[date, date] | None:
    """The first and the last day of a point; ``None`` for a day that no calendar has.

    Without its year it is the last such one that had begun by ``asked_on``.
    """
    if re.fullmatch(NUMERIC, point):
        day = parse_date(point)
        return (day, day) if day else None
    return _span(parts_of(point), asked_on)


def _span(parts: Parts, asked_on: date) -> tuple[date, date] | None:
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
