"""Articles as rows of the store, and back."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from corpus.article import Article, ArticleLine, ArticleVersion, Zone, ZoneKind

RECORD = ("version", "title", "author", "source", "published", "url")
"""Columns of a revision that make a new version for people where one of them differs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the change log: the revision it takes out and the one it puts in."""

    position: int
    removed: int | None
    added: int | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of the newest revision of an article."""

    id: int
    revision: int
    start: int
    end: int
    embedding_key: str
    article_id: str
    published: date | None


def revision_values(article: Article, rules: str) -> dict[str, Any]:
    """The columns of a revision that say what it is: where all are equal, nothing has changed."""
    return {
        "article_id": article.id,
        "version": article.version,
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "text": article.text,
        "zones": json.dumps([(zone.kind.value, zone.end) for zone in article.zones]),
        "rules": rules,
    }


def article_of(row: Row[Any]) -> Article:
    """The article of a row of ``revisions``."""
    return Article(
        id=row.article_id,
        title=row.title,
        text=row.text,
        zones=_zones(row.zones),
        author=row.author,
        source=row.source,
        published=row.published,
        url=row.url,
    )


def line_of(row: Row[Any]) -> ArticleLine:
    """The list line of a row of ``revisions``."""
    return ArticleLine(
        row.article_id, row.version, row.title, row.author, row.source, row.published, row.url
    )


def version_of(row: Row[Any]) -> ArticleVersion:
    """The version that a row of ``revisions`` is."""
    record = {name: getattr(row, name) for name in RECORD}
    return ArticleVersion(number=row.number, added_at=utc(row.added_at), **record)


def utc(moment: datetime) -> datetime:
    """A moment as the database gives it, with its zone: SQLite keeps none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_KINDS = {kind.value: kind for kind in ZoneKind}


def _zones(stored: str) -> tuple[Zone, ...]:
    start, zones = 0, []
    for kind, end in json.loads(stored):
        zones.append(Zone(_KINDS[kind], start, end))
        start = end
    return tuple(zones)
