"""ROUGE of summaries against a person's, beside the article's first sentences (lead)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from bot.collection import Collection
from bot.evaluation.folders import KnownSummary
from corpus.article import Article, ZoneKind
from index.sentences import find_sentence_spans

SUMMARY_SENTENCES = 3
"""Sentences of a summary and of the beginning it is compared with."""

_SUMMARY_ZONES = (ZoneKind.STANDFIRST, ZoneKind.BODY)
_ROUGE_TYPES = ("rouge1", "rouge2", "rougeLsum")


@dataclass(frozen=True, slots=True)
class SummaryJudgement:
    """ROUGE F-measures of a summary, and of the first sentences of its article (``lead``)."""

    rouge_1: float
    rouge_2: float
    rouge_lsum: float
    lead_1: float
    lead_2: float
    lead_lsum: float


def judge_summary(articles: Collection, known: KnownSummary) -> SummaryJudgement:
    """Summarize the article and compare. Raises ``UnknownArticle``.

    ROUGE-1, -2 and -Lsum (Lin 2004) with Porter stemming, as computed by rouge-score.
    """
    summary = articles.summarize(known.id, SUMMARY_SENTENCES)
    said = [citation.excerpt for citation in summary.sentences]
    lead = _get_lead(articles.article(known.id))
    wanted = _split_text(known.text)
    return SummaryJudgement(*_compute_rouge(wanted, said), *_compute_rouge(wanted, lead))


def _get_lead(article: Article) -> list[str]:
    text = article.flow()
    spans = (
        span
        for zone in article.find_zones(*_SUMMARY_ZONES)
        for span in find_sentence_spans(text, zone.start, zone.end)
    )
    return [text[slice(*span)] for span in islice(spans, SUMMARY_SENTENCES)]


def _split_text(text: str) -> list[str]:
    return [text[slice(*span)] for span in find_sentence_spans(text, 0, len(text))]


def _compute_rouge(wanted: Iterable[str], said: Iterable[str]) -> tuple[float, float, float]:
    scores = _load_scorer().score(_join_lines(wanted), _join_lines(said))
    one, two, lsum = (float(scores[kind].fmeasure) for kind in _ROUGE_TYPES)
    return one, two, lsum


def _join_lines(found: Iterable[str]) -> str:
    """One sentence a line, as ROUGE-Lsum expects them."""
    return "\n".join(" ".join(sentence.split()) for sentence in found)


@cache
def _load_scorer() -> Any:  # noqa: ANN401 - rouge-score has no types
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(list(_ROUGE_TYPES), use_stemmer=True)
