"""Counts the articles, versions, passages and copies of a collection."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from corpus.store import duplicates
from corpus.store.tables import articles, changes, passages, revisions


class Counts(NamedTuple):
    """The size of a collection.

    ``duplicates`` counts the articles besides the first of each story; ``uncompared`` those of an
    earlier Byline whose copies have not been searched yet.
    """

    articles: int
    versions: int
    passages: int
    duplicates: int
    uncompared: int


class Turnover(NamedTuple):
    """How many articles are new since some moment, have a new version, and are unchanged."""

    added: int
    updated: int
    unchanged: int


def count_turnover(connection: Connection, collection: str, position: int) -> Turnover:
    """Compare the articles of a collection with those at a position of its change log.

    Only versions count, not zones or passages. A withdrawn article that was added again is new.
    """
    known = select(changes.c.added).where(
        changes.c.collection == collection, changes.c.position <= position
    )
    before = (
        select(revisions.c.article_id, func.max(revisions.c.number).label("number"))
        .where(revisions.c.collection == collection, revisions.c.id.in_(known))
        .group_by(revisions.c.article_id)
        .subquery()
    )
    pairs = (
        select(before.c.number, revisions.c.number, func.count())
        .select_from(articles)
        .join(revisions, revisions.c.id == articles.c.revision_id)
        .outerjoin(before, before.c.article_id == articles.c.article_id)
        .where(articles.c.collection == collection)
        .group_by(before.c.number, revisions.c.number)
    )
    counts = Counter[str]()
    for then, now, number in connection.execute(pairs):
        counts["added" if then is None else "unchanged" if then == now else "updated"] += number
    return Turnover(counts["added"], counts["updated"], counts["unchanged"])


def count_all(connection: Connection, collection: str) -> Counts:
    """Return the size of a collection."""
    article_count, passage_count = count_articles_and_passages(connection, collection)
    versions = (
        select(func.coalesce(func.sum(revisions.c.number), 0))
        .join(articles, articles.c.revision_id == revisions.c.id)
        .where(articles.c.collection == collection)
    )
    return Counts(
        articles=article_count,
        versions=connection.execute(versions).scalar_one(),
        passages=passage_count,
        duplicates=_count_duplicates(duplicates.find_linked_pairs(connection, collection)),
        uncompared=duplicates.count_pending(connection, collection),
    )


def count_articles_and_passages(connection: Connection, collection: str) -> tuple[int, int]:
    """Return the numbers of articles and passages of a collection."""
    own = articles.c.collection == collection
    article_count = select(func.count()).select_from(articles).where(own)
    passage_count = (
        select(func.count(passages.c.id))
        .join(articles, articles.c.revision_id == passages.c.revision_id)
        .where(own)
    )
    return (
        connection.execute(article_count).scalar_one(),
        connection.execute(passage_count).scalar_one(),
    )


def _count_duplicates(pairs: list[tuple[int, int]]) -> int:
    """Return how many articles remain if each linked set counts once (union-find)."""
    parents: dict[int, int] = {}
    joined = 0
    for one, other in pairs:
        a, b = _find_root(parents, one), _find_root(parents, other)
        if a != b:
            parents[a] = b
            joined += 1
    return joined


def _find_root(parents: dict[int, int], node: int) -> int:
    while node in parents:
        node = parents[node]
    return node
