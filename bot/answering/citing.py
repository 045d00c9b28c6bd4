"""Citations of ranges of articles."""

from bot.answering.verification import METADATA
from bot.replies import Citation, Span
from corpus.article import Article


def cite(
    article: Article, start: int, end: int, *, score: float, highlight: Span | None = None
) -> Citation:
    """The citation of ``article.text[start:end]``."""
    zone = article.zone_at(start)
    return Citation(
        article_id=article.id,
        version=article.version,
        start=start,
        end=end,
        excerpt=article.text[start:end],
        zone=zone.kind.value if zone and end > start else METADATA,
        title=article.title,
        author=article.author,
        source=article.source,
        published=article.published,
        url=article.url,
        score=score,
        highlight=highlight,
    )
