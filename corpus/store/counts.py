"""How much a collection holds."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from corpus.store import duplicates
from corpus.store.tables import articles, changes, passages, revisions


class Counts(NamedTuple):
    """How much a collection holds.

    ``duplicates`` are articles beside the first of each story; ``uncompared`` are those that an
    earlier Byline stored and whose copies have not been looked for yet.
    """

    articles: int
    versions: int
    passages: int
    duplicates: int
    uncompared: int


class Turnover(NamedTuple):
    """How many articles are new since some moment, in another version than then, and as then."""

    added: int
    updated: int
    unchanged: int


def count_turnover(connection: Connection, collection: str, position: int) -> Turnover:
    """How the articles of a collection differ from those at a position of its change log.

    A version counts, not how it was read or cut. One that was withdrawn and came back is new.
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
    """Count everything."""
    held, cut = count_articles_and_passages(connection, collection)
    versions = (
        select(func.coalesce(func.sum(revisions.c.number), 0))
        .join(articles, articles.c.revision_id == revisions.c.id)
        .where(articles.c.collection == collection)
    )
    return Counts(
        articles=held,
        versions=connection.execute(versions).scalar_one(),
        passages=cut,
        duplicates=_count_duplicates(duplicates.find_linked_pairs(connection, collection)),
        uncompared=duplicates.count_pending(connection, collection),
    )


def count_articles_and_passages(connection: Connection, collection: str) -> tuple[int, int]:
    """How many articles a collection holds, and how many passages."""
    own = articles.c.collection == collection
    held = select(func.count()).select_from(articles).where(own)
    cut = (
        select(func.count(passages.c.id))
        .join(articles, articles.c.revision_id == passages.c.revision_id)
        .where(own)
    )
    return connection.execute(held).scalar_one(), connection.execute(cut).scalar_one()


def _count_duplicates(pairs: list[tuple[int, int]]) -> int:
    """How many are left over when each set of linked ones counts once (union-find)."""
    above: dict[int, int] = {}
    joined = 0
    for one, other in pairs:
        a, b = _find_root(above, one), _find_root(above, other)
        if a != b:
            above[a] = b
            joined += 1
    return joined


def _find_root(above: dict[int, int], each: int) -> int:
    while each in above:
        each = above[each]
    return each
