"""Finds the time that a question mentions, relative to the date it is asked on."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from index.temporal.calendar import Period, find_calendar_periods
from index.temporal.relative import find_relative_periods

REPORT_DAYS = 31
"""For so many days after an event, articles report on it as on the news."""
_MAX_CHARACTERS = 1000
"""Characters of a question that are considered."""
_YEARS = range(1, 9999)
"""Years of ``asked_on`` for which date arithmetic stays in range."""

_QUOTED = re.compile(r"[“\"][^“”\"]{1,300}[”\"]|‘[^‘’]{1,300}’")
_LETTERS = str.maketrans("İıſK", "IisK")
"""Letters that patterns treat as English ones without case, each with that letter."""
_OURS = r"(?:news\s+)?(?:articles|stories|headlines|news\s+(?:items|reports))"
_PUBLISHED = re.compile(
    rf"\W*(?:(?:which|what|how\s+many)\s+(?:new\s+)?{_OURS}\b"
    r"|what(?:\s+(?:is|was|were|are|has\s+been)|['’]s(?:\s+been)?)\s+(?:published|posted|printed)\b"
    rf"|(?:please\s+|(?:can|could)\s+you\s+)*(?:show|list|give|find|get|do\s+you\s+have"
    rf"|(?:is|are)\s+there)\b(?:\s+[\w’']+){{0,4}}\s+{_OURS}\b|{_OURS}\b)",
    re.IGNORECASE,
)
"""Openings of a question about what was published."""
_NEWS = re.compile(
    rf"{_PUBLISHED.pattern}|\W*(?:what(?:\s+(?:is|was|are|has\s+been)|['’]s(?:\s+been)?)\s+"
    r"(?:new|in\s+(?:the\s+)?news|the\s+(?:news|headlines|latest)|the\b.{0,20}\bheadlines)\b"
    r"|what\s+news\s+(?:is|are|was|were|has|have|came|do|did|from|since|about|on)\b"
    r"|(?:is\s+there\s+|are\s+there\s+)?any(?:thing)?\s+(?:new|news|updates?)\b"
    r"|(?:the\s+)?(?:latest\s+)?(?:news|headlines|updates?)\b)",
    re.IGNORECASE,
)
"""The same, and questions for the news, which need a relative time."""
_NOT_NOW = r"(?!\s+(?:on|and\s+then|that|defunct|famous|deceased|infamous|former|known)\b)(?![\w-])"


@dataclass(frozen=True, slots=True)
class QuestionTime:
    """The days from ``since`` to ``until``, inclusive, and their meaning.

    ``None`` is an open end; if both are open, only ``newest`` is wanted. If ``strict``, the
    question is about articles published then (``what is new since Friday``); otherwise something
    may have happened then, which later articles report too (``who won in 2012``). If ``relative``,
    the time is relative to the date of the question. If ``newest``, the latest state is wanted
    (``currently``). The words for the time, ``words``, are at ``[start, end)`` of the question,
    in code points.
    """

    since: date | None
    until: date | None
    newest: bool
    strict: bool
    relative: bool
    words: str
    start: int
    end: int

    @property
    def bounded(self) -> bool:
        """Whether the time names days."""
        return self.since is not None or self.until is not None

    def covers(self, published: date | None) -> bool:
        """Whether a date is in the period; an unknown date is only in a period without days."""
        if published is None:
            return not self.bounded
        after = self.since is None or self.since <= published
        return after and (self.until is None or published <= self.until)

    def includes_year(self, year: int) -> bool:
        """Whether any day of a year is in the period."""
        since, until = self.since, self.until
        return (since is None or since.year <= year) and (until is None or year <= until.year)

    def count_days_after(self, published: date, slack: int = 0) -> int | None:
        """Return the days from the end of the period to a date, 0 for a date in the period.

        ``None`` for a date more than ``slack`` days before the period, and for one more than
        ``REPORT_DAYS`` after it.
        """
        if self.since is not None and (self.since - published).days > slack:
            return None
        days = (published - self.until).days if self.until else 0
        return max(days, 0) if days <= REPORT_DAYS else None


def find_question_time(question: str, asked_on: date) -> QuestionTime | None:
    """Return the time that a question mentions, or ``None``; never raises.

    Text in quotation marks is a title, not a time; a time after ``asked_on`` does not count. Of
    several times, those relative to ``asked_on`` come first.
    """
    text = _QUOTED.sub(lambda match: "_" * len(match[0]), question[:_MAX_CHARACTERS]).translate(
        _LETTERS
    )
    newest = next(
        filter(None, (pattern.search(text) for pattern in _build_newest_patterns())), None
    )
    if found := _find_period(text, asked_on):
        return _build_time(text, found[0], relative=found[1], newest=newest is not None)
    if newest is None:
        return None
    open_ended = Period(*newest.span(), since=None, until=None)
    return _build_time(text, open_ended, relative="today" in newest[0].casefold(), newest=True)


def _find_period(text: str, asked_on: date) -> tuple[Period, bool] | None:
    """Return the period that counts, and whether it is relative."""
    if asked_on.year not in _YEARS:
        return None
    by_calendar = list(find_calendar_periods(text, asked_on))
    for period in find_relative_periods(text, asked_on):
        if not any(period.start < other.end and other.start < period.end for other in by_calendar):
            return period, True
    return (by_calendar[0], False) if by_calendar else None


def _build_time(text: str, period: Period, *, relative: bool, newest: bool) -> QuestionTime:
    bounded = period.since is not None or period.until is not None
    return QuestionTime(
        since=period.since,
        until=period.until,
        newest=newest or period.newest,
        strict=bounded and bool((_NEWS if relative else _PUBLISHED).match(text)),
        relative=relative,
        words=text[period.start : period.end],
        start=period.start,
        end=period.end,
    )


@cache
def _build_newest_patterns() -> list[re.Pattern[str]]:
    """Compile patterns for the newest state; ``now`` in lower case, unlike in titles."""
    patterns = (
        r"(?i:\bas\s+of\s+(?:today|now)\b|\b(?:right|up\s+to|until|till)\s+now\b)",
        r"(?i:(?<!\bat\sthe\s)\blatest\b|\bmost\s+recent(?:ly)?\b|\bnewest\b|\bcurrently\b)",
        r"\b(?:the|['’]s|is)\s+current\b(?!\s+accounts?\b)|\bat\s+the\s+moment\b(?!\s+of\b)",
        r"\bso\s+far\b(?!\s+(?:as|from|away|apart|that|off)\b)|\b(?:nowadays|these\s+days)\b",
        rf"(?<!\bjust\s)(?<!\bby\s)(?<!\bfrom\s)(?<!-)\bnow\b{_NOT_NOW}",
    )
    return [re.compile(pattern) for pattern in patterns]
