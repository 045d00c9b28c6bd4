"""Finds and stores which articles are copies of one story.

All functions take the connection of the transaction that changes the articles.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select

from corpus.article import Article
from corpus.store.minhash import (
    RULES_VERSION,
    Sketch,
    are_duplicates,
    build_bands,
    build_shingles,
    build_sketch,
    may_be_duplicates,
)
from corpus.store.rows import to_article
from corpus.store.tables import articles, revisions, sketches
from corpus.store.tables import bands as band_rows
from corpus.store.tables import copies as copy_rows

_MAX_CANDIDATES = 500
"""Revisions in the same bands whose signatures are compared with an article's."""
_MAX_COMPARED = 20
"""Revisions that are compared exactly, so that many equal notices stay cheap."""
_MAX_GROUP_SIZE = 1000
"""The most articles of one story."""


def add_revision(connection: Connection, collection: str, revision: int, article: Article) -> None:
    """Store the sketch of a newest revision, and link it with its copies."""
    found = build_sketch(article) or Sketch(b"", 0)
    keys = build_bands(collection, found.signature) if found.shingles else []
    others = _find_duplicates(connection, collection, article, found, keys) if keys else []
    connection.execute(
        insert(sketches).values(revision_id=revision, rules=RULES_VERSION, **found._asdict())
    )
    if keys:
        rows = [{"key": key, "revision_id": revision} for key in keys]
        connection.execute(insert(band_rows), rows)
    if others:
        pairs = [pair for other in others for pair in ((revision, other), (other, revision))]
        connection.execute(
            insert(copy_rows), [{"revision_id": one, "copy_id": other} for one, other in pairs]
        )


def remove_revision(connection: Connection, collection: str, revision: int) -> None:
    """Delete a revision's sketch and links."""
    one = sketches.c.revision_id == revision
    signature = connection.execute(select(sketches.c.signature).where(one)).scalar()
    if signature:
        keys = build_bands(collection, signature)
        connection.execute(
            delete(band_rows).where(band_rows.c.key.in_(keys), band_rows.c.revision_id == revision)
        )
        others = list(_find_linked(connection, [revision]))
        connection.execute(
            delete(copy_rows).where(
                or_(
                    copy_rows.c.revision_id == revision,
                    and_(copy_rows.c.revision_id.in_(others), copy_rows.c.copy_id == revision),
                )
            )
        )
    connection.execute(delete(sketches).where(one))


def compare_pending(connection: Connection, collection: str, limit: int) -> int:
    """Add up to ``limit`` newest revisions that have no sketch; return how many."""
    ids = _select_without_sketch(collection).order_by(articles.c.revision_id).limit(limit)
    query = select(revisions).where(revisions.c.id.in_(ids)).order_by(revisions.c.id)
    rows = connection.execute(query).all()
    for row in rows:
        add_revision(connection, collection, row.id, to_article(row))
    return len(rows)


def count_pending(connection: Connection, collection: str) -> int:
    """Return how many newest revisions have no sketch yet."""
    query = select(func.count()).select_from(_select_without_sketch(collection).subquery())
    return connection.execute(query).scalar_one()


def delete_outdated(connection: Connection) -> None:
    """Delete sketches and links of other rules, so that they are rebuilt."""
    rules = connection.execute(select(sketches.c.rules).limit(1)).scalar()
    if rules not in {None, RULES_VERSION}:
        for table in (copy_rows, band_rows, sketches):
            connection.execute(delete(table))


def find_groups(connection: Connection, revision_ids: Iterable[int]) -> list[set[int]]:
    """Return the stories of these revisions that have copies, as sets of revision ids."""
    left, found = set(revision_ids), []
    linked = {one for one, _ in _select_pairs(connection, left)}
    while remaining := left & linked:
        group = _find_story(connection, min(remaining))
        found.append(group)
        left -= group
    return found


def find_linked_pairs(connection: Connection, collection: str) -> list[tuple[int, int]]:
    """Return all pairs of revisions of a collection that are copies, in both orders."""
    query = (
        select(copy_rows.c.revision_id, copy_rows.c.copy_id)
        .join(articles, articles.c.revision_id == copy_rows.c.revision_id)
        .where(articles.c.collection == collection)
    )
    return [(one, other) for one, other in connection.execute(query)]


def _find_story(connection: Connection, revision: int) -> set[int]:
    group, edge = {revision}, {revision}
    while edge and len(group) < _MAX_GROUP_SIZE:
        edge = _find_linked(connection, edge) - group
        group |= edge
    return group


def _find_linked(connection: Connection, revision_ids: Iterable[int]) -> set[int]:
    return {other for _, other in _select_pairs(connection, revision_ids)}


def _select_pairs(connection: Connection, revision_ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    query = select(copy_rows).where(copy_rows.c.revision_id.in_(list(revision_ids)))
    return ((row.revision_id, row.copy_id) for row in connection.execute(query))


def _find_duplicates(
    connection: Connection, collection: str, article: Article, found: Sketch, keys: Sequence[int]
) -> list[int]:
    """Return the newest revisions that are copies of an article, by exact comparison."""
    near = _find_candidates(connection, found, keys)
    if not near:
        return []
    query = (
        select(revisions)
        .join(articles, articles.c.revision_id == revisions.c.id)
        .where(revisions.c.id.in_(near), revisions.c.collection == collection)
    )
    own = build_shingles(article)
    return [
        row.id
        for row in connection.execute(query)
        if row.article_id != article.id and are_duplicates(own, build_shingles(to_article(row)))
    ]


def _find_candidates(connection: Connection, found: Sketch, keys: Sequence[int]) -> list[int]:
    """Return revisions with similar signatures, those that share most bands first."""
    query = select(band_rows.c.revision_id).where(band_rows.c.key.in_(keys))
    shared = Counter(connection.execute(query.limit(_MAX_CANDIDATES * 4)).scalars())
    ids = [revision for revision, _ in shared.most_common(_MAX_CANDIDATES)]
    if not ids:
        return []
    rows = connection.execute(
        select(sketches.c.revision_id, sketches.c.signature, sketches.c.shingles).where(
            sketches.c.revision_id.in_(ids)
        )
    )
    known = {row.revision_id: Sketch(row.signature, row.shingles) for row in rows}
    near = [each for each in ids if each in known and may_be_duplicates(found, known[each])]
    return near[:_MAX_COMPARED]


def _select_without_sketch(collection: str) -> Select[Any]:
    return (
        select(articles.c.revision_id)
        .outerjoin(sketches, sketches.c.revision_id == articles.c.revision_id)
        .where(articles.c.collection == collection, sketches.c.revision_id.is_(None))
    )
