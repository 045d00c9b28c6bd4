"""Finds complete dates (day, month, year) in news text, in English words or digits."""

import re
from datetime import date
from typing import NamedTuple

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
"""A pattern for the English name of a month or its abbreviation; ignore the case."""
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"[12][0-9]{3}"
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:"
    rf"(?P<iso>{_YEAR}-[01][0-9]-[0-3][0-9])(?=\b|T)"
    rf"|(?P<compact>{_YEAR}[01][0-9][0-3][0-9])\b"
    rf"|(?P<slashed>{_YEAR}[/.][01]?[0-9][/.][0-3]?[0-9])\b"
    rf"|(?P<numbers>[0-3]?[0-9][/.-][0-3]?[0-9][/.-]{_YEAR})\b"
    rf"|(?P<words>{_DAY}(?:\s+of)?[\s-]+{MONTH},?[\s-]*{_YEAR}\b"
    rf"|{MONTH}\s*{_DAY},?\s+{_YEAR}\b)"
    rf")(?![/-]?[0-9])",
    re.IGNORECASE,
)
_SEARCH_LENGTH = 1000
AGO = (
    r"(?:(?:about |over |almost )?(?:an?|[0-9]+)\s*"
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mos?|months?|y|yrs?|years?)"
    r"\s+ago|just now|yesterday)"
)
"""A pattern for a relative time on a web page: ``8 years ago``."""


class FoundDate(NamedTuple):
    """A date at ``[start, end)`` of a text, in code points."""

    start: int
    end: int
    value: date


def find_date(text: str) -> FoundDate | None:
    """Return the first complete date in the first 1,000 code points, or ``None``; never raises.

    ``05/10/2012`` is ambiguous (day and month), so it is not a date; ``25/10/2012`` is one. The
    time of day and its time zone are ignored: the date is the day as written.
    """
    for match in _DATE.finditer(text[:_SEARCH_LENGTH]):
        value = _parse(match)
        if value is not None:
            return FoundDate(match.start(), match.end(), value)
    return None


def parse_date(text: str) -> date | None:
    """Return the first complete date in the text (or ISO timestamp), or ``None``."""
    found = find_date(text)
    return found.value if found else None


def _parse(match: re.Match[str]) -> date | None:
    numbers = match["numbers"]
    if numbers and _is_ambiguous(numbers):
        return None
    from dateutil import parser

    try:
        return parser.parse(match[0], yearfirst=not numbers).date()
    except (ValueError, OverflowError):
        return None


def _is_ambiguous(numbers: str) -> bool:
    first, second, _ = (int(number) for number in re.split("[/.-]", numbers))
    return first != second and first <= 12 and second <= 12
