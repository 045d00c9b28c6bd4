"""Explains an abstention with the words of the question that the nearest passages lack."""

import re
from collections.abc import Iterable, Sequence

from bot.answering.extraction.dates import TimeTerms
from bot.answering.extraction.overlap import (
    GENERIC_TERMS,
    QueryTerms,
    find_name_terms,
    split_sentences,
)
from corpus.messages import Message, join_list, message
from index.analyzer import extract_terms
from index.retriever import RetrievedPassage

EMPTY_COLLECTION = message("No articles have been added to this collection yet.")
OUTSIDE_PERIOD = message("No article here was published in that time.")
NO_NEAR_PASSAGE = message("No passage of the articles is near this question.")
OTHER_TIME = message("The nearest passages are from another time.")
NO_ANSWER_IN_PASSAGES = message("The nearest passages do not answer it.")
_MAX_WORDS = 3
"""The maximum number of words that a reason names."""

_WORD = re.compile(r"\w[\w’'.-]*\w|\w")


def explain_abstention(question: str, passages: Sequence[RetrievedPassage]) -> str:
    """Explain why the passages do not answer.

    The reason is the names that no passage has; otherwise the words that no passage with these
    names has. "Why did Khar resign?" assumes that she resigned: if no passage speaks of resigning,
    that is the reason.
    """
    if not passages:
        return NO_NEAR_PASSAGE
    held = [_extract_passage_terms(each) for each in passages]
    time, ignored = TimeTerms.from_time(passages[0].time), GENERIC_TERMS
    if time:
        published = (each.article.published for each in passages)
        if any(map(time.matches, published, held)):
            ignored |= time.terms
        elif time.time.relative:
            return OTHER_TIME
    vocabulary = frozenset[str]().union(*held)
    query_terms = QueryTerms.from_question(question, vocabulary, ())
    name_terms = find_name_terms(question)
    names = _find_words(question, name_terms - ignored)
    unknown = _find_missing(query_terms, names, vocabulary)
    if unknown:
        return message("Nothing near this question mentions {words}.", words=_join_with_or(unknown))
    about = [each for each in held if not _find_missing(query_terms, names, each)]
    others = _find_words(question, frozenset(query_terms.terms) - name_terms - ignored)
    unsaid = _find_missing(query_terms, others, frozenset().union(*about)) if about else []
    if names and unsaid:
        return message(
            "The nearest passages mention {names}, but not {words}.",
            names=_join_with_and(names),
            words=_join_with_or(unsaid),
        )
    return NO_ANSWER_IN_PASSAGES


def _find_words(question: str, wanted: frozenset[str]) -> list[str]:
    """Return the words of the question whose terms are in ``wanted``, without duplicates."""
    words = (match.group() for match in _WORD.finditer(question))
    found = {word.casefold(): word for word in words if set(extract_terms(word)) & wanted}
    return list(found.values())


def _extract_passage_terms(passage: RetrievedPassage) -> frozenset[str]:
    """Return the terms of a passage and its title, from its sentences, which are cached."""
    title = frozenset(extract_terms(passage.article.title))
    return title.union(*(sentence.terms for sentence in split_sentences(passage.flow)))


def _find_missing(query_terms: QueryTerms, words: Iterable[str], held: frozenset[str]) -> list[str]:
    """Return the words of which ``held`` has no term, and no term of the same stem."""
    scores = query_terms.score_terms(held)
    missing = {t for t, score in zip(query_terms.terms, scores, strict=True) if not score}
    return [word for word in words if missing.issuperset(extract_terms(word))]


def _join_with_or(words: Sequence[str]) -> Message:
    *others, last = _quote_words(words)
    return message("{words} or {last}", words=join_list(others), last=last) if others else last


def _join_with_and(words: Sequence[str]) -> Message:
    *others, last = _quote_words(words)
    return message("{words} and {last}", words=join_list(others), last=last) if others else last


def _quote_words(words: Sequence[str]) -> list[Message]:
    return [message("“{word}”", word=word) for word in words[:_MAX_WORDS]]
