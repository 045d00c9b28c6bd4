"""Finds articles that give different answers about the same event at the same time."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.answering.extraction.answer_types import find_expressions
from bot.answering.extraction.overlap import GENERIC_TERMS, QueryTerms
from bot.answering.extraction.question import WORD, AnswerType, analyze_question, stem
from bot.answering.extraction.selection import MAX_EVIDENCE, RankedSentence
from index.analyzer import extract_terms

_NUMERIC_TYPES = frozenset(
    {AnswerType.COUNT, AnswerType.AMOUNT, AnswerType.PERCENTAGE, AnswerType.YEAR}
)
_NAME_TYPES = frozenset({AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE})
_SAME_TIME = timedelta(days=14)
"""Later articles report what has changed since."""
_MAX_ANSWER_WORDS = 6
"""Longer answers say more than one thing, so that they are not compared."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


class _Answer(NamedTuple):
    """The answer of a sentence: its number, or the terms of a name."""

    number: str
    words: frozenset[str]
    unit: str
    ranked: RankedSentence


def select_conflicting(
    ranked: Sequence[RankedSentence], query_terms: QueryTerms
) -> list[RankedSentence]:
    """Return the best sentence for each conflicting answer, best first; empty if answers agree.

    Only numbers and names that the question asks for conflict, and only those of articles that say
    all that the question says and are published within two weeks of each other; neither passage
    has the other's answer. At most ``MAX_EVIDENCE``. The best sentence of all must be among them.
    """
    kind = analyze_question(query_terms.question).answer_type
    if kind not in _NUMERIC_TYPES | _NAME_TYPES:
        return []
    chosen: list[_Answer] = []
    for each in ranked:
        answer = _extract_answer(each, kind, query_terms)
        if answer is None:
            continue
        if len(chosen) < MAX_EVIDENCE and all(_are_conflicting(answer, other) for other in chosen):
            chosen.append(answer)
    leads = len(chosen) > 1 and chosen[0].ranked is ranked[0]
    return [each.ranked for each in chosen] if leads else []


def _extract_answer(
    ranked: RankedSentence, kind: AnswerType, query_terms: QueryTerms
) -> _Answer | None:
    """Return the answer of a sentence, or ``None`` if it cannot be compared with others."""
    candidate = ranked.candidate
    if ranked.highlight is None or not _says_all(candidate.context_scores, query_terms):
        return None
    start, end = ranked.highlight
    text = candidate.passage.article.text
    words = text[start:end]
    if len(words.split()) > _MAX_ANSWER_WORDS or not any(find_expressions(kind, words)):
        return None
    numbers = _NUMBER.findall(words)
    if kind in _NAME_TYPES:
        return None if numbers else _Answer("", frozenset(extract_terms(words)), "", ranked)
    if len(numbers) != 1:
        return None
    after = text[text.index(numbers[0], start) + len(numbers[0]) : candidate.end]
    unit = next((stem(word.group()) for word in WORD.finditer(after)), "")
    return _Answer(numbers[0], frozenset(), "" if kind is AnswerType.YEAR else unit, ranked)


def _says_all(found: Sequence[float], query_terms: QueryTerms) -> bool:
    """Whether a passage and its title have every telling term of the question."""
    each = zip(query_terms.terms, found, strict=True)
    return all(score > 0 for term, score in each if term not in GENERIC_TERMS)


def _are_conflicting(one: _Answer, other: _Answer) -> bool:
    passages = one.ranked.candidate.passage, other.ranked.candidate.passage
    articles = passages[0].article, passages[1].article
    return (
        articles[0].id != articles[1].id
        and not (passages[0].story == passages[1].story != "")
        and one.unit == other.unit
        and _are_of_one_time(articles[0].published, articles[1].published)
        and not (_is_in_text(one, passages[1].flow) or _is_in_text(other, passages[0].flow))
    )


def _are_of_one_time(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME_TIME


def _is_in_text(answer: _Answer, text: str) -> bool:
    """Whether a passage has any part of the answer."""
    if answer.number:
        return answer.number in _NUMBER.findall(text)
    return not answer.words.isdisjoint(extract_terms(text))
