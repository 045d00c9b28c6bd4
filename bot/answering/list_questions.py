"""Questions that ask for a list of articles: about a subject, by a writer, of a time."""

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.answering.list_forms import Needs, filler, forms, hint
from index.temporal.question_time import AskedTime, asked_time

_LONGEST = 300
"""Characters of a question that are looked at; one for a list is short."""


class Order(StrEnum):
    """Which articles of a list come first."""

    NEAREST = "nearest"
    NEWEST = "newest"
    OLDEST = "oldest"


class ListQuestion(NamedTuple):
    """Which articles are asked for; ``None``: whatever that is of them.

    ``about`` is their subject, ``mentions`` words that stand in them, ``maker`` their author or
    outlet. ``one``: only the first is asked for. ``sure``: it cannot be about the news itself, as
    "Which articles protect free speech?" can, so that an empty list is an answer too.
    """

    order: Order
    about: str | None = None
    mentions: str | None = None
    maker: str | None = None
    time: AskedTime | None = None
    one: bool = False
    sure: bool = True


def asked_list(question: str, today: date) -> ListQuestion | None:
    """The list a question asks for on a day; ``None`` for questions about the news itself."""
    if len(question) > _LONGEST or not hint().search(question):
        return None
    found = asked_time(question, today)
    time = found if found and found.bounded else None
    rest = filler().sub("", _without(question, time))
    for form in forms():
        if (match := form.pattern.fullmatch(rest)) and _timely(form.needs, time):
            return _list_of(match, time, sure=form.sure)
    return None


def _without(question: str, time: AskedTime | None) -> str:
    """The question without its time, and without the "from" that led to it."""
    if time is None:
        return question
    return f"{_LEADING.sub('', question[: time.start])} {question[time.end :]}"


def _timely(needs: Needs, time: AskedTime | None) -> bool:
    match needs:
        case Needs.NO_TIME:
            return True
        case Needs.ANY_TIME:
            return time is not None
        case Needs.RELATIVE_TIME:
            return time is not None and time.relative


def _list_of(match: re.Match[str], time: AskedTime | None, *, sure: bool) -> ListQuestion | None:
    named = match.groupdict()
    how = " ".join((named.get("how") or "").casefold().split())
    words = (named.get("what") or "").strip(" \t\n\"“”'‘’?!.,")
    if how and not words:
        return None
    about, mentions, maker = _related(how, words) if words else (None, None, None)
    order = _order(named.get("order"), time, about or mentions)
    one = bool(named.get("order")) and bool(named.get("single"))
    return ListQuestion(order, about, mentions, maker, time, one, sure)


def _related(how: str, words: str) -> tuple[str | None, str | None, str | None]:
    """The words as a subject, as words that are mentioned, and as a maker: all but one ``None``."""
    if how.endswith(("by", "from")) or not how:
        maker, _, about = re.sub(r"\s+(?:about|on)\s+", "\n", words, count=1).partition("\n")
        return about or None, None, maker
    if _MENTION.match(how):
        return None, words, None
    return words, None, None


def _order(said: str | None, time: AskedTime | None, subject: str | None) -> Order:
    if said:
        return Order.OLDEST if _OLD.match(said) else Order.NEWEST
    return Order.NEAREST if subject and not time else Order.NEWEST


_OLD = re.compile("oldest|earliest", re.IGNORECASE)
_MENTION = re.compile(r"(?:(?:that|which)\s)?mention|names?\b|quotes?\b", re.IGNORECASE)
_LEADING = re.compile(r"\s(?:from|of)\s*\Z", re.IGNORECASE)
