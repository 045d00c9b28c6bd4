"""Every sentence of the retrieved passages, with what speaks for and against it as an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

from bot.answering.features import Sentence, sentences_of
from bot.answering.matching import Asked, Credits, united
from bot.replies import Span
from corpus.article import Article, ZoneKind
from index.analysis import terms
from index.retrieval import RetrievedPassage


class Features(NamedTuple):
    """What a sentence has of a question, each from 0 to 1 unless said otherwise.

    ``coverage``: the weighted share of the question's terms in it; ``around``: what its
    neighbours add to that; ``title``: what the article's title, outlet, author and date add;
    ``rare``: the coverage where terms in fewer of the sentences weigh more; ``pairs``: the share
    of the question's neighbouring terms that are near each other in it; ``cosine``: the passage's
    (-1 to 1); ``heading`` and ``query``: 1 where it is a headline or a question itself.
    """

    coverage: float
    around: float
    title: float
    rare: float
    pairs: float
    cosine: float
    heading: float
    query: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, in its article's coordinates, and the one before it there."""

    passage: RetrievedPassage
    start: int
    end: int
    sentence: Sentence
    credits: Credits
    features: Features
    before: Span | None

    @property
    def text(self) -> str:
        """The sentence's exact words."""
        return self.passage.article.text[self.start : self.end]


@dataclass(frozen=True)
class Field:
    """What was retrieved for a question: its sentences, and what all of them hold together."""

    asked: Asked
    candidates: tuple[Candidate, ...]
    credits: Credits
    """The best credit of each term in any passage, its title included."""
    nearest: float
    """The highest cosine of a passage."""


def field_of(question: str, passages: Sequence[RetrievedPassage]) -> Field:
    """All evidence sentences of the passages, each place of an article once."""
    texts = [sentences_of(passage.text) for passage in passages]
    abouts = [_about(passage.article) for passage in passages]
    flat = [sentence for sentences in texts for sentence in sentences]
    vocabulary = frozenset[str]().union(*abouts, *(s.terms for s in flat))
    capitals = frozenset[str]().union(*(s.capitals for s in flat))
    asked = Asked.of(question, vocabulary, capitals)
    scale = _Scale(asked, flat)
    candidates = [
        candidate
        for passage, sentences, about in zip(passages, texts, abouts, strict=True)
        for candidate in _candidates(asked, scale, passage, sentences, about)
    ]
    places = {(c.passage.article.id, c.start, c.end): c for c in reversed(candidates)}
    return Field(
        asked,
        tuple(reversed(places.values())),
        asked.credits(vocabulary),
        max((passage.cosine for passage in passages), default=0.0),
    )


class _Scale:
    """Weights of the question's terms that grow as fewer of the retrieved sentences hold them."""

    def __init__(self, asked: Asked, sentences: Sequence[Sentence]) -> None:
        held = {t: sum(t in sentence.terms for sentence in sentences) for t in asked.weights}
        n = len(sentences)
        self._weights = {t: w * log(1 + (n + 0.5) / (held[t] + 0.5)) for t, w in asked.weights.items()}
        self._total = sum(self._weights.values()) or 1.0

    def share(self, credits: Credits) -> float:
        return sum(w * credits[term] for term, w in self._weights.items()) / self._total


def _candidates(
    asked: Asked, scale: _Scale, passage: RetrievedPassage, sentences: Sequence[Sentence], about: frozenset[str]
) -> Iterator[Candidate]:
    credits = [asked.credits(sentence.terms) for sentence in sentences]
    title = asked.credits(about)
    for i, sentence in enumerate(sentences):
        start, end = passage.start + sentence.start, passage.start + sentence.end
        if not passage.article.is_evidence(start, end):
            continue
        near = united(credits[max(0, i - 1) : i + 2])
        coverage = asked.share(credits[i])
        around = asked.share(near)
        features = Features(
            coverage=coverage,
            around=around - coverage,
            title=asked.share(united([near, title])) - around,
            rare=scale.share(credits[i]),
            pairs=_share_of_pairs(asked, sentence),
            cosine=passage.cosine,
            heading=float(sentence.is_heading or _is_headline(passage.article, start)),
            query=float(sentence.is_question),
        )
        before = (passage.start + sentences[i - 1].start, passage.start + sentences[i - 1].end) if i else None
        yield Candidate(passage, start, end, sentence, credits[i], features, before)


def _share_of_pairs(asked: Asked, sentence: Sentence) -> float:
    return sum(pair in sentence.pairs for pair in asked.pairs) / max(1, len(asked.pairs))


def _is_headline(article: Article, start: int) -> bool:
    zone = article.zone_at(start)
    return zone is not None and zone.kind in {ZoneKind.HEADLINE, ZoneKind.HEADING}


@lru_cache(maxsize=4096)
def _about_terms(line: str) -> frozenset[str]:
    return frozenset(terms(line))


def _about(article: Article) -> frozenset[str]:
    """The terms of what is known about an article beside its text."""
    published = f"{article.published:%d %B %Y}" if article.published else ""
    return _about_terms(" ".join(filter(None, [article.title, article.source, article.author, published])))
