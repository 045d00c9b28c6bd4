"""Summaries held against a person's, beside the plain beginning of the article: ROUGE."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from bot.evaluation.folders import KnownSummary
from bot.ports import Collection
from corpus.article import Article, ZoneKind
from index.sentences import sentences

LENGTH = 3
"""Sentences of a summary and of the beginning it is compared with."""

_TOLD = (ZoneKind.STANDFIRST, ZoneKind.BODY)
_KINDS = ("rouge1", "rouge2", "rougeLsum")


@dataclass(frozen=True, slots=True)
class SummaryJudgement:
    """ROUGE F-measures of a summary, and of the first sentences of its article (``lead``)."""

    rouge_1: float
    rouge_2: float
    rouge_lsum: float
    lead_1: float
    lead_2: float
    lead_lsum: float


def judged_summary(articles: Collection, known: KnownSummary) -> SummaryJudgement:
    """Summarize the article and compare. Raises ``UnknownArticle``.

    ROUGE-1, -2 and -Lsum (Lin 2004) with Porter stemming, as computed by rouge-score.
    """
    summary = articles.summarize(known.id, LENGTH)
    said = [citation.excerpt for citation in summary.sentences]
    lead = _lead(articles.article(known.id))
    wanted = _cut(known.text)
    return SummaryJudgement(*_rouge(wanted, said), *_rouge(wanted, lead))


def _lead(article: Article) -> list[str]:
    text = article.flow()
    spans = (
        span for zone in article.zones_of(*_TOLD) for span in sentences(text, zone.start, zone.end)
    )
    return [text[slice(*span)] for span in islice(spans, LENGTH)]


def _cut(text: str) -> list[str]:
    return [text[slice(*span)] for span in sentences(text, 0, len(text))]


def _rouge(wanted: Iterable[str], said: Iterable[str]) -> tuple[float, float, float]:
    scores = _scorer().score(_in_lines(wanted), _in_lines(said))
    one, two, lsum = (float(scores[kind].fmeasure) for kind in _KINDS)
    return one, two, lsum


def _in_lines(found: Iterable[str]) -> str:
    """One sentence a line, as ROUGE-Lsum expects them."""
    return "\n".join(" ".join(sentence.split()) for sentence in found)


@cache
def _scorer() -> Any:  # noqa: ANN401 - rouge-score has no types
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(_KINDS), use_stemmer=True)
