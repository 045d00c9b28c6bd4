"""What changed between two versions of an article: its record, and its sentences word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from bot.replies import Span, fold_whitespace
from corpus.article import Article, ArticleVersion
from index.sentences import find_sentence_spans

_FIELDS = ("title", "author", "source", "published", "url")
_MIN_REWRITE_RATIO = 0.5
"""The part of their words that two sentences share where one is the other, rewritten."""
_MAX_PAIRED = 40
"""Sentences in a row that are paired by likeness; in longer changes each is told for itself."""


_MAX_LENGTH = 5000
"""Words of a sentence that are compared; what is longer is marked whole."""
_MAX_TOKENS = 2000
"""Sentences from which on those that repeat often are not lined up, as that takes long."""


class ChangeKind(StrEnum):
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

    kind: ChangeKind
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


def find_record_changes(older: ArticleVersion, newer: ArticleVersion) -> tuple[FieldChange, ...]:
    """The fields of the record that differ."""
    pairs = ((name, getattr(older, name), getattr(newer, name)) for name in _FIELDS)
    return tuple(
        FieldChange(name, _format_value(before), _format_value(after))
        for name, before, after in pairs
        if before != after
    )


def find_sentence_changes(older: Article, newer: Article) -> tuple[SentenceChange, ...]:
    """The sentences that were removed, added or rewritten; white space does not count."""
    before, after = _split_sides(older), _split_sides(newer)
    matcher = SequenceMatcher(
        None,
        [side.text for side in before],
        [side.text for side in after],
        autojunk=len(before) + len(after) > _MAX_TOKENS,
    )
    return tuple(
        change
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
        for change in _find_changes(before[a:b], after[c:d])
    )


def _format_value(value: object) -> str | None:
    return None if value is None else str(value)


def _split_sides(article: Article) -> list[Side]:
    flow = article.flow()
    spans = (
        (zone.kind.value, span)
        for zone in article.zones
        for span in find_sentence_spans(flow, zone.start, zone.end)
    )
    return [Side(fold_whitespace(flow[slice(*span)]), zone, *span) for zone, span in spans]


def _find_changes(before: Sequence[Side], after: Sequence[Side]) -> Iterator[SentenceChange]:
    """A run of sentences that gave way to another: rewritten ones side by side, the rest apart."""
    placed = 0
    for side in before:
        place = _find_rewriting(side, after, placed) if len(before) <= _MAX_PAIRED else None
        if place is None:
            yield SentenceChange(ChangeKind.REMOVED, side, None)
            continue
        yield from (SentenceChange(ChangeKind.ADDED, None, new) for new in after[placed:place])
        yield _build_rewritten(side, after[place])
        placed = place + 1
    yield from (SentenceChange(ChangeKind.ADDED, None, new) for new in after[placed:])


def _find_rewriting(side: Side, after: Sequence[Side], start: int) -> int | None:
    """The place of the sentence that one became, of those from ``start`` on."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(_tokenize(side.text))
    best, likeness = None, _MIN_REWRITE_RATIO
    for place in range(start, min(len(after), start + _MAX_PAIRED)):
        matcher.set_seq1(_tokenize(after[place].text))
        if matcher.quick_ratio() >= likeness and (ratio := matcher.ratio()) >= likeness:
            best, likeness = place, ratio + 1e-9
    return best


def _build_rewritten(before: Side, after: Side) -> SentenceChange:
    ours, theirs = _tokenize(before.text), _tokenize(after.text)
    if len(ours) + len(theirs) > _MAX_LENGTH:
        return SentenceChange(ChangeKind.CHANGED, _mark_whole(before), _mark_whole(after))
    left: list[Span] = []
    right: list[Span] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            left += _find_span(ours, a, b)
            right += _find_span(theirs, c, d)
    return SentenceChange(ChangeKind.CHANGED, _mark(before, left), _mark(after, right))


def _tokenize(text: str) -> list[str]:
    """Words, and single signs between them; together they are the text."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _find_span(tokens: Sequence[str], first: int, last: int) -> list[Span]:
    start = sum(map(len, tokens[:first]))
    return [(start, start + sum(map(len, tokens[first:last])))] if last > first else []


def _mark_whole(side: Side) -> Side:
    return _mark(side, [(0, len(side.text))])


def _mark(side: Side, marks: Sequence[Span]) -> Side:
    return Side(side.text, side.zone, side.start, side.end, tuple(marks))
