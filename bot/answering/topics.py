"""What several articles say of a topic, in their own sentences, without saying things twice."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.answering.citing import cite
from bot.answering.covering import May, covering
from bot.answering.verification import Verifier
from bot.overviews import TopicSummary
from bot.replies import Citation, Span
from corpus.article import Article, ZoneKind
from index.analyzer import terms
from index.ports import Embedder, Vector
from index.retriever import RetrievedPassage, Retriever
from index.sentences import sentences

_PASSAGES = 40
"""Passages read at the most."""
_ABOUT = 0.5
"""The relevance from which a sentence is taken to be about the topic.

Of the sentences of 500 articles of 2004, at least 19 are above it for each of nine topics of the
day, and one in all for seven topics of other times and places.
"""
_SHARED = 0.25
"""What all words of the topic add to the cosine, where headline and sentence have them."""
_OF_EACH = 2
"""Sentences of one story at the most."""
_RELEVANCE = 0.7
"""What being about the topic counts beside being unlike what is chosen already."""
_MIN_TOPIC_WORDS = 4
_TOLD = frozenset({ZoneKind.BODY, ZoneKind.STANDFIRST})


class _Candidate(NamedTuple):
    article: Article
    span: Span
    story: str


class TopicSummarizer:
    """Chooses sentences about a topic from the passages near it."""

    def __init__(self, retriever: Retriever, embedder: Embedder, verifier: Verifier) -> None:
        self._retriever = retriever
        self._embedder = embedder
        self._verifier = verifier

    def summarize(self, topic: str, length: int) -> TopicSummary:
        """At most ``length`` sentences, at most two of a story, each cited and verified."""
        found = self._retriever.retrieve(topic, _PASSAGES)
        candidates = _candidates(found.passages)
        if not candidates:
            return TopicSummary(topic, ())
        vectors = self._embedder.embed_passages([_words(each) for each in candidates])
        relevance = vectors @ found.vector + _SHARED * _shared(topic, candidates) ** 2
        may = _telling(relevance, [each.story for each in candidates])
        chosen = covering(relevance, vectors @ vectors.T, length, _RELEVANCE, may)
        cited = [_cited(candidates[number], float(relevance[number])) for number in chosen]
        return TopicSummary(topic, self._verifier.verified(sorted(cited, key=_newest_first)))


def _candidates(passages: Sequence[RetrievedPassage]) -> list[_Candidate]:
    """The sentences of the passages, each once; of a story, those of its copy found first."""
    told: dict[str, str] = {}
    found: dict[tuple[str, Span], _Candidate] = {}
    for passage in passages:
        article = passage.article
        story = passage.story or article.id
        if told.setdefault(story, article.id) == article.id:
            for span in _sentences(passage):
                found.setdefault((article.id, span), _Candidate(article, span, story))
    return list(found.values())


def _sentences(passage: RetrievedPassage) -> list[Span]:
    """The sentences of body and standfirst that begin in a passage."""
    article, flow = passage.article, passage.article.flow()
    return [
        span
        for zone in article.zones_of(*_TOLD)
        if zone.start < passage.end and passage.start < zone.end
        for span in sentences(flow, zone.start, zone.end)
        if passage.start <= span[0] < passage.end
        and len(flow[slice(*span)].split()) >= _MIN_TOPIC_WORDS
    ]


def _shared(topic: str, candidates: Sequence[_Candidate]) -> Vector:
    """The part of the topic's words that each sentence has, itself or in the headline over it."""
    wanted = set(terms(topic))
    told = (terms(f"{each.article.title} {_words(each)}") for each in candidates)
    shares = [len(wanted.intersection(words)) / max(len(wanted), 1) for words in told]
    return np.array(shares, dtype=np.float32)


def _words(candidate: _Candidate) -> str:
    return candidate.article.text[slice(*candidate.span)]


def _telling(relevance: Vector, stories: Sequence[str]) -> May:
    """Whether a sentence is about the topic, and its story has not been told enough."""

    def may(number: int, taken: Sequence[int]) -> bool:
        told = sum(stories[each] == stories[number] for each in taken)
        return bool(relevance[number] >= _ABOUT) and told < _OF_EACH

    return may


def _cited(candidate: _Candidate, score: float) -> Citation:
    return cite(candidate.article, *candidate.span, score=score)


def _newest_first(citation: Citation) -> tuple[int, str, int]:
    day = citation.published.toordinal() if citation.published else 0
    return -day, citation.article_id, citation.start
