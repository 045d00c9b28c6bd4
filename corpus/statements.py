"""Statements of every question, made once.

They leave the collection to be looked at in what they give: asked for it in SQL, SQLite begins
with all articles of the collection instead of with the few rows wanted (34 ms instead of 1 at
18,000 passages).
"""

from sqlalchemy import BindParameter, bindparam, func, or_, select

from corpus.rows import RECORD
from corpus.schema import articles, passages, revisions

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
REVISIONS = (
    select(revisions)
    .join(articles, articles.c.revision_id == revisions.c.id)
    .where(revisions.c.id.in_(_IDS))
)
STANDING = (
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
PASSAGES = STANDING.where(passages.c.id.in_(_IDS))
PASSAGES_OF = STANDING.where(passages.c.revision_id.in_(_IDS))
_OF_ARTICLE = (
    revisions.c.collection == bindparam("collection"),
    revisions.c.article_id == bindparam("article_id"),
)
VERSION = (
    select(revisions)
    .where(*_OF_ARTICLE, revisions.c.version == bindparam("version"))
    .order_by(revisions.c.id.desc())
    .limit(1)
)
VERSIONS_OF = (
    select(*(revisions.c[name] for name in (*RECORD, "number", "added_at")))
    .where(*_OF_ARTICLE)
    .order_by(revisions.c.id)
)
NUMBERED = (
    select(revisions)
    .where(*_OF_ARTICLE, revisions.c.number == bindparam("number"))
    .order_by(revisions.c.id.desc())
    .limit(1)
)
REVISION_IDS = select(articles.c.revision_id).where(
    articles.c.collection == bindparam("collection"),
    articles.c.article_id.in_(bindparam("ids", expanding=True)),
)
_FIRSTS = (
    select(revisions.c.article_id, func.min(revisions.c.added_at).label("first_added"))
    .where(revisions.c.collection == bindparam("collection"))
    .group_by(revisions.c.article_id)
    .subquery()
)
LINES = select(*(column for column in revisions.c if column.name not in {"text", "zones"})).join(
    articles, articles.c.revision_id == revisions.c.id
)
ARRIVED = (
    LINES.add_columns(_FIRSTS.c.first_added)
    .join(_FIRSTS, _FIRSTS.c.article_id == articles.c.article_id)
    .where(
        articles.c.collection == bindparam("collection"),
        or_(
            revisions.c.published >= bindparam("since"),
            _FIRSTS.c.first_added >= bindparam("moment"),
        ),
    )
    .order_by(revisions.c.published.desc().nulls_last(), revisions.c.id.desc())
)
