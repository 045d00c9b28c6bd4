"""Which of the best sentences are shown together, and how much of the text around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.answering.extraction.base import Evidence
from bot.answering.extraction.candidates import Candidate
from bot.answering.extraction.excerpts import excerpt
from bot.answering.extraction.overlap import Asked
from bot.replies import Span
from index.analyzer import terms

MOST = 3
"""Pieces of evidence in one reading at the most."""
_TWIN = 0.6
"""The share of its terms beyond the question from which on it says what another one says."""
_ECHO = 0.85
"""The same between articles, where saying it again in other words is a second source."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, how well it answers, and its words that do, in its article's coordinates."""

    candidate: Candidate
    score: float
    highlight: Span | None


def distinct(ranked: Sequence[Ranked], asked: Asked) -> list[Ranked]:
    """The first of the ranked, and those after it that say something else; at most ``MOST``.

    Those of other articles come before more of the same one: two sources are worth more than one.
    """
    chosen = list(ranked[:1])
    for each in sorted(ranked[1:], key=lambda each: _article(each) == _article(ranked[0])):
        if len(chosen) == MOST:
            break
        if _may_join(each.candidate, chosen, frozenset(asked.terms)):
            chosen.append(each)
    return chosen


def evidence(ranked: Ranked) -> Evidence:
    """The sentence as it is shown: with what it leans on."""
    candidate = ranked.candidate
    return Evidence(candidate.passage, *excerpt(candidate), ranked.score, ranked.highlight)


def _may_join(candidate: Candidate, chosen: Sequence[Ranked], asked: frozenset[str]) -> bool:
    is_statement = not (candidate.features.heading or candidate.features.query)
    return is_statement and not any(
        _are_copies(candidate, other.candidate) or _are_twins(candidate, other.candidate, asked)
        for other in chosen
    )


def _are_copies(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences are from different copies of one story: those are one source."""
    ours, theirs = one.passage, other.passage
    return ours.article.id != theirs.article.id and ours.story == theirs.story != ""


def _are_twins(one: Candidate, other: Candidate, asked: frozenset[str]) -> bool:
    """Whether two sentences overlap, once each has what it leans on, or add nearly the same."""
    is_same = one.passage.article.id == other.passage.article.id
    if is_same:
        (a, b), (c, d) = excerpt(one), excerpt(other)
        if a < d and c < b:
            return True
    news, others = one.sentence.terms - asked, other.sentence.terms - asked
    alike = _TWIN if is_same else _ECHO
    return len(news & others) >= alike * min(len(news), len(others))


def _article(ranked: Ranked) -> str:
    return ranked.candidate.passage.article.id


_LONGEST = 6
"""Words of an answer that can be set against another; longer ones say more than one thing."""


class _Said(NamedTuple):
    """What a sentence answers: its numbers, or its terms where that is a name, and where."""

    numbers: frozenset[str]
    words: frozenset[str]
    ranked: Ranked


def differing(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best sentence of each answer that articles give, best first; none where they agree.

    Articles answer differently where the words that answer are names, or hold numbers, and no
    passage has any of the other's. At most ``MOST``; the best of all is among them or there is
    none.
    """
    said = [found for each in ranked if (found := _said(each))]
    chosen: list[_Said] = []
    for each in said:
        if len(chosen) < MOST and all(_differ(each, other) for other in chosen):
            chosen.append(each)
    leads = len(chosen) > 1 and chosen[0].ranked is ranked[0]
    return [each.ranked for each in chosen] if leads else []


def _said(ranked: Ranked) -> _Said | None:
    """What a sentence answers; ``None`` where that is neither a number nor a name."""
    if ranked.highlight is None:
        return None
    start, end = ranked.highlight
    words = ranked.candidate.passage.article.text[start:end]
    numbers = frozenset(_NUMBER.findall(words))
    if len(words.split()) > _LONGEST or not (numbers or _NAME.search(words)):
        return None
    return _Said(numbers, frozenset(terms(words)), ranked)


def _differ(one: _Said, other: _Said) -> bool:
    passages = one.ranked.candidate.passage, other.ranked.candidate.passage
    if passages[0].article.id == passages[1].article.id or bool(one.numbers) != bool(other.numbers):
        return False
    return not (_is_in(one, passages[1].flow) or _is_in(other, passages[0].flow))


def _is_in(said: _Said, text: str) -> bool:
    """Whether a passage has any of what another one answers."""
    if said.numbers:
        return not said.numbers.isdisjoint(_NUMBER.findall(text))
    return not said.words.isdisjoint(terms(text))


_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[A-Z]\w")
