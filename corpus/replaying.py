"""What indexes read of the store: the log of what changed, and the passages."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from corpus.article import Article
from corpus.counting import Turnover, turnover
from corpus.database import Database
from corpus.rows import Change, StoredPassage, article_of
from corpus.schema import articles, changes, passages, revisions
from corpus.scope import Scope
from corpus.statements import (
    PASSAGES,
    PASSAGES_OF,
    REVISIONS,
)


class ReplayedStore:
    """The change log and the passages of each collection. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revisions(self, collection: str, ids: Iterable[int]) -> dict[int, Article]:
        """The articles of these revisions, of those that are the newest of their article."""
        with self._database.reading() as connection:
            rows = connection.execute(REVISIONS, {"ids": list(ids)}).all()
        return {row.id: article_of(row) for row in rows if row.collection == collection}

    def passages(self, collection: str, ids: Iterable[int]) -> dict[int, StoredPassage]:
        """These passages by id, of those that belong to the newest revision of an article.

        What has been corrected or withdrawn is not among them, whatever an index still holds.
        """
        return self._standing(collection, PASSAGES, ids)

    def passages_of(self, collection: str, revision_ids: Iterable[int]) -> list[StoredPassage]:
        """The passages of these revisions, of those that are the newest of their article."""
        return list(self._standing(collection, PASSAGES_OF, revision_ids).values())

    def passage_ids_within(self, collection: str, scope: Scope) -> set[int]:
        """The ids of all passages of newest revisions that a scope covers."""
        query = (
            select(passages.c.id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .join(revisions, revisions.c.id == passages.c.revision_id)
            .where(articles.c.collection == collection, *_within(scope))
        )
        with self._database.reading() as connection:
            return set(connection.execute(query).scalars())

    def passage_ids(self, revision_ids: Iterable[int]) -> set[int]:
        """The ids of the passages of these revisions, withdrawn ones too."""
        query = select(passages.c.id).where(passages.c.revision_id.in_(list(revision_ids)))
        with self._database.reading() as connection:
            return set(connection.execute(query).scalars())

    def changes(self, collection: str, after: int, limit: int) -> list[Change]:
        """The next changes of a collection after a position, in order."""
        query = (
            select(changes.c.position, changes.c.removed, changes.c.added)
            .where(changes.c.collection == collection, changes.c.position > after)
            .order_by(changes.c.position)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [Change(*row) for row in connection.execute(query)]

    def position(self, collection: str) -> int:
        """The position of the newest change of a collection; 0 before the first."""
        query = select(func.max(changes.c.position)).where(changes.c.collection == collection)
        with self._database.reading() as connection:
            return connection.execute(query).scalar() or 0

    def waiting(self, collection: str, after: int) -> int:
        """How many passages of newest revisions the changes after a position put in."""
        query = (
            select(func.count(passages.c.id))
            .join(changes, changes.c.added == passages.c.revision_id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .where(changes.c.collection == collection, changes.c.position > after)
            .where(articles.c.collection == collection)
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def turnover(self, collection: str, position: int) -> Turnover:
        """How the articles differ from those at a position of the change log."""
        with self._database.reading() as connection:
            return turnover(connection, collection, position)

    def cut_otherwise(self, collection: str, rules: str, limit: int) -> list[Article]:
        """Articles whose newest revision was cut by other rules than these."""
        query = (
            select(revisions)
            .join(articles, articles.c.revision_id == revisions.c.id)
            .where(articles.c.collection == collection, revisions.c.rules != rules)
            .order_by(revisions.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [article_of(row) for row in connection.execute(query)]

    def _standing(
        self, collection: str, query: Select[Any], ids: Iterable[int]
    ) -> dict[int, StoredPassage]:
        with self._database.reading() as connection:
            rows = connection.execute(query, {"ids": list(ids)}).all()
        return {row[0]: StoredPassage(*row[:-1]) for row in rows if row[-1] == collection}


def _within(scope: Scope) -> list[Any]:
    """The conditions on a revision under which a scope covers it."""
    published, wanted = revisions.c.published, []
    if scope.article_id is not None:
        wanted.append(revisions.c.article_id == scope.article_id)
    if scope.since is not None:
        wanted.append(published >= scope.since)
    if scope.until is not None:
        wanted.append((published <= scope.until) | published.is_(None))
    return wanted
