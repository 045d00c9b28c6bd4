"""Parses relative times in a question: ``yesterday``, ``since Friday``.

A week begins on Monday. A weekday is the last one before the date of the question.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from dateutil.relativedelta import relativedelta

from corpus.calendar_names import WEEKDAY, WEEKDAYS
from index.temporal.calendar import Period, subtract

_Days = tuple[date | None, date | None]

_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {
    **{word: number for number, word in enumerate(_COUNTED.split(), start=1)},
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "few": 4,
    "a few": 4,
    "several": 5,
}
"""The values of number words; "a few" is a generous guess."""
_NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:hour|day|week|month|year)"
_NOT_OF = r"(?!\s+of\b)(?![\w-])"
_PART = r"(?:\s+(?:morning|afternoon|evening|night)\b)?"
_SINCE = r"(?:(?P<since>since)\s+)?"
_AT = r"(?P<at>since|before|after|on|from|last|this|since\s+last|on\s+last|from\s+last)\s+"
_SATURDAY = 5
_NEAR = (
    rf"\b{_SINCE}(?P<named>the\s+day\s+before\s+yesterday|yesterday|(?<!\bof\s)today"
    r"|this\s+(?:morning|afternoon|evening)|tonight|last\s+night"
    r"|(?<!\bthe\s)(?:this|last)\s+(?:week|month|year)|the\s+previous\s+(?:week|month|year)"
    rf"){_NOT_OF}(?:['’]s\b)?"
)
_WEEKEND = r"\b(?:(?:over|at|on|since|during)\s+the|(?:since\s+)?(?:this|last))\s+weekend\b"
_PAST = (
    r"\b(?:(?:in|over|during|within|for|from)\s+)?"
    rf"(?:(?:the\s+)?past|the\s+last|last(?=\s+{_NUMBER}\b))"
    rf"\s+(?:(?P<number>{_NUMBER})\s+)?(?P<unit>{_UNIT}s?){_NOT_OF}"
)
_AGO = rf"\b(?P<number>{_NUMBER})\s+(?P<unit>{_UNIT}s?)\s+ago\b"
_ON = rf"\b{_AT}(?P<day>{WEEKDAY}\b)(?:['’]s\b)?{_PART}(?!\s+the\s+\d)(?!\s+(?-i:[A-Z]))"


def find_relative_periods(text: str, asked_on: date) -> Iterator[Period]:
    """Yield the periods relative to ``asked_on``, in the order of ``_build_patterns``."""
    for pattern, days in _build_patterns():
        for match in pattern.finditer(text):
            found = days(match, asked_on) if _is_plain(text, match) else None
            if found and not (found[0] and found[0] > asked_on):
                yield Period(*match.span(), *found)


def _is_plain(text: str, match: re.Match[str]) -> bool:
    """Whether the match is written as ordinary words, not as a title: "USA Today", "This Week"."""
    opens = not re.search(r"\w", text[: match.start()])
    return opens or match[0][0].islower() or text.isupper()


def _parse_near(match: re.Match[str], asked_on: date) -> _Days:
    """``yesterday`` and ``last month``, and the time since then."""
    first, last = _find_named_days(" ".join(match["named"].casefold().split()), asked_on)
    return first, None if match["since"] else last


def _find_named_days(words: str, asked_on: date) -> tuple[date, date]:
    yesterday = subtract(asked_on, days=1)
    match words:
        case "yesterday":
            return yesterday, yesterday
        case "the day before yesterday":
            return subtract(asked_on, days=2), subtract(asked_on, days=2)
        case "last night":
            return yesterday, asked_on
        case _ if words.startswith(("last ", "the previous ")):
            last = subtract(_find_first_day(words, asked_on), days=1)
            return _find_first_day(words, last), last
        case _:
            return _find_first_day(words, asked_on), asked_on


def _find_first_day(words: str, day: date) -> date:
    """Return the first day of the week, month or year of a date; otherwise the date."""
    if words.endswith("week"):
        return subtract(day, days=day.weekday())
    if words.endswith("month"):
        return day.replace(day=1)
    return day.replace(month=1, day=1) if words.endswith("year") else day


def _parse_past(match: re.Match[str], asked_on: date) -> _Days | None:
    """``the last three days``: that long before the date of the question, including it."""
    number, unit = match["number"], match["unit"].casefold()
    if number is None and unit.endswith("s"):
        return None  # "the last days of someone" is not a time
    return _subtract(asked_on, number or "one", unit), asked_on


def _parse_ago(match: re.Match[str], asked_on: date) -> _Days:
    """``two months ago``: the day, week, month or year of that time."""
    unit = match["unit"].casefold().removesuffix("s")
    day = _subtract(asked_on, match["number"], unit)
    first = _find_first_day(unit, day)
    ahead = {"day": day, "hour": day}.get(unit)
    return first, min(ahead or _find_last_day(unit, first), asked_on)


def _find_last_day(unit: str, first: date) -> date:
    return first + relativedelta(**{f"{unit}s": 1}) - relativedelta(days=1)  # type: ignore[arg-type]


def _subtract(day: date, number: str, unit: str) -> date:
    words = " ".join(number.casefold().split())
    count = int(words) if words.isdigit() else _NUMBERS[words]
    unit = unit.removesuffix("s")
    return (
        subtract(day, days=-(-count // 24))
        if unit == "hour"
        else subtract(day, **{f"{unit}s": count})
    )


def _parse_weekend(match: re.Match[str], asked_on: date) -> _Days:
    """The last weekend that has begun; with "last" the one before it."""
    words = " ".join(match[0].casefold().split())
    saturday = subtract(asked_on, days=(asked_on.weekday() - _SATURDAY) % 7)
    if "last" in words and asked_on.weekday() >= _SATURDAY:
        saturday = subtract(saturday, days=7)
    sunday = min(saturday + relativedelta(days=1), asked_on)
    return saturday, None if words.startswith("since") else sunday


def _parse_weekday(match: re.Match[str], asked_on: date) -> _Days | None:
    number = WEEKDAYS.index(match["day"].capitalize())
    day = subtract(asked_on, days=(asked_on.weekday() - number - 1) % 7 + 1)
    at = " ".join(match["at"].casefold().split())
    if at == "this":
        of_week = asked_on.weekday() - number
        return None if of_week < 0 else (subtract(asked_on, days=of_week),) * 2
    if at.startswith("since"):
        return day, None
    if at == "after":
        return day + relativedelta(days=1), None
    return (None, subtract(day, days=1)) if at == "before" else (day, day)


@cache
def _build_patterns() -> list[
    tuple[re.Pattern[str], Callable[[re.Match[str], date], _Days | None]]
]:
    kinds: list[tuple[str, Callable[[re.Match[str], date], _Days | None]]] = [
        (_NEAR, _parse_near),
        (_WEEKEND, _parse_weekend),
        (_PAST, _parse_past),
        (_AGO, _parse_ago),
        (_ON, _parse_weekday),
    ]
    return [(re.compile(pattern, re.IGNORECASE), days) for pattern, days in kinds]
