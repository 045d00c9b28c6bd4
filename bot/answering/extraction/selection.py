"""Which of the best sentences are shown together, and how much of the text around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.answering.extraction.base import Evidence
from bot.answering.extraction.candidates import Candidate
from bot.answering.extraction.excerpts import find_excerpt
from bot.answering.extraction.overlap import QueryTerms
from bot.replies import Span
from index.analyzer import extract_terms

MAX_EVIDENCE = 3
"""Pieces of evidence in one reading at the most."""
_MIN_OVERLAP_SAME_ARTICLE = 0.6
"""The share of its terms beyond the question from which on it says what another one says."""
_MIN_OVERLAP_OTHER_ARTICLE = 0.85
"""The same between articles, where saying it again in other words is a second source."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence, how well it answers, and its words that do, in its article's coordinates."""

    candidate: Candidate
    score: float
    highlight: Span | None


def select_distinct(
    ranked: Sequence[RankedSentence], query_terms: QueryTerms
) -> list[RankedSentence]:
    """The first of the ranked, and those after it that say something else; at most ``MOST``.

    Those of other articles come before more of the same one: two sources are worth more than one.
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
    """The sentence as it is shown: with what it leans on."""
    candidate = ranked.candidate
    return Evidence(candidate.passage, *find_excerpt(candidate), ranked.score, ranked.highlight)


def _is_distinct(
    candidate: Candidate, chosen: Sequence[RankedSentence], asked: frozenset[str]
) -> bool:
    is_statement = not (candidate.features.is_heading or candidate.features.is_question)
    return is_statement and not any(
        _are_duplicates(candidate, other.candidate)
        or _are_near_duplicates(candidate, other.candidate, asked)
        for other in chosen
    )


def _are_duplicates(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences are from different copies of one story: those are one source."""
    ours, theirs = one.passage, other.passage
    return ours.article.id != theirs.article.id and ours.story == theirs.story != ""


def _are_near_duplicates(one: Candidate, other: Candidate, asked: frozenset[str]) -> bool:
    """Whether two sentences overlap, once each has what it leans on, or add nearly the same."""
    is_same = one.passage.article.id == other.passage.article.id
    if is_same:
        (a, b), (c, d) = find_excerpt(one), find_excerpt(other)
        if a < d and c < b:
            return True
    news, others = one.sentence.terms - asked, other.sentence.terms - asked
    alike = _MIN_OVERLAP_SAME_ARTICLE if is_same else _MIN_OVERLAP_OTHER_ARTICLE
    return len(news & others) >= alike * min(len(news), len(others))


def _get_article_id(ranked: RankedSentence) -> str:
    return ranked.candidate.passage.article.id


_MAX_ANSWER_WORDS = 6
"""Words of an answer that can be set against another; longer ones say more than one thing."""


class _AnswerContent(NamedTuple):
    """What a sentence answers: its numbers, or its terms where that is a name, and where."""

    numbers: frozenset[str]
    words: frozenset[str]
    ranked: RankedSentence


def select_conflicting(ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """The best sentence of each answer that articles give, best first; none where they agree.

    Articles answer differently where the words that answer are names, or hold numbers, and no
    passage has any of the other's. At most ``MOST``; the best of all is among them or there is
    none.
    """
    said = [found for each in ranked if (found := _extract_answer(each))]
    chosen: list[_AnswerContent] = []
    for each in said:
        if len(chosen) < MAX_EVIDENCE and all(_are_conflicting(each, other) for other in chosen):
            chosen.append(each)
    leads = len(chosen) > 1 and chosen[0].ranked is ranked[0]
    return [each.ranked for each in chosen] if leads else []


def _extract_answer(ranked: RankedSentence) -> _AnswerContent | None:
    """What a sentence answers; ``None`` where that is neither a number nor a name."""
    if ranked.highlight is None:
        return None
    start, end = ranked.highlight
    words = ranked.candidate.passage.article.text[start:end]
    numbers = frozenset(_NUMBER.findall(words))
    if len(words.split()) > _MAX_ANSWER_WORDS or not (numbers or _NAME.search(words)):
        return None
    return _AnswerContent(numbers, frozenset(extract_terms(words)), ranked)


def _are_conflicting(one: _AnswerContent, other: _AnswerContent) -> bool:
    passages = one.ranked.candidate.passage, other.ranked.candidate.passage
    if passages[0].article.id == passages[1].article.id or bool(one.numbers) != bool(other.numbers):
        return False
    return not (_is_in_text(one, passages[1].flow) or _is_in_text(other, passages[0].flow))


def _is_in_text(answer: _AnswerContent, text: str) -> bool:
    """Whether a passage has any of what another one answers."""
    if answer.numbers:
        return not answer.numbers.isdisjoint(_NUMBER.findall(text))
    return not answer.words.isdisjoint(extract_terms(text))


_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[A-Z]\w")
