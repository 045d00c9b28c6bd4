"""What changed between two versions of an article: its record, and its sentences word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from bot.replies import Span, in_one_line
from corpus.article import Article, ArticleVersion
from index.sentences import sentences

_FIELDS = ("title", "author", "source", "published", "url")
_REWRITTEN = 0.5
"""The part of their words that two sentences share where one is the other, rewritten."""
_MOST_PAIRED = 40
"""Sentences in a row that are paired by likeness; in longer changes each is told for itself."""


_LONGEST = 5000
"""Words of a sentence that are compared; what is longer is marked whole."""
_MANY = 2000
"""Sentences from which on those that repeat often are not lined up, as that takes long."""


class Kind(StrEnum):
    """What became of a sentence."""

    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence of one version in one line, its zone, where it stands, and its changed words.

    ``marks`` are ranges of ``text``; ``start`` and ``end`` are the version's own coordinates.
    """

    text: str
    zone: str
    start: int
    end: int
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence before and after; the one that was not there is ``None``."""

    kind: Kind
    before: Side | None
    after: Side | None


class FieldChange(NamedTuple):
    """A field of the record, as text, before and after."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed from ``older`` to ``newer``, of ``of`` versions, in the text's order."""

    article_id: str
    older: ArticleVersion
    newer: ArticleVersion
    of: int
    record: tuple[FieldChange, ...]
    sentences: tuple[SentenceChange, ...]


def record_changes(older: ArticleVersion, newer: ArticleVersion) -> tuple[FieldChange, ...]:
    """The fields of the record that differ."""
    pairs = ((name, getattr(older, name), getattr(newer, name)) for name in _FIELDS)
    return tuple(
        FieldChange(name, _written(before), _written(after))
        for name, before, after in pairs
        if before != after
    )


def sentence_changes(older: Article, newer: Article) -> tuple[SentenceChange, ...]:
    """The sentences that were removed, added or rewritten; white space does not count."""
    before, after = _sides(older), _sides(newer)
    matcher = SequenceMatcher(
        None,
        [side.text for side in before],
        [side.text for side in after],
        autojunk=len(before) + len(after) > _MANY,
    )
    return tuple(
        change
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
        for change in _changes(before[a:b], after[c:d])
    )


def _written(value: object) -> str | None:
    return None if value is None else str(value)


def _sides(article: Article) -> list[Side]:
    flow = article.flow()
    spans = (
        (zone.kind.value, span)
        for zone in article.zones
        for span in sentences(flow, zone.start, zone.end)
    )
    return [Side(in_one_line(flow[slice(*span)]), zone, *span) for zone, span in spans]


def _changes(before: Sequence[Side], after: Sequence[Side]) -> Iterator[SentenceChange]:
    """A run of sentences that gave way to another: rewritten ones side by side, the rest apart."""
    placed = 0
    for side in before:
        place = _rewriting(side, after, placed) if len(before) <= _MOST_PAIRED else None
        if place is None:
            yield SentenceChange(Kind.REMOVED, side, None)
            continue
        yield from (SentenceChange(Kind.ADDED, None, new) for new in after[placed:place])
        yield _rewritten(side, after[place])
        placed = place + 1
    yield from (SentenceChange(Kind.ADDED, None, new) for new in after[placed:])


def _rewriting(side: Side, after: Sequence[Side], start: int) -> int | None:
    """The place of the sentence that one became, of those from ``start`` on."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(_tokens(side.text))
    best, likeness = None, _REWRITTEN
    for place in range(start, min(len(after), start + _MOST_PAIRED)):
        matcher.set_seq1(_tokens(after[place].text))
        if matcher.quick_ratio() >= likeness and (ratio := matcher.ratio()) >= likeness:
            best, likeness = place, ratio + 1e-9
    return best


def _rewritten(before: Side, after: Side) -> SentenceChange:
    ours, theirs = _tokens(before.text), _tokens(after.text)
    if len(ours) + len(theirs) > _LONGEST:
        return SentenceChange(Kind.CHANGED, _whole(before), _whole(after))
    left: list[Span] = []
    right: list[Span] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            left += _span(ours, a, b)
            right += _span(theirs, c, d)
    return SentenceChange(Kind.CHANGED, _marked(before, left), _marked(after, right))


def _tokens(text: str) -> list[str]:
    """Words, and single signs between them; together they are the text."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _span(tokens: Sequence[str], first: int, last: int) -> list[Span]:
    start = sum(map(len, tokens[:first]))
    return [(start, start + sum(map(len, tokens[first:last])))] if last > first else []


def _whole(side: Side) -> Side:
    return _marked(side, [(0, len(side.text))])


def _marked(side: Side, marks: Sequence[Span]) -> Side:
    return Side(side.text, side.zone, side.start, side.end, tuple(marks))
