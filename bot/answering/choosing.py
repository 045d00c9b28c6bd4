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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, how well it answers, and its words that do, in its article's coordinates."""

    candidate: Candidate
    score: float
    highlight: Span | None


def distinct(ranked: Sequence[Ranked], asked: Asked) -> list[Ranked]:
    """The first of the ranked, and those after it that say something else; at most ``MOST``."""
    chosen = list(ranked[:1])
    for each in ranked[1:]:
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
    if one.passage.article.id == other.passage.article.id:
        (a, b), (c, d) = excerpt(one), excerpt(other)
        if a < d and c < b:
            return True
    news, others = one.sentence.terms - asked, other.sentence.terms - asked
    return len(news & others) >= _TWIN * min(len(news), len(others))
