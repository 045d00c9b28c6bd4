"""Parses questions that ask for a list of articles."""

import re
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import NamedTuple

from index.temporal.question_time import QuestionTime, find_question_time

_N = (
    r"(?:(?:news )?(?:articles|stories)|news (?:reports|items|pieces)"
    r"|(?P<single>(?:news )?(?:article|story)|news item))"
)
_ON = r"about|on|regarding|concerning|covering|related to|dealing with"
_BY = r"written by|published by|by|from"
_NAMING = r"mentioning|(?:that|which) mentions?"
_OF = rf" (?P<how>(?:(?:that|which) (?:are|is) )?(?:{_ON}|{_BY})|{_NAMING}) (?P<what>.+?)"
_ABOUT = r"(?P<how>about|regarding|concerning|mentioning) (?P<what>.+)"
_ORDER = r"(?P<order>newest|latest|most recent|oldest|earliest)"
_HAVE = r"(?:do you (?:have|know|hold|keep)|have you(?: got)?|are there|is there|exist)"
_YOU_HAVE = r"(?: (?:that )?you have)?"
_VERB = (
    r"(?P<how>mentions?|talks? about|deals? with|refers? to|reports? on|(?:are|is) about"
    r"|(?:(?:are|is|were|was) )?(?:written |published )?(?:by|from))"
)
_AMBIGUOUS_VERB = r"(?P<how>covers?|discuss(?:es)?|names?|quotes?)"
_PLEASE = r"(?:please |(?:can|could|would|will) you |i(?: would|['’]d) like(?: you)? to )*"
_SHOW = (
    rf"{_PLEASE}(?:show|list|give|find|get|fetch|see|search for|look for)"
    r"(?: me| us)?(?: (?:a|the) list of)?"
)
_ALL = r"(?: all| the| of| your| any| every| some| an| a)*"
_IS = r"(?: is|['’]s| was| are| were| has been|['’]s been| have been)"
_PRINTED = r"(?:published|posted|printed)"
_NEWS = r"(?:the )?(?:news|headlines|latest news|latest headlines)"
_WHICH = r"(?:what|which|how many)"
_ANY = rf"(?:anything|something|any|(?:(?:any|some|an|a|the) )?{_N})"
_UNAMBIGUOUS = (
    rf"{_WHICH} {_N} {_HAVE}(?:{_OF})?",
    rf"{_WHICH} {_N}{_OF} {_HAVE}",
    rf"{_WHICH}(?: of (?:the|your))? {_N} {_VERB} (?P<what>.+)",
    rf"{_SHOW}{_ALL}(?: {_ORDER})? {_N}{_YOU_HAVE}(?:{_OF})?",
    rf"(?:do you have|have you(?: got)?|do you know) {_ANY}{_OF}",
    rf"what (?:do you have|have you got|is there here) (?P<how>{_ON}|by|from) (?P<what>.+)",
    rf"(?:is|are) there (?:(?:any|some|an|a) )?{_N}{_OF}",
    rf"(?:what|which){_IS} (?:the |your )?{_ORDER} {_N}{_YOU_HAVE}(?:{_OF})?",
    rf"which (?P<single>article) is (?:the )?{_ORDER}",
    rf"(?:the |your )?{_ORDER} {_N}(?:{_OF})?",
    rf"(?:all |the |all the )?(?:news )?articles{_OF}",
    rf"what{_IS} (?:new|in {_NEWS}|{_NEWS})",
    rf"(?:is there |are there |got )?any(?:thing)? (?:news|new|new {_N})",
    rf"(?:what|which) new {_N} {_HAVE}",
    rf"(?:{_SHOW} )?{_NEWS}",
    r"what did (?:i|we) miss",
)
_AMBIGUOUS = (
    rf"{_WHICH} {_N} {_AMBIGUOUS_VERB} (?P<what>.+)",
    rf"{_WHICH} {_N} (?:did|has|have) (?P<what>.+?) (?:write|written|author|authored)",
    rf"(?:{_SHOW} )?(?:everything|anything|all|what){_YOU_HAVE} {_ABOUT}",
    rf"(?:is|are) there (?:anything|something) {_ABOUT}",
)
_NEW = rf"(?:what{_IS} (?:the )?|(?:is there )?any(?:thing)? |(?:the )?)(?:new|news)"
_UNAMBIGUOUS_WITH_TIME = (
    rf"{_WHICH} {_N}(?:{_OF})?(?:{_IS}| did you| do you have)?(?: {_PRINTED})?",
    rf"{_NEW} (?P<how>about|on|with) (?P<what>.+)",
)
_WHAT_PRINTED = rf"what{_IS} {_PRINTED}(?: (?P<how>about|on) (?P<what>.+))?"
_HAPPENED = rf"what(?: has)? happened|what{_IS} (?:happening|going on)"
_MAX_QUESTION_LENGTH = 300
"""In characters; a question for a list is short."""
_OLD = re.compile("oldest|earliest", re.IGNORECASE)
_MENTION = re.compile(r"(?:(?:that|which)\s)?mention|names?\b|quotes?\b", re.IGNORECASE)
_LEADING_PREPOSITION = re.compile(r"\s(?:from|of)\s*\Z", re.IGNORECASE)


class TimeRequirement(Enum):
    """The time that a question of some form needs to ask for a list."""

    NO_TIME = "none"
    ANY_TIME = "any"
    RELATIVE_TIME = "relative"


class ListPattern(NamedTuple):
    """The form of a question without its time.

    If ``unambiguous``, it cannot be about the news itself. The groups are ``how`` and ``what``
    ("about", "Syria"), ``order`` ("newest") and ``single`` (one article is wanted).
    """

    pattern: re.Pattern[str]
    time_requirement: TimeRequirement
    unambiguous: bool


@cache
def compile_list_patterns() -> list[ListPattern]:
    """Compile all forms when the first question comes; the first match counts."""
    return [
        *(_build_pattern(form, TimeRequirement.NO_TIME, unambiguous=True) for form in _UNAMBIGUOUS),
        *(_build_pattern(form, TimeRequirement.NO_TIME, unambiguous=False) for form in _AMBIGUOUS),
        *(
            _build_pattern(form, TimeRequirement.ANY_TIME, unambiguous=True)
            for form in _UNAMBIGUOUS_WITH_TIME
        ),
        _build_pattern(_WHAT_PRINTED, TimeRequirement.RELATIVE_TIME, unambiguous=True),
        _build_pattern(_WHAT_PRINTED, TimeRequirement.ANY_TIME, unambiguous=False),
        _build_pattern(_HAPPENED, TimeRequirement.RELATIVE_TIME, unambiguous=True),
    ]


def _build_pattern(
    pattern: str, time_requirement: TimeRequirement, *, unambiguous: bool
) -> ListPattern:
    return ListPattern(_compile(rf"\W*(?:{pattern})"), time_requirement, unambiguous)


@cache
def compile_hint() -> re.Pattern[str]:
    """Compile a pattern for a word that every list question has: most others are rejected fast."""
    return _compile(
        r"\b(?:articles?|story|stories|news?|headlines|published|posted|printed|happened|happening"
        r"|going on|miss|anything|something|everything|any|all|what you|(?:do|have) you|list)\b"
    )


@cache
def compile_filler() -> re.Pattern[str]:
    """Compile a pattern for words at the end of a question that add nothing."""
    place = r"in (?:the|this|your|our) (?:collection|archive|library|server|database|index|store)"
    more = rf"please|here|at all|in total|altogether|available|yet|so far|right now|for me|{place}"
    return _compile(rf"(?:(?:,| )+(?:{more}))*[\s?!.…]*\Z")


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)


class Order(StrEnum):
    """Which articles of a list come first."""

    NEAREST = "nearest"
    NEWEST = "newest"
    OLDEST = "oldest"


class ListQuestion(NamedTuple):
    """The articles that a question asks for; ``None`` means no restriction.

    ``subject`` is what they are about, ``phrase`` a text that they contain, ``creator`` their
    author or outlet. If ``single``, only the first is wanted. If ``unambiguous``, the question
    cannot be about the news itself (as "Which articles protect free speech?" can), so that an empty
    list is an answer too.
    """

    order: Order
    subject: str | None = None
    phrase: str | None = None
    creator: str | None = None
    time: QuestionTime | None = None
    single: bool = False
    unambiguous: bool = True


def parse_list_question(question: str, today: date) -> ListQuestion | None:
    """Parse a question for a list; return ``None`` for questions about the news itself."""
    if len(question) > _MAX_QUESTION_LENGTH or not compile_hint().search(question):
        return None
    found = find_question_time(question, today)
    time = found if found and found.bounded else None
    rest = compile_filler().sub("", _remove_time(question, time))
    for form in compile_list_patterns():
        if (match := form.pattern.fullmatch(rest)) and _meets_requirement(
            form.time_requirement, time
        ):
            return _build_question(match, time, unambiguous=form.unambiguous)
    return None


def _remove_time(question: str, time: QuestionTime | None) -> str:
    """Return the question without its time and a "from" before it."""
    if time is None:
        return question
    return f"{_LEADING_PREPOSITION.sub('', question[: time.start])} {question[time.end :]}"


def _meets_requirement(time_requirement: TimeRequirement, time: QuestionTime | None) -> bool:
    match time_requirement:
        case TimeRequirement.NO_TIME:
            return True
        case TimeRequirement.ANY_TIME:
            return time is not None
        case TimeRequirement.RELATIVE_TIME:
            return time is not None and time.relative


def _build_question(
    match: re.Match[str], time: QuestionTime | None, *, unambiguous: bool
) -> ListQuestion | None:
    named = match.groupdict()
    how = " ".join((named.get("how") or "").casefold().split())
    words = (named.get("what") or "").strip(" \t\n\"“”'‘’?!.,")
    if how and not words:
        return None
    about, mentions, maker = _parse_subject(how, words) if words else (None, None, None)
    order = _parse_order(named.get("order"), time, about or mentions)
    one = bool(named.get("order")) and bool(named.get("single"))
    return ListQuestion(order, about, mentions, maker, time, one, unambiguous)


def _parse_subject(how: str, words: str) -> tuple[str | None, str | None, str | None]:
    """Return the words as subject, phrase or creator; the other two are ``None``."""
    if how.endswith(("by", "from")) or not how:
        maker, _, about = re.sub(r"\s+(?:about|on)\s+", "\n", words, count=1).partition("\n")
        return about or None, None, maker
    if _MENTION.match(how):
        return None, words, None
    return words, None, None


def _parse_order(word: str | None, time: QuestionTime | None, subject: str | None) -> Order:
    if word:
        return Order.OLDEST if _OLD.match(word) else Order.NEWEST
    return Order.NEAREST if subject and not time else Order.NEWEST
