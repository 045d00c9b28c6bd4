"""The JSON contract of ``--json``. Other programs rely on it: add to it, change nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.catalog import VersionPosition
from bot.replies import Answer, AnswerKind, Citation, ClaimCheck, Reply, Summary
from bot.reports import ImportReport, PassageHit, ReindexReport, Status
from corpus.article import Article, ArticleSummary

ABSTENTION_TEXT = "The articles do not say."
"""The text of an abstention."""


def to_reply_object(reply: Reply) -> dict[str, Any]:
    """Convert a reply to JSON."""
    as_of = reply.as_of if isinstance(reply, Answer) else None
    return {
        "question": reply.question,
        "read_as": reply.read_as or None,
        "status": _get_status(reply),
        "kind": reply.kind.value if isinstance(reply, Answer) else None,
        "reason": None if isinstance(reply, Answer) else reply.reason,
        "answer": reply.text if isinstance(reply, Answer) else ABSTENTION_TEXT,
        "confidence": round(reply.confidence, 4),
        "as_of": as_of.isoformat() if as_of else None,
        "differ": isinstance(reply, Answer) and reply.kind is AnswerKind.CONFLICT,
        "citations": to_citation_objects(reply.citations if isinstance(reply, Answer) else ()),
        "nearest": to_citation_objects(() if isinstance(reply, Answer) else reply.nearest),
        "timings_ms": {step: round(ms, 3) for step, ms in asdict(reply.timings).items()},
    }


def _get_status(reply: Reply) -> str:
    if not isinstance(reply, Answer):
        return "abstained"
    return "possible" if reply.kind is AnswerKind.POSSIBLE else "answered"


def to_check_object(check: ClaimCheck) -> dict[str, Any]:
    """Convert the check of a claim to JSON."""
    return {
        "claim": check.claim,
        "verdict": check.verdict.value,
        "confidence": round(check.confidence, 4),
        "supporting": to_citation_objects(check.supporting),
        "contradicting": to_citation_objects(check.contradicting),
        "nearest": to_citation_objects(check.nearest),
        "not_covered": list(check.uncovered),
        "timings_ms": {"total": round(check.timings.total, 3)},
    }


def to_unanswerable_object(question: str | None, reason: str) -> dict[str, Any]:
    """Convert the failure of a question to JSON, in place of a reply."""
    return {
        "question": question,
        "read_as": None,
        "status": "abstained",
        "kind": None,
        "reason": reason,
        "answer": ABSTENTION_TEXT,
        "confidence": 0.0,
        "as_of": None,
        "differ": False,
        "citations": [],
        "nearest": [],
        "timings_ms": {"embed": 0.0, "search": 0.0, "rerank": 0.0, "read": 0.0, "total": 0.0},
    }


def to_citation_objects(citations: Sequence[Citation]) -> list[dict[str, Any]]:
    """Convert citations to JSON, numbered from 1."""
    return [
        _to_citation_object(marker, citation) for marker, citation in enumerate(citations, start=1)
    ]


def to_article_object(article: Article, place: VersionPosition | None = None) -> dict[str, Any]:
    """Convert a whole article to JSON, with its zones and its position among its versions."""
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
        **({} if place is None else _to_position_object(place)),
    }


def _to_position_object(place: VersionPosition) -> dict[str, Any]:
    return {"number": place.number, "versions": place.total, "superseded_by": place.newest}


def to_line_object(line: ArticleSummary) -> dict[str, Any]:
    """Convert an article of a list to JSON."""
    published = line.published.isoformat() if line.published else None
    return {**asdict(line), "published": published}


def to_lines_object(lines: Sequence[ArticleSummary]) -> dict[str, Any]:
    """Convert a list of articles to JSON."""
    return {"articles": [to_line_object(line) for line in lines]}


def to_hits_object(query: str, hits: Sequence[PassageHit]) -> dict[str, Any]:
    """Convert search results to JSON, best first."""
    return {"query": query, "hits": [_to_hit_object(hit) for hit in hits]}


def to_summary_object(summary: Summary) -> dict[str, Any]:
    """Convert a summary to JSON: its sentences are citations."""
    return {
        "article": summary.article_id,
        "title": summary.title,
        "citations": to_citation_objects(summary.sentences),
    }


def to_import_object(report: ImportReport) -> dict[str, Any]:
    """Convert the report of an import to JSON."""
    return asdict(report)


def to_reindex_object(report: ReindexReport) -> dict[str, Any]:
    """Convert the report of a reindex to JSON."""
    return asdict(report)


def to_status_object(status: Status) -> dict[str, Any]:
    """Convert the status of a collection to JSON."""
    aside = [{**asdict(item), "since": item.since.isoformat()} for item in status.set_aside_inputs]
    return {**asdict(status), "set_aside_inputs": aside}


def _to_citation_object(marker: int, citation: Citation) -> dict[str, Any]:
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
        "also_in": [_to_copy_object(line) for line in citation.also_in],
    }


def _to_copy_object(line: ArticleSummary) -> dict[str, Any]:
    return {
        "article": line.id,
        "title": line.title,
        "source": line.source,
        "published": line.published.isoformat() if line.published else None,
        "url": line.url,
    }


def _to_hit_object(hit: PassageHit) -> dict[str, Any]:
    return {
        "article": hit.article_id,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": hit.score,
        "title": hit.title,
        "version": hit.version,
    }
