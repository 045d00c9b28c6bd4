"""Converts articles to rows and back, and has the queries that several modules use."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, or_, select

from corpus.article import Article, ArticleSummary, ArticleVersion, Zone, ZoneKind
from corpus.store.tables import articles, passages, revisions

RECORD = ("version", "title", "author", "source", "published", "url")
"""Columns of a revision; a difference in one makes a new version."""
_KINDS = {kind.value: kind for kind in ZoneKind}


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change log: the revision it removes and the one it adds."""

    position: int
    removed: int | None
    added: int | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of an article's newest revision."""

    id: int
    revision: int
    start: int
    end: int
    embedding_key: str
    article_id: str
    published: date | None


def revision_values(article: Article, rules: str) -> dict[str, Any]:
    """Return the columns of a revision; if all are equal, the article has not changed."""
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


def to_article(row: Row[Any]) -> Article:
    """Return the article of a row of ``revisions``."""
    return Article(
        id=row.article_id,
        title=row.title,
        text=row.text,
        zones=_parse_zones(row.zones),
        author=row.author,
        source=row.source,
        published=row.published,
        url=row.url,
    )


def to_summary(row: Row[Any]) -> ArticleSummary:
    """Return the summary of a row of ``revisions``."""
    return ArticleSummary(
        row.article_id, row.version, row.title, row.author, row.source, row.published, row.url
    )


def to_version(row: Row[Any]) -> ArticleVersion:
    """Return the version of a row of ``revisions``."""
    record = {name: getattr(row, name) for name in RECORD}
    return ArticleVersion(number=row.number, added_at=to_utc(row.added_at), **record)


def to_utc(moment: datetime) -> datetime:
    """Add the time zone to a time from the database, because SQLite does not store it."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_zones(stored: str) -> tuple[Zone, ...]:
    start, zones = 0, []
    for kind, end in json.loads(stored):
        zones.append(Zone(_KINDS[kind], start, end))
        start = end
    return tuple(zones)


_IDS: BindParameter[int] = bindparam("ids", expanding=True)
REVISIONS = (
    select(revisions)
    .join(articles, articles.c.revision_id == revisions.c.id)
    .where(revisions.c.id.in_(_IDS))
)
CURRENT_PASSAGES = (
    select(
        passages.c.id,
        passages.c.revision_id,
        passages.c.start,
        passages.c.end,
        passages.c.embedding_key,
        revisions.c.article_id,
        revisions.c.published,
        articles.c.collection,
    )
    .join(articles, articles.c.revision_id == passages.c.revision_id)
    .join(revisions, revisions.c.id == passages.c.revision_id)
    .order_by(passages.c.id)
)
PASSAGES_BY_ID = CURRENT_PASSAGES.where(passages.c.id.in_(_IDS))
PASSAGES_BY_REVISION = CURRENT_PASSAGES.where(passages.c.revision_id.in_(_IDS))
_OF_ARTICLE = (
    revisions.c.collection == bindparam("collection"),
    revisions.c.article_id == bindparam("article_id"),
)
VERSION_BY_DIGEST = (
    select(revisions)
    .where(*_OF_ARTICLE, revisions.c.version == bindparam("version"))
    .order_by(revisions.c.id.desc())
    .limit(1)
)
VERSIONS = (
    select(*(revisions.c[name] for name in (*RECORD, "number", "added_at")))
    .where(*_OF_ARTICLE)
    .order_by(revisions.c.id)
)
VERSION_BY_NUMBER = (
    select(revisions)
    .where(*_OF_ARTICLE, revisions.c.number == bindparam("number"))
    .order_by(revisions.c.id.desc())
    .limit(1)
)
REVISION_IDS = select(articles.c.revision_id).where(
    articles.c.collection == bindparam("collection"),
    articles.c.article_id.in_(bindparam("ids", expanding=True)),
)
_FIRST_ADDED = (
    select(revisions.c.article_id, func.min(revisions.c.added_at).label("first_added"))
    .where(revisions.c.collection == bindparam("collection"))
    .group_by(revisions.c.article_id)
    .subquery()
)
SUMMARIES = select(
    *(column for column in revisions.c if column.name not in {"text", "zones"})
).join(articles, articles.c.revision_id == revisions.c.id)
NEW_SUMMARIES = (
    SUMMARIES.add_columns(_FIRST_ADDED.c.first_added)
    .join(_FIRST_ADDED, _FIRST_ADDED.c.article_id == articles.c.article_id)
    .where(
        articles.c.collection == bindparam("collection"),
        or_(
            revisions.c.published >= bindparam("since"),
            _FIRST_ADDED.c.first_added >= bindparam("moment"),
        ),
    )
    .order_by(revisions.c.published.desc().nulls_last(), revisions.c.id.desc())
)
