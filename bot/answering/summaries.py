"""Extractive summaries: the sentences that cover an article best, without saying things twice."""

import numpy as np

from bot.answering.citing import cite
from bot.answering.verification import Verifier
from bot.replies import Citation, Span, Summary
from corpus.article import Article, ZoneKind
from index.ports import Embedder, Vectors
from index.sentences import sentences

_TOLD = frozenset({ZoneKind.BODY, ZoneKind.STANDFIRST})
_FEWEST_WORDS = 5
_MOST_READ = 200
"""Sentences embedded at the most: news says what matters first."""

_POSITION = 0.15
"""How much more the first sentence counts than the last; news is written in falling importance."""


class Summarizer:
    """Chooses sentences by coverage: each article sentence should be near a chosen one."""

    def __init__(self, embedder: Embedder, verifier: Verifier) -> None:
        self._embedder = embedder
        self._verifier = verifier

    def summarize(self, article: Article, length: int) -> Summary:
        """At most ``length`` sentences in the order of the text, each cited and verified."""
        spans = _tellable(article)
        chosen = _most_covering(self._embedded(article, spans), length) if spans else {}
        citations = [_citation(article, spans[i], gain) for i, gain in sorted(chosen.items())]
        return Summary(article.id, article.title, self._verifier.verified(citations))

    def _embedded(self, article: Article, spans: list[Span]) -> Vectors:
        return self._embedder.embed_passages([article.text[start:end] for start, end in spans])


def _tellable(article: Article) -> list[Span]:
    text = article.flow()
    told = [
        span for zone in article.zones_of(*_TOLD) for span in sentences(text, zone.start, zone.end)
    ]
    whole = [span for span in told if len(text[slice(*span)].split()) >= _FEWEST_WORDS]
    return (whole or told)[:_MOST_READ]


def _citation(article: Article, span: Span, gain: float) -> Citation:
    return cite(article, *span, score=gain)


def _most_covering(vectors: Vectors, length: int) -> dict[int, float]:
    """Greedy maximisation of facility-location coverage (Lin & Bilmes 2011): index to gain.

    The gain of a sentence is how much nearer, summed over all sentences, the chosen set comes to
    each; greedy choice is within 1 - 1/e of the best set, as the coverage is submodular.
    """
    count = len(vectors)
    weights = 1 + _POSITION * np.linspace(1, 0, count, dtype=np.float32)
    nearness = np.clip(vectors @ vectors.T, 0, None) * weights[:, None]
    covered = np.zeros(count, dtype=np.float32)
    chosen: dict[int, float] = {}
    for _ in range(min(length, count)):
        gains = np.maximum(nearness - covered[:, None], 0).sum(axis=0) * weights
        gains[list(chosen)] = -1
        best = int(gains.argmax())
        chosen[best] = float(gains[best]) / count
        covered = np.maximum(covered, nearness[:, best])
    return chosen
