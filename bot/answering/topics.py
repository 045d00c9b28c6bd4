"""Answers a keyword query with the sentences that cover its topic best."""

import time
from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.answering.citations import cite
from bot.answering.extraction.excerpts import extend_sentence
from bot.answering.extraction.overlap import GENERIC_TERMS, QueryTerms
from bot.answering.summaries import (
    Filter,
    TopicSentence,
    collect_sentences,
    compute_relevance,
    select_mmr,
)
from bot.answering.verifier import Verifier
from bot.replies import Answer, AnswerKind, Span, Timings
from corpus.article import Article
from corpus.messages import message
from corpus.scope import EVERYTHING, Scope
from index.analyzer import extract_terms
from index.ports import Embedder, Vector
from index.retriever import RetrievedPassage, Retriever

_MAX_EXCERPTS = 3
_MAX_PASSAGES = 30
_MIN_COSINE = 0.15
"""The minimum cosine of a passage with all telling terms of the topic; a lone name has little."""
_MIN_COSINE_ELSEWHERE = 0.4
"""The same if some of the terms are elsewhere in its article."""
_MAX_COSINE_GAP = 0.2
"""A passage this much further from the topic than the nearest one only mentions it."""
_EARLINESS_WEIGHT = 0.1
"""What is added to the relevance of an article's first words: news puts the main things first."""
_MAX_RELEVANCE_GAP = 0.25
"""A sentence this much less relevant than the best one is left out."""
_MAX_PER_STORY = 2
_RELEVANCE_WEIGHT = 0.7
"""The weight of relevance against novelty."""


class TopicAnswerer:
    """Answers keyword queries of one collection."""

    def __init__(self, retriever: Retriever, embedder: Embedder, verifier: Verifier) -> None:
        self._retriever = retriever
        self._embedder = embedder
        self._verifier = verifier

    def answer(
        self, topic: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer | None:
        """Return up to three verified excerpts about a topic, best first, or ``None``.

        An article is about the topic if it has all its telling terms and a passage near it. The
        confidence is the relevance of the best sentence, at most 1.
        """
        found = self._retriever.retrieve(topic, _MAX_PASSAGES, asked_on, scope)
        started = time.perf_counter()
        candidates = collect_sentences(_find_passages_about(topic, found.passages))
        if not candidates:
            return None
        vectors = self._embedder.embed_passages([each.text for each in candidates])
        relevance = compute_relevance(topic, candidates, vectors @ found.vector)
        relevance += _EARLINESS_WEIGHT * _compute_earliness(candidates)
        excerpts = [extend_sentence(each.passage, each.span) for each in candidates]
        chosen = select_mmr(
            relevance,
            vectors @ vectors.T,
            _MAX_EXCERPTS,
            _RELEVANCE_WEIGHT,
            _build_filter(candidates, excerpts, relevance),
        )
        citations = self._verifier.verify(
            cite(candidates[place].article, *excerpts[place], score=float(relevance[place]))
            for place in chosen
        )
        if not citations:
            return None
        read_ms = (time.perf_counter() - started) * 1000
        return Answer(
            topic,
            citations,
            confidence=min(1.0, max(each.score for each in citations)),
            kind=AnswerKind.TOPIC,
            heading=message("The articles say about “{topic}”:", topic=topic),
            as_of=max((each.published for each in citations if each.published), default=None),
            timings=Timings(found.embed_ms, found.search_ms, read=read_ms),
        )


def _find_passages_about(
    topic: str, passages: Sequence[RetrievedPassage]
) -> list[RetrievedPassage]:
    vocabulary = frozenset(term for each in passages for term in extract_terms(each.flow))
    titles = frozenset(term for each in passages for term in extract_terms(each.article.title))
    query_terms = QueryTerms.from_question(topic, vocabulary | titles, ())
    if not set(query_terms.terms) - GENERIC_TERMS:
        return []
    about = [each for each in passages if _is_about(query_terms, each)]
    least = max((each.cosine for each in about), default=0.0) - _MAX_COSINE_GAP
    return [each for each in about if each.cosine >= least]


def _is_about(query_terms: QueryTerms, passage: RetrievedPassage) -> bool:
    if passage.cosine < _MIN_COSINE:
        return False
    title = passage.article.title
    if _has_all_terms(query_terms, f"{title}\n{passage.flow}"):
        return True
    is_near = passage.cosine >= _MIN_COSINE_ELSEWHERE
    return is_near and _has_all_terms(query_terms, f"{title}\n{_join_evidence(passage.article)}")


def _has_all_terms(query_terms: QueryTerms, text: str) -> bool:
    """Whether a text has each term of the topic, or one of the same stem; generic ones are free."""
    held = query_terms.score_terms(frozenset(extract_terms(text)))
    missing = query_terms.count_missing_names(held) + query_terms.count_missing_words(held)
    return not missing


def _join_evidence(article: Article) -> str:
    zones = (zone for zone in article.zones if zone.kind.is_evidence)
    return "\n".join(article.text[zone.start : zone.end] for zone in zones)


def _compute_earliness(candidates: Sequence[TopicSentence]) -> Vector:
    """Return 1 for a sentence at the start of its article, less for later ones, shape ``(n,)``."""
    passed = [each.span[0] / max(1, len(each.article.text)) for each in candidates]
    return 1 - np.array(passed, dtype=np.float32)


def _build_filter(
    candidates: Sequence[TopicSentence], excerpts: Sequence[Span], relevance: Vector
) -> Filter:
    """Return a filter for relevant sentences whose excerpts do not overlap, two of a story."""
    least = float(relevance.max()) - _MAX_RELEVANCE_GAP

    def accepts(place: int, selected: Sequence[int]) -> bool:
        same = [each for each in selected if candidates[each].story == candidates[place].story]
        return (
            bool(relevance[place] >= least)
            and len(same) < _MAX_PER_STORY
            and not any(_overlap(excerpts[place], excerpts[each]) for each in same)
        )

    return accepts


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
