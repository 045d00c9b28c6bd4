"""The JSON that ``--json`` prints. Programs outside rely on it: add to it, change nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.catalog import Place
from bot.replies import Answer, Citation, Reply, Summary
from bot.reports import ImportReport, PassageHit, ReindexReport, Status
from corpus.article import Article, ArticleLine

ABSTAINED = "The articles do not say."
"""What an abstention says in place of an answer."""


def reply_object(reply: Reply) -> dict[str, Any]:
    """A reply to one question."""
    answered = isinstance(reply, Answer)
    as_of = reply.as_of if isinstance(reply, Answer) else None
    return {
        "question": reply.question,
        "status": "answered" if answered else "abstained",
        "reason": None if isinstance(reply, Answer) else reply.reason,
        "answer": reply.text if isinstance(reply, Answer) else ABSTAINED,
        "confidence": round(reply.confidence, 4),
        "as_of": as_of.isoformat() if as_of else None,
        "differ": isinstance(reply, Answer) and reply.differ,
        "citations": citation_objects(reply.citations if isinstance(reply, Answer) else ()),
        "nearest": citation_objects(() if isinstance(reply, Answer) else reply.nearest),
        "timings_ms": {step: round(ms, 3) for step, ms in asdict(reply.timings).items()},
    }


def unanswerable_object(question: str | None, reason: str) -> dict[str, Any]:
    """What stands in place of a reply to a question that could not be asked."""
    return {
        "question": question,
        "status": "abstained",
        "reason": reason,
        "answer": ABSTAINED,
        "confidence": 0.0,
        "as_of": None,
        "differ": False,
        "citations": [],
        "nearest": [],
        "timings_ms": {"embed": 0.0, "search": 0.0, "rerank": 0.0, "read": 0.0, "total": 0.0},
    }


def citation_objects(citations: Sequence[Citation]) -> list[dict[str, Any]]:
    """Citations, counted from 1."""
    return [_citation(marker, citation) for marker, citation in enumerate(citations, start=1)]


def article_object(article: Article, place: Place | None = None) -> dict[str, Any]:
    """An article whole, with its zones, and where it stands among its versions."""
    return {
        "id": article.id,
        "version": article.version,
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "text": article.text,
        "zones": [
            {"zone": zone.kind.value, "start": zone.start, "end": zone.end}
            for zone in article.zones
        ],
        **({} if place is None else _place(place)),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"number": place.number, "versions": place.of, "superseded_by": place.newest}


def line_object(line: ArticleLine) -> dict[str, Any]:
    """An article of a list."""
    published = line.published.isoformat() if line.published else None
    return {**asdict(line), "published": published}


def lines_object(lines: Sequence[ArticleLine]) -> dict[str, Any]:
    """A list of articles."""
    return {"articles": [line_object(line) for line in lines]}


def hits_object(query: str, hits: Sequence[PassageHit]) -> dict[str, Any]:
    """The passages near a query, best first."""
    return {"query": query, "hits": [_hit(hit) for hit in hits]}


def summary_object(summary: Summary) -> dict[str, Any]:
    """A summary: its sentences as citations."""
    return {
        "article": summary.article_id,
        "title": summary.title,
        "citations": citation_objects(summary.sentences),
    }


def import_object(report: ImportReport) -> dict[str, Any]:
    """What became of the inputs of an import."""
    return asdict(report)


def reindex_object(report: ReindexReport) -> dict[str, Any]:
    """What a reindex did."""
    return asdict(report)


def status_object(status: Status) -> dict[str, Any]:
    """What a collection holds."""
    aside = [{**asdict(item), "since": item.since.isoformat()} for item in status.set_aside_inputs]
    return {**asdict(status), "set_aside_inputs": aside}


def _citation(marker: int, citation: Citation) -> dict[str, Any]:
    return {
        "marker": marker,
        "article": citation.article_id,
        "version": citation.version,
        "start": citation.start,
        "end": citation.end,
        "excerpt": citation.excerpt,
        "highlight": list(citation.highlight) if citation.highlight else None,
        "zone": citation.zone,
        "title": citation.title,
        "author": citation.author,
        "source": citation.source,
        "published": citation.published.isoformat() if citation.published else None,
        "url": citation.url,
        "score": round(citation.score, 6),
        "also_in": [_copy(line) for line in citation.also_in],
    }


def _copy(line: ArticleLine) -> dict[str, Any]:
    return {
        "article": line.id,
        "title": line.title,
        "source": line.source,
        "published": line.published.isoformat() if line.published else None,
        "url": line.url,
    }


def _hit(hit: PassageHit) -> dict[str, Any]:
    return {
        "article": hit.article_id,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": hit.score,
        "title": hit.title,
        "version": hit.version,
    }
