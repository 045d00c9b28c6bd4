"""Selects the sentences that are shown together: distinct ones, or conflicting answers."""

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
"""The maximum number of pieces of evidence."""
_MIN_OVERLAP_SAME_ARTICLE = 0.6
"""Two sentences of one article that share this part of their other terms say the same."""
_MIN_OVERLAP_OTHER_ARTICLE = 0.85
"""The same for two articles, where other words make it a second source."""

_MAX_ANSWER_WORDS = 6
"""Longer answers say more than one thing, so that they are not compared."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[A-Z]\w")


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


class _AnswerContent(NamedTuple):
    """The answer of a sentence: its numbers, or the terms of a name."""

    numbers: frozenset[str]
    words: frozenset[str]
    ranked: RankedSentence


def select_conflicting(ranked: Sequence[RankedSentence]) -> list[RankedSentence]:
    """Return the best sentence for each conflicting answer, best first; empty if answers agree.

    Answers conflict if they are names or have numbers and neither passage has any of the other's.
    At most ``MAX_EVIDENCE``. The best sentence of all must be among them.
    """
    answers = [answer for each in ranked if (answer := _extract_answer(each))]
    chosen: list[_AnswerContent] = []
    for each in answers:
        if len(chosen) < MAX_EVIDENCE and all(_are_conflicting(each, other) for other in chosen):
            chosen.append(each)
    leads = len(chosen) > 1 and chosen[0].ranked is ranked[0]
    return [each.ranked for each in chosen] if leads else []


def _extract_answer(ranked: RankedSentence) -> _AnswerContent | None:
    """Return the answer of a sentence, or ``None`` if it is neither a number nor a name."""
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
    """Whether a passage has any part of the answer."""
    if answer.numbers:
        return not answer.numbers.isdisjoint(_NUMBER.findall(text))
    return not answer.words.isdisjoint(extract_terms(text))
