"""Parses questions that ask for a list of articles."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from bot.answering.extraction.question import FUNCTION_WORDS
from corpus.dates import MONTH
from index.temporal.question_time import QuestionTime, find_question_time

IsCreator = Callable[[str], bool]
"""Whether a text names an author or an outlet of the articles."""

_MAX_QUESTION_LENGTH = 300
"""In characters; a question for a list is short."""
_N = (
    r"(?:(?P<articles>(?:news )?articles)|(?:news )?(?:stories|pieces)|news (?:reports|items)"
    r"|(?P<single>(?:news )?(?:article|story|piece)|news item))"
)
_IS = r"(?: is|['’]?s| was| are| were| has been|['’]s been| have been)"
_PLEASE = r"(?:please |(?:can|could|would|will) you |i(?: would|['’]d) like(?: you)? to )*"
_SHOW = (
    rf"{_PLEASE}(?:show|list|give|find|get|fetch|see|search for|look for)"
    r"(?: me| us)?(?: (?:a|the) list of)? "
)
_HAVE = r"(?:do you (?:have|know|hold|keep)|have you(?: got)?|got|(?:is|are) there)"
_YOU_HAVE = rf"(?:{_HAVE}|(?:that )?you have|exist)"
_ALL = r"(?:all|the|of|your|any|every|some|an|a|new) "
_ORDERS = "newest|latest|last|most recent|oldest|earliest|first"
_ORDER = rf"(?P<order>{_ORDERS})"
_NEWS = r"(?:the )?(?:news|headlines|latest news|latest headlines)"
_THINGS = r"(?:everything|anything|something|all|what|things)"
_WRITE = r"(?:(?:has |have )?(?:write|wrote|written|author|authored|publish|published))"
_ABOUT = r"(?: (?:about|on)(?: (?P<subject>.+))?)?"

_OPENING = rf"(?P<is>(?:what|which){_IS})|{_HAVE}|(?:what|which|how many)(?: of)?"
_ARTICLES = (
    rf"(?:(?P<opening>{_OPENING}) )?"
    rf"(?:{_ALL})*(?:{_ORDER} )?(?:(?P<modifier>[\w’'.&-]+(?: [\w’'.&-]+){{0,3}}?) )??"
    rf"(?:(?P<order_after>{_ORDERS}) )?{_N}"
    r"(?P<rest>(?: .*)?)"
)
"""A question for articles; what follows the noun, ``rest``, is one of the forms below."""
_KEY = (
    r"(?:(?:that|which) )?(?:(?:is|are|was|were) )?(?:written |published |posted |printed )?"
    r"(?:(?P<by>by|from)|(?P<at>in|of)|(?P<mentioning>mentioning|mentions?)"
    r"|(?:about|on|regarding|concerning|covering|related to|dealing with|talks? about|deals? with"
    r"|refers? to|reports? on)|(?P<verb>covers?|discuss(?:es)?)|(?P<naming>names?|quotes?))"
    r" (?P<what>.+)"
)
_WROTE = rf"(?:did|has|have) (?P<creator>.+?) {_WRITE}"
_HAS = r"(?:does|do) (?P<creator>.+?) (?:have|hold)"
_IS_FIRST = rf"is (?:the )?{_ORDER}"
_PRINTED = rf"{_IS}?(?: did you| do you have)?(?: published| posted| printed)?\Z"
_BY_CREATOR = (
    rf"what(?: else)? {_WROTE}{_ABOUT}",
    r"what (?:did|has|have) (?P<creator>.+?) report(?:ed)?",
    rf"{_THINGS} (?!(?:is|was|are|were)\b)(?P<creator>.+?) {_WRITE}{_ABOUT}",
    rf"(?:has|have|did) (?P<creator>.+?) {_WRITE} (?:{_ALL})*(?:{_THINGS}|{_N}){_ABOUT}",
    rf"(?:{_HAVE} )?{_THINGS}(?: {_YOU_HAVE})? (?:by|from) (?P<creator>.+?){_ABOUT}",
    rf"(?:what{_IS} )?the {_ORDER} (?:by|from) (?P<creator>.+?){_ABOUT}",
)
"""Questions that ask for articles if they name an author or outlet."""
_HAVE_ANY = (
    rf"(?:do you have|have you(?: got)?|got|do you know) {_THINGS}"
    r"|what (?:do you have|have you got|is there here)"
)
_ABOUT_THINGS = (
    rf"(?P<sure>{_HAVE_ANY}) (?:about|on|regarding|concerning) (?P<subject>.+)",
    rf"{_THINGS}(?: {_YOU_HAVE})? (?:about|regarding|concerning) (?P<subject>.+)",
    rf"(?:is|are) there {_THINGS} (?:about|regarding|concerning) (?P<subject>.+)",
    rf"{_THINGS}(?: {_YOU_HAVE})? mentioning (?P<phrase>.+)",
    rf"{_NEWS} (?:about|on) (?P<subject>.+)",
)
_WHAT_NEWS = (
    rf"what{_IS} (?:new|in {_NEWS}|{_NEWS})",
    r"(?:is there |are there |got )?any(?:thing)? (?:news|new)",
    rf"{_NEWS}",
    r"what did (?:i|we) miss",
)
_NEW = rf"(?:what{_IS} (?:the )?|(?:is there )?any(?:thing)? |(?:the )?)(?:new|news)"
_NEWS_ABOUT = rf"{_NEW} (?:about|on|with) (?P<subject>.+)"
_WHAT_PRINTED = rf"what{_IS} (?:published|posted|printed)(?: (?:about|on) (?P<subject>.+))?"
_HAPPENED = (
    rf"what(?: has)? happened|what{_IS} (?:happening|going on)"
    rf"|(?:is there )?{_THINGS}(?: published)?"
)

_NOUN_HINT = r"\b(?:articles?|stor(?:y|ies)|pieces?|news)\b"
_HINT = (
    r"\b(?:articles?|story|stories|news?|headlines|published|posted|printed|happened|happening"
    r"|going on|miss|anything|something|everything|any|all|what you|(?:do|have) you|got|list|latest"
    rf"|report(?:ed)?|{_WRITE})\b"
)
"""A word that every question for a list has, so that most others are rejected fast."""
_PLACE = r"in (?:the|this|your|our) (?:collection|archive|library|server|database|index|store)"
_FILLER = (
    r"(?:(?:,| )+(?:please|here|at all|in total|altogether|available|yet|so far|right now|for me"
    rf"|{_PLACE}))*[\s?!.…]*\Z"
)
_AGED = rf"\b(?P<age>older|newer) than (?={MONTH}|[0-9])"
_YEAR_FIRST = rf"\b(?P<year>(?:{MONTH} )?(?:19|20)[0-9][0-9]) (?P<noun>articles|stories)\b"
_LEADING_PREPOSITION = re.compile(r"\s(?:from|of)\s*\Z", re.IGNORECASE)


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

    order: Order = Order.NEWEST
    subject: str | None = None
    phrase: str | None = None
    creator: str | None = None
    time: QuestionTime | None = None
    single: bool = False
    unambiguous: bool = True


def parse_list_question(
    question: str, today: date, is_creator: IsCreator = lambda _: False
) -> ListQuestion | None:
    """Parse a question for a list; return ``None`` for questions about the news itself."""
    if len(question) > _MAX_QUESTION_LENGTH or not _compile(_HINT).search(question):
        return None
    question = _rephrase_times(" ".join(question.split()))
    found = find_question_time(question, today)
    time = found if found and found.bounded else None
    rest = _compile(_FILLER).sub("", _remove_time(question, time)).strip(" ,;:-–—")
    bare = _compile(rf"^{_SHOW}").sub("", rest)
    parsed = _parse_articles(bare, time, is_creator, shown=bare != rest)
    parsed = parsed or _parse_other(bare, time)
    return parsed and _normalize(parsed)


def _rephrase_times(question: str) -> str:
    """Return "articles older than 2013" and "2012 articles" with a time as other questions have."""
    question = _compile(_AGED).sub(
        lambda match: "before " if match["age"].casefold() == "older" else "after ", question
    )
    return _compile(_YEAR_FIRST).sub(r"\g<noun> in \g<year>", question)


def _remove_time(question: str, time: QuestionTime | None) -> str:
    """Return the question without its time and a "from" before it."""
    if time is None:
        return question
    before = _LEADING_PREPOSITION.sub("", question[: time.start])
    return " ".join(f"{before} {question[time.end :]}".split())


def _parse_articles(
    rest: str, time: QuestionTime | None, is_creator: IsCreator, *, shown: bool
) -> ListQuestion | None:
    """Parse a question that names articles or stories; ``shown`` if it began with "show me"."""
    match = _match(_ARTICLES, rest) if _compile(_NOUN_HINT).search(rest) else None
    if match is None or (match["is"] and not match["order"]):
        return None
    follows = _compile(rf"^ {_YOU_HAVE}\b|\b{_YOU_HAVE}$").sub("", match["rest"]).rstrip()
    if time:
        follows = _compile(_PRINTED).sub("", follows)
    first = _match(_IS_FIRST, follows.strip())
    form = _parse_following("" if first else follows.strip(), is_creator)
    if form is None:
        return None
    order = match["order"] or match["order_after"] or (first["order"] if first else None)
    is_list = shown or bool(match["opening"] or order or match["articles"])
    parsed = form._replace(
        order=_parse_order(order, time, form.subject),
        time=time,
        single=bool(order and match["single"]),
        unambiguous=is_list and form.unambiguous,
    )
    return _add_modifier(parsed, match["modifier"], is_creator) if match["modifier"] else parsed


def _parse_following(text: str, is_creator: IsCreator) -> ListQuestion | None:
    """Parse what follows the noun: the subject, phrase or creator, or nothing."""
    if not text:
        return ListQuestion()
    if (match := _match(_HAS, text)) and is_creator(match["creator"]):
        return ListQuestion(creator=match["creator"])
    if match := _match(_WROTE + _ABOUT, text):
        creator, subject = match["creator"], match["subject"]
        return ListQuestion(creator=creator, subject=subject, unambiguous=False)
    match = _match(_KEY, text)
    return _parse_key(match, is_creator) if match else None


def _parse_key(match: re.Match[str], is_creator: IsCreator) -> ListQuestion | None:
    """Parse a word such as "about" or "by", and what follows it."""
    what = match["what"]
    if match["by"] or match["at"]:
        creator, _, subject = re.sub(r" (?:about|on) ", "\n", what, count=1).partition("\n")
        is_named = bool(match["by"]) or is_creator(creator)
        return ListQuestion(creator=creator, subject=subject or None) if is_named else None
    if match["mentioning"] or match["naming"]:
        return ListQuestion(phrase=what, unambiguous=not match["naming"])
    about = ListQuestion(subject=what, unambiguous=not match["verb"])
    for end in re.finditer(r" (?:by|from|in) ", what):
        if is_creator(what[end.end() :]):
            return about._replace(subject=what[: end.start()], creator=what[end.end() :])
    return about


def _add_modifier(
    parsed: ListQuestion, modifier: str, is_creator: IsCreator
) -> ListQuestion | None:
    """Add what stands before the noun: its creator ("Jane Doe's articles") or its subject."""
    name = re.sub(r"[’']s?$", "", modifier)
    if parsed.creator is None and is_creator(name):
        return parsed._replace(creator=name)
    plain = FUNCTION_WORDS.isdisjoint(modifier.casefold().split())
    if parsed.subject or parsed.phrase or not plain:
        return None
    order = Order.NEAREST if parsed.time is None and not parsed.single else parsed.order
    return parsed._replace(order=order, subject=modifier, unambiguous=False)


def _parse_other(rest: str, time: QuestionTime | None) -> ListQuestion | None:
    """Parse a question for everything of an author, about a subject or of a time."""
    for form in (*_BY_CREATOR, *_ABOUT_THINGS):
        if match := _match(form, rest):
            found = {"subject": None, "phrase": None, "creator": None, **match.groupdict()}
            return ListQuestion(
                _parse_order(found.get("order"), time, found["subject"]),
                found["subject"],
                found["phrase"],
                found["creator"],
                time,
                unambiguous=bool(found.get("sure")),
            )
    if any(_match(form, rest) for form in _WHAT_NEWS):
        return ListQuestion(time=time)
    if time is None:
        return None
    if match := _match(_NEWS_ABOUT, rest):
        return ListQuestion(subject=match["subject"], time=time)
    if match := _match(_WHAT_PRINTED, rest):
        return ListQuestion(subject=match["subject"], time=time, unambiguous=time.relative)
    if _match(_HAPPENED, rest):
        return ListQuestion(time=time, unambiguous=time.relative)
    return None


def _parse_order(word: str | None, time: QuestionTime | None, subject: str | None) -> Order:
    if word:
        return Order.OLDEST if word.casefold() in {"oldest", "earliest", "first"} else Order.NEWEST
    return Order.NEAREST if subject and not time else Order.NEWEST


def _normalize(parsed: ListQuestion) -> ListQuestion | None:
    """Return the question with bare names, or ``None`` if a name has no letter or digit."""
    names = [
        name and name.strip(" \"“”'‘’?!.,")
        for name in (parsed.subject, parsed.phrase, parsed.creator)
    ]
    if not all(name is None or any(map(str.isalnum, name)) for name in names):
        return None
    subject, phrase, creator = names
    return parsed._replace(subject=subject, phrase=phrase, creator=creator)


def _match(pattern: str, text: str) -> re.Match[str] | None:
    return _compile(pattern).fullmatch(text)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: start-up is faster."""
    return re.compile(pattern, re.IGNORECASE)
