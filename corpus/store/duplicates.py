"""Which articles are copies of one story, kept up to date with every change of the store.

All steps take the connection of a transaction, so that they stand or fall with what it changes.
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
"""Revisions in the same bands that are looked at for one article."""
_MAX_COMPARED = 20
"""Of those, how many are compared word by word: a flood of equal notices stays cheap."""
_MAX_GROUP_SIZE = 1000
"""Articles of one story at the most."""


def add_revision(connection: Connection, collection: str, revision: int, article: Article) -> None:
    """Keep a newest revision's sketch, and link it with the articles it is a copy of."""
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
    """Take a revision's sketch and links out."""
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
    """Note up to ``limit`` newest revisions that are without a sketch; returns how many."""
    ids = _select_without_sketch(collection).order_by(articles.c.revision_id).limit(limit)
    query = select(revisions).where(revisions.c.id.in_(ids)).order_by(revisions.c.id)
    rows = connection.execute(query).all()
    for row in rows:
        add_revision(connection, collection, row.id, to_article(row))
    return len(rows)


def count_pending(connection: Connection, collection: str) -> int:
    """How many newest revisions have not been compared with the others yet."""
    query = select(func.count()).select_from(_select_without_sketch(collection).subquery())
    return connection.execute(query).scalar_one()


def delete_outdated(connection: Connection) -> None:
    """Delete everything made by other rules, to be made anew."""
    made_by = connection.execute(select(sketches.c.rules).limit(1)).scalar()
    if made_by not in {None, RULES_VERSION}:
        for table in (copy_rows, band_rows, sketches):
            connection.execute(delete(table))


def find_groups(connection: Connection, revision_ids: Iterable[int]) -> list[set[int]]:
    """The stories that these revisions belong to and that have a copy: ids of all their copies."""
    left, found = set(revision_ids), []
    linked = {one for one, _ in _select_pairs(connection, left)}
    while begun := left & linked:
        group = _find_story(connection, min(begun))
        found.append(group)
        left -= group
    return found


def find_linked_pairs(connection: Connection, collection: str) -> list[tuple[int, int]]:
    """Every two revisions of a collection that are copies, both ways round."""
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
    """The newest revisions that are copies of an article, by their words."""
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
    """Revisions in the same bands whose signatures are near; those of most bands first."""
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
