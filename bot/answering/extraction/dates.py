"""Matches the time that a question mentions with the dates of articles and those in their text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Article
from corpus.calendar_names import MONTHS, WEEKDAY
from corpus.dates import MONTH
from index.analyzer import extract_terms
from index.passages import format_dated_headline
from index.retriever import RetrievedPassage
from index.temporal.question_time import QuestionTime

_DATE_WORDS = re.compile(rf"\b(?:[0-9]+(?:st|nd|rd|th)?\b|{MONTH}|{WEEKDAY}\b)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b{WEEKDAY}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[0-9]|20)[0-9]{2}\b")
_LAST_YEAR = re.compile(
    r"\b(?:last|previous|past)\s+year\b|\byear\s+(?:ago|before|earlier)\b", re.IGNORECASE
)
"""Words that mean the year before the one of their article."""


@dataclass(frozen=True)
class TimeTerms:
    """The terms of a question that name a time, as in "in March 2021" or "last week".

    ``stated_by`` are the terms of a text that names the same time; empty if no text can, as for
    "yesterday".
    """

    time: QuestionTime
    terms: frozenset[str]
    stated_by: frozenset[str]

    @classmethod
    def from_time(cls, time: QuestionTime | None) -> "TimeTerms | None":
        """Return the terms of a time; ``None`` without a time and for one that names no days."""
        if time is None or not time.bounded:
            return None
        dated = " ".join(_DATE_WORDS.findall(time.words))
        stated = _spell_out(time) if time.relative and not _WEEKDAY.search(dated) else dated
        terms = frozenset(extract_terms(time.words))
        return cls(time, terms, frozenset(extract_terms(stated)) if stated else frozenset())

    def matches(self, published: date | None, found: frozenset[str]) -> bool:
        """Whether the date of an article, or a text of it with these terms, matches the time."""
        dated = extract_terms(format_dated_headline("", published)) if published else []
        return self.is_date_near(published) or self.is_stated(found.union(dated))

    def is_stated(self, found: frozenset[str]) -> bool:
        """Whether a text with these terms names the time."""
        return bool(self.stated_by) and self.stated_by <= found

    def is_other_year(self, found: frozenset[str]) -> bool:
        """Whether a text with these terms names years, but none of the question's time."""
        years = [int(term) for term in found if _YEAR.fullmatch(term)]
        return bool(years) and not any(map(self.time.includes_year, years))

    def is_date_near(self, published: date | None) -> bool:
        """Whether an article of this date can report on the time as news.

        A time relative to the question is meant roughly: "this week" also reaches a week back. An
        article of unknown date can report on any such time, and every article on a time without a
        beginning ("before 2010").
        """
        if self.time.since is None:
            return True
        if published is None:
            return self.time.relative
        since, until = self.time.since, self.time.until
        slack = (until - since).days + 1 if self.time.relative and since and until else 0
        return self.time.count_days_after(published, slack) is not None


def select_timely(passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
    """Return the passages without those of articles from a clearly different time.

    These are from another year than the time of the question, and name its year nowhere. Nothing
    is excluded by a time without a beginning ("before 2010"), and by a month, day or weekday
    without a year, which often means the one of an older article.
    """
    time = passages[0].time if passages else None
    if time is None or time.since is None or not _names_year(time):
        return list(passages)
    return [each for each in passages if not _is_other_time(each.article, time)]


def _names_year(time: QuestionTime) -> bool:
    if time.relative:
        return not _WEEKDAY.search(time.words)
    return bool(_YEAR.search(time.words))


def _is_other_time(article: Article, time: QuestionTime) -> bool:
    published = article.published
    if published is None or time.includes_year(published.year):
        return False
    if time.count_days_after(published) is not None:
        return False
    if time.includes_year(published.year - 1) and _LAST_YEAR.search(article.text):
        return False
    return not any(time.includes_year(int(year)) for year in _YEAR.findall(article.text))


def _spell_out(time: QuestionTime) -> str:
    """Return a month or year in the words of a text, otherwise an empty text."""
    since, until = time.since, time.until
    if not (since and until and since.day == 1 and since.year == until.year):
        return ""
    if since.month == until.month:
        return f"{MONTHS[since.month - 1]} {since.year}"
    return str(since.year) if since.month == 1 else ""
