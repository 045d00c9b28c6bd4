"""Verifies that each citation is the exact text of a stored article."""

from collections.abc import Iterable

from bot.replies import Citation
from corpus.article import Article, ZoneKind
from corpus.store.articles import Store

METADATA_ZONE = "metadata"
"""The zone of a citation of an article's record, which quotes no text."""

_RECORD_LINES = frozenset({ZoneKind.BYLINE, ZoneKind.DATELINE})


class Verifier:
    """Verifies citations of one collection."""

    def __init__(self, store: Store, collection: str) -> None:
        self._store = store
        self._collection = collection

    def verify(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """Return the citations that match the stored text exactly, in order."""
        wanted = list(citations)
        stored = self._store.versions(self._collection, ((c.article_id, c.version) for c in wanted))
        return tuple(c for c in wanted if _is_exact(c, stored.get((c.article_id, c.version))))

    def is_exact(self, citation: Citation) -> bool:
        """Whether the excerpt is the stored text at its offsets, in a zone that may be quoted."""
        return bool(self.verify([citation]))


def _is_exact(citation: Citation, article: Article | None) -> bool:
    if article is None:
        return False
    if citation.zone == METADATA_ZONE:
        return citation.excerpt == "" and citation.start == citation.end
    return (
        article.text[citation.start : citation.end] == citation.excerpt
        and _is_quotable(article, citation)
        and _is_highlight_inside(citation)
    )


def _is_quotable(article: Article, citation: Citation) -> bool:
    if article.is_evidence(citation.start, citation.end):
        return True
    zone = article.zone_at(citation.start)
    return zone is not None and zone.kind in _RECORD_LINES and citation.end <= zone.end


def _is_highlight_inside(citation: Citation) -> bool:
    if citation.highlight is None:
        return True
    start, end = citation.highlight
    return citation.start <= start < end <= citation.end
