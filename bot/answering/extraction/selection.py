"""Selects the sentences that are shown together: the best one, and those that say more."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.extraction.base import Evidence
from bot.answering.extraction.candidates import Candidate
from bot.answering.extraction.excerpts import find_excerpt
from bot.answering.extraction.overlap import QueryTerms
from bot.replies import Span

MAX_EVIDENCE = 3
"""The maximum number of pieces of evidence."""
_MIN_OVERLAP_SAME_ARTICLE = 0.6
"""Two sentences of one article that share this part of their other terms say the same."""
_MIN_OVERLAP_OTHER_ARTICLE = 0.85
"""The same for two articles, where other words make it a second source."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A candidate with its score and its answering span in article offsets."""

    candidate: Candidate
    score: float
    highlight: Span | None


def select_distinct(
    ranked: Sequence[RankedSentence], query_terms: QueryTerms
) -> list[RankedSentence]:
    """Return the best sentence and those that say something else; at most ``MAX_EVIDENCE``.

    Sentences of other articles come first: two sources are worth more than one.
    """
    chosen = list(ranked[:1])
    for each in sorted(
        ranked[1:], key=lambda each: _get_article_id(each) == _get_article_id(ranked[0])
    ):
        if len(chosen) == MAX_EVIDENCE:
            break
        if _is_distinct(each.candidate, chosen, frozenset(query_terms.terms)):
            chosen.append(each)
    return chosen


def to_evidence(ranked: RankedSentence) -> Evidence:
    """Return the evidence for a sentence, extended to an excerpt."""
    candidate = ranked.candidate
    return Evidence(candidate.passage, *find_excerpt(candidate), ranked.score, ranked.highlight)


def _is_distinct(
    candidate: Candidate, chosen: Sequence[RankedSentence], question_terms: frozenset[str]
) -> bool:
    is_statement = not (candidate.features.is_heading or candidate.features.is_question)
    return is_statement and not any(
        _are_duplicates(candidate, other.candidate)
        or _are_near_duplicates(candidate, other.candidate, question_terms)
        for other in chosen
    )


def _are_duplicates(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences are from copies of one story, which are one source."""
    ours, theirs = one.passage, other.passage
    return ours.article.id != theirs.article.id and ours.story == theirs.story != ""


def _are_near_duplicates(one: Candidate, other: Candidate, question_terms: frozenset[str]) -> bool:
    """Whether two sentences have overlapping excerpts or nearly the same terms."""
    is_same = one.passage.article.id == other.passage.article.id
    if is_same:
        (a, b), (c, d) = find_excerpt(one), find_excerpt(other)
        if a < d and c < b:
            return True
    news, others = one.sentence.terms - question_terms, other.sentence.terms - question_terms
    alike = _MIN_OVERLAP_SAME_ARTICLE if is_same else _MIN_OVERLAP_OTHER_ARTICLE
    return len(news & others) >= alike * min(len(news), len(others))


def _get_article_id(ranked: RankedSentence) -> str:
    return ranked.candidate.passage.article.id
