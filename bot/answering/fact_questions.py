"""Questions about an article itself: who wrote it, when, in which paper, under which headline."""

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

_LONGEST = 300
"""Characters of a question that are looked at; one about an article is short."""


class Fact(StrEnum):
    """What a question wants to know of an article."""

    AUTHOR = "author"
    PUBLISHED = "publication date"
    SOURCE = "outlet"
    TITLE = "headline"


class FactQuestion(NamedTuple):
    """A fact, and the words that say of which article (``None``: of this one)."""

    fact: Fact
    about: str | None


_IT = r"(?:th(?:is|e|at) (?:news )?(?:article|story|piece|report|text)|this|it)"
_ABOUT = r"(?: (?:about|on|titled|called|headlined) (?P<about>.+?)| (?P<named>[\"“'‘].+[\"”'’]))?"
_X = rf"(?:{_IT}{_ABOUT}|(?P<quoted>[\"“'‘].+[\"”'’]))"
_IS = r"(?: is|['’]s| was)"
_PAPER = r"(?:news)?(?:paper|outlet|publication|magazine|site|website|source)"
_PRINTED = r"(?:published|printed|carried|ran|run|released|posted)"
_FROM = rf"(?: (?:from|in|appear|{_PRINTED}))?(?: (?:in|by|from))?"
_PATTERNS = {
    Fact.AUTHOR: (
        rf"who (?:wrote|has written|authored|reported) {_X}",
        rf"who(?:{_IS}| are) the (?:author|writer|reporter|journalist)s?(?: (?:of|behind) {_X})?",
        rf"(?:by whom|who) (?:is|was) {_X} (?:written|authored)(?: by)?",
    ),
    Fact.PUBLISHED: (
        rf"when (?:was|is|did) {_X} (?:first )?(?:{_PRINTED}|written|appear|come out)",
        rf"(?:what|which){_IS} the (?:publication )?date of {_X}",
        rf"(?:what|which){_IS} the publication date",
        rf"how old is {_X}",
        rf"(?:what|which) (?:date|day|year) (?:is|was) {_X} (?:from|published|written)(?: on| in)?",
    ),
    Fact.SOURCE: (
        rf"(?:in )?(?:which|what) {_PAPER}(?: {_PRINTED} {_X})?",
        rf"(?:in )?(?:which|what) {_PAPER} (?:is|was|did) {_X}{_FROM}",
        rf"where (?:was|is|did) {_X} (?:from|appear|{_PRINTED})",
        rf"who (?:published|printed) {_X}",
    ),
    Fact.TITLE: (
        rf"what{_IS} the (?:headline|title)(?: of {_X})?",
        rf"(?:what|how) is {_X} (?:called|titled|headlined)",
    ),
}


def asked_fact(question: str) -> FactQuestion | None:
    """What a question asks about an article itself; ``None`` for questions about the news in it."""
    for fact, pattern in _asked():
        if match := pattern.fullmatch(question[:_LONGEST]):
            about = next(filter(None, match.groupdict().values()), None)
            return FactQuestion(fact, about.strip(" \"“”'‘’?.") if about else None)
    return None


@cache
def _asked() -> list[tuple[Fact, re.Pattern[str]]]:
    """The patterns, compiled when the first question comes: that takes longer than all of it."""
    return [
        (fact, re.compile(rf"\W*{pattern}\W*".replace(" ", r"\s+"), re.IGNORECASE))
        for fact, patterns in _PATTERNS.items()
        for pattern in patterns
    ]
