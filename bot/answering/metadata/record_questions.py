"""Parses questions about an article: its author, date, outlet or headline."""

import re
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import NamedTuple

from bot.answering.citations import cite
from bot.replies import Citation, Span
from corpus.article import Article, Zone, ZoneKind
from corpus.dates import find_date

_MAX_QUESTION_LENGTH = 300
"""In characters; a question about an article is short."""

_TELL_ME = r"(?:(?:please |(?:can|could) you )*(?:tell me|say)|do you (?:happen to )?know)"
_IT = r"(?:th(?:is|e|at) (?:news )?(?:article|story|piece|report|text)|this|it)"
_ABOUT = r"(?: (?:about|on|titled|called|headlined) (?P<about>.+?)| (?P<named>[\"“'‘].+[\"”'’]))?"
_NAMED = (
    r"(?:the|an?|your|this|that) (?P<modifier>[\w’'.&-]+(?: [\w’'.&-]+){0,4}?)"
    r" (?:(?:news )?(?P<sure>article)|story|piece)(?: (?:about|on) (?P<modified>.+?))?"
)
_X = rf"(?:{_IT}{_ABOUT}|{_NAMED}|(?P<quoted>[\"“'‘].+[\"”'’]))"
_IS = r"(?: is|['’]?s| was)"
_WHAT_IS = rf"(?:(?:what|which|who){_IS} )?(?:the )?"
_PAPER = r"(?:news)?(?:paper|outlet|publication|magazine|site|website|source)"
_PRINTED = r"(?:published|printed|carried|ran|run|released|posted)"
_WRITTEN = r"(?:written|updated|revised|corrected|dated)"
_WRITER = r"(?:author|writer|reporter|journalist)"
_FROM = rf"(?: (?:from|in|appear|{_PRINTED}))?(?: (?:in|by|from))?"
_ON = r"(?: about| on) (?!(?:it|this|that|them)\W*\Z)(?P<about>.+?)"


class RecordField(StrEnum):
    """The field of an article's record that a question asks for."""

    AUTHOR = "author"
    PUBLISHED = "publication date"
    SOURCE = "outlet"
    TITLE = "headline"


class RecordQuestion(NamedTuple):
    """A field, and the words that identify the article (``None``: the only or current one).

    ``modifier`` stands before "article": the outlet ("the Gazette article") or the subject. If
    ``unambiguous``, the question cannot be about the news itself, as "Who reported on the flood?"
    can.
    """

    field: RecordField
    subject: str | None
    unambiguous: bool = True
    modifier: str | None = None

    @property
    def words(self) -> str:
        """All words that identify the article; empty if there are none."""
        return " ".join(filter(None, [self.modifier, self.subject]))


_PATTERNS = {
    RecordField.AUTHOR: (
        rf"who (?:wrote|has written|authored|reported) {_X}",
        rf"who(?:{_IS}| are) the {_WRITER}s?(?: (?:of|behind) {_X})?",
        rf"(?:the )?{_WRITER}s? of {_X}",
        rf"(?:by whom|who) (?:is|was) {_X} (?:written|authored|reported)(?: by)?",
        rf"(?:what|which) {_WRITER} (?:wrote|has written|reported|authored) {_X}",
        rf"what{_IS} (?:the {_WRITER}['’]s name|the name of the {_WRITER}(?: of {_X})?)",
    ),
    RecordField.PUBLISHED: (
        rf"when (?:was|is|did) {_X} (?:(?:first|last) )?(?:{_PRINTED}|{_WRITTEN}|appear|come out)",
        rf"{_WHAT_IS}(?:publication )?date of {_X}",
        rf"(?:what|which){_IS} the publication date",
        rf"how old is {_X}",
        rf"(?:what|which) (?:date|day|year) (?:is|was) {_X} (?:from|published|written)(?: on| in)?",
    ),
    RecordField.SOURCE: (
        rf"(?:in )?(?:which|what) {_PAPER}(?: {_PRINTED} {_X})?",
        rf"(?:in )?(?:which|what) {_PAPER} (?:is|was|did) {_X}{_FROM}",
        rf"where (?:was|is|did) {_X} (?:from|appear|{_PRINTED})",
        rf"(?:which|what) {_PAPER} (?:reported|wrote) {_X}",
        rf"who (?:published|printed) {_X}",
        rf"(?:what|which|who){_IS} the (?:source|outlet|publisher)",
        rf"{_WHAT_IS}(?:source|outlet|publisher) of {_X}",
        rf"where (?:does|did) {_X} come from",
    ),
    RecordField.TITLE: (
        rf"what{_IS} the (?:headline|title)",
        rf"{_WHAT_IS}(?:headline|title) of {_X}",
        rf"(?:what|how) is {_X} (?:called|titled|headlined)",
    ),
}


_AMBIGUOUS_PATTERNS = {
    RecordField.AUTHOR: (rf"who (?:wrote|reported|(?:has|have) (?:written|reported)){_ON}",),
    RecordField.SOURCE: (rf"(?:which|what) {_PAPER} (?:has )?(?:wrote|written|reported){_ON}",),
}
"""Forms that a question about the news can have too."""


_HINTS = {
    RecordField.AUTHOR: rf"\b(?:wrote|written|author|{_WRITER})|\bwhom?\b.*\breport",
    RecordField.PUBLISHED: rf"\bdate\b|\bhow old\b|\b(?:what|which) (?:day|year)\b"
    rf"|\bwhen\b.*(?:{_PRINTED}|{_WRITTEN}|appear|out)\b",
    RecordField.SOURCE: rf"{_PAPER}\b|\bpublisher\b|\bwho (?:published|printed)\b"
    rf"|\bwhere\b.*(?:from|appear|{_PRINTED})\b",
    RecordField.TITLE: r"\b(?:headline|title|called)",
}
"""Words that every question for a field has, so that most others are rejected fast."""


def parse_record_question(question: str) -> RecordQuestion | None:
    """Parse a question about an article; return ``None`` for questions about the news."""
    question = " ".join(question[:_MAX_QUESTION_LENGTH].split())
    hinted = (f for f, hint in _HINTS.items() if re.search(hint, question, re.IGNORECASE))
    for fact, pattern, sure in chain.from_iterable(map(_compile_patterns, hinted)):
        if match := pattern.fullmatch(question):
            groups = match.groupdict()
            modifier = groups.pop("modifier", None)
            is_sure = bool(groups.pop("sure", None)) or not modifier
            about = next(filter(None, groups.values()), None)
            subject = about.strip(" \"“”'‘’?.") if about else None
            return RecordQuestion(fact, subject, sure and is_sure, modifier)
    return None


@cache
def _compile_patterns(field: RecordField) -> list[tuple[RecordField, re.Pattern[str], bool]]:
    """Compile the patterns of a field when a question first has its words: it takes long."""
    return [
        (
            field,
            re.compile(rf"\W*(?:{_TELL_ME} )?(?:{pattern})\W*".replace(" ", r"\s+"), re.IGNORECASE),
            sure,
        )
        for kinds, sure in ((_PATTERNS, True), (_AMBIGUOUS_PATTERNS, False))
        for pattern in kinds.get(field, ())
    ]


def cite_supporting_line(article: Article, field: RecordField) -> Citation:
    """Cite the line of the text that states the field, or the record if there is none."""
    for zone in article.zones:
        if zone.kind in _ZONES_BY_FIELD[field] and (span := _find_value(article, field, zone)):
            return cite(article, *_trim(article, zone), score=1.0, highlight=span)
    return cite(article, 0, 0, score=1.0)


_ZONES_BY_FIELD = {
    RecordField.AUTHOR: {ZoneKind.BYLINE},
    RecordField.PUBLISHED: {ZoneKind.BYLINE, ZoneKind.DATELINE},
    RecordField.SOURCE: {ZoneKind.BYLINE, ZoneKind.DATELINE},
    RecordField.TITLE: {ZoneKind.HEADLINE},
}


def _find_value(article: Article, field: RecordField, zone: Zone) -> Span | None:
    if field is RecordField.PUBLISHED:
        found = find_date(article.text[zone.start : zone.end])
        stated = found is not None and found.value == article.published
        return (zone.start + found.start, zone.start + found.end) if found and stated else None
    named = {RecordField.AUTHOR: article.author, RecordField.SOURCE: article.source}.get(
        field, article.title
    )
    start = article.text.find(named, zone.start, zone.end) if named else -1
    return (start, start + len(named)) if named and start >= 0 else None


def _trim(article: Article, zone: Zone) -> Span:
    line = article.text[zone.start : zone.end]
    return zone.start + len(line) - len(line.lstrip()), zone.start + len(line.rstrip())
