"""Which of the best sentences are shown together, and how much of the text around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.candidates import Candidate
from bot.answering.excerpts import excerpt
from bot.answering.matching import Asked
from bot.answering.ports import Evidence
from bot.replies import Span

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
