"""Compares two versions of an article: its record, and its sentences word by word."""

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
"""The least similarity of two sentences of which one is the other, rewritten."""
_MAX_PAIRED = 40
"""The most consecutive sentences that are paired by similarity; longer runs are not paired."""
_MAX_TOKENS = 5000
"""The most tokens of two sentences that are compared; longer ones are marked whole."""
_MAX_ALIGNED = 2000
"""The number of sentences above which frequent ones are not aligned, as that is slow."""


class ChangeKind(StrEnum):
    """How a sentence changed."""

    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence of one version, with its zone, its range, and its changed words.

    ``text`` is on one line and ``marks`` are ranges of it; ``start`` and ``end`` are a range of the
    version's text.
    """

    text: str
    zone: str
    start: int
    end: int
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence before and after; ``None`` where it did not exist."""

    kind: ChangeKind
    before: Side | None
    after: Side | None


class FieldChange(NamedTuple):
    """A field of the record before and after, as text."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes from ``older`` to ``newer``, in text order; ``of`` counts all versions."""

    article_id: str
    older: ArticleVersion
    newer: ArticleVersion
    of: int
    record: tuple[FieldChange, ...]
    sentences: tuple[SentenceChange, ...]


def find_record_changes(older: ArticleVersion, newer: ArticleVersion) -> tuple[FieldChange, ...]:
    """Return the fields of the record that differ."""
    pairs = ((name, getattr(older, name), getattr(newer, name)) for name in _FIELDS)
    return tuple(
        FieldChange(name, _format_value(before), _format_value(after))
        for name, before, after in pairs
        if before != after
    )


def find_sentence_changes(older: Article, newer: Article) -> tuple[SentenceChange, ...]:
    """Return the sentences that were removed, added or rewritten, ignoring white space."""
    before, after = _split_sides(older), _split_sides(newer)
    matcher = SequenceMatcher(
        None,
        [side.text for side in before],
        [side.text for side in after],
        autojunk=len(before) + len(after) > _MAX_ALIGNED,
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
    """Yield the changes of a run of sentences: rewritten ones in pairs, the others alone."""
    placed = 0
    for side in before:
        place = _find_rewritten(side, after, placed) if len(before) <= _MAX_PAIRED else None
        if place is None:
            yield SentenceChange(ChangeKind.REMOVED, side, None)
            continue
        yield from (SentenceChange(ChangeKind.ADDED, None, new) for new in after[placed:place])
        yield _build_rewritten(side, after[place])
        placed = place + 1
    yield from (SentenceChange(ChangeKind.ADDED, None, new) for new in after[placed:])


def _find_rewritten(side: Side, after: Sequence[Side], start: int) -> int | None:
    """Return the index, from ``start`` on, of the sentence that this one became."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(_tokenize(side.text))
    best, similarity = None, _MIN_REWRITE_RATIO
    for place in range(start, min(len(after), start + _MAX_PAIRED)):
        matcher.set_seq1(_tokenize(after[place].text))
        if matcher.quick_ratio() >= similarity and (ratio := matcher.ratio()) >= similarity:
            best, similarity = place, ratio + 1e-9
    return best


def _build_rewritten(before: Side, after: Side) -> SentenceChange:
    ours, theirs = _tokenize(before.text), _tokenize(after.text)
    if len(ours) + len(theirs) > _MAX_TOKENS:
        return SentenceChange(ChangeKind.CHANGED, _mark_whole(before), _mark_whole(after))
    left: list[Span] = []
    right: list[Span] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            left += _find_span(ours, a, b)
            right += _find_span(theirs, c, d)
    return SentenceChange(ChangeKind.CHANGED, _mark(before, left), _mark(after, right))


def _tokenize(text: str) -> list[str]:
    """Split a text into words, white space and single signs, without loss."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _find_span(tokens: Sequence[str], first: int, last: int) -> list[Span]:
    start = sum(map(len, tokens[:first]))
    return [(start, start + sum(map(len, tokens[first:last])))] if last > first else []


def _mark_whole(side: Side) -> Side:
    return _mark(side, [(0, len(side.text))])


def _mark(side: Side, marks: Sequence[Span]) -> Side:
    return Side(side.text, side.zone, side.start, side.end, tuple(marks))
