"""How much a collection holds."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from corpus import copies
from corpus.schema import articles, passages, revisions


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


def counted(connection: Connection, collection: str) -> Counts:
    """Count everything."""
    held, cut = articles_and_passages(connection, collection)
    versions = (
        select(func.coalesce(func.sum(revisions.c.number), 0))
        .join(articles, articles.c.revision_id == revisions.c.id)
        .where(articles.c.collection == collection)
    )
    return Counts(
        articles=held,
        versions=connection.execute(versions).scalar_one(),
        passages=cut,
        duplicates=_duplicates(copies.linked_pairs(connection, collection)),
        uncompared=copies.missing(connection, collection),
    )


def articles_and_passages(connection: Connection, collection: str) -> tuple[int, int]:
    """How many articles a collection holds, and how many passages."""
    own = articles.c.collection == collection
    held = select(func.count()).select_from(articles).where(own)
    cut = (
        select(func.count(passages.c.id))
        .join(articles, articles.c.revision_id == passages.c.revision_id)
        .where(own)
    )
    return connection.execute(held).scalar_one(), connection.execute(cut).scalar_one()


def _duplicates(pairs: list[tuple[int, int]]) -> int:
    """How many are left over when each set of linked ones counts once (union-find)."""
    above: dict[int, int] = {}
    joined = 0
    for one, other in pairs:
        a, b = _top(above, one), _top(above, other)
        if a != b:
            above[a] = b
            joined += 1
    return joined


def _top(above: dict[int, int], each: int) -> int:
    while each in above:
        each = above[each]
    return each
