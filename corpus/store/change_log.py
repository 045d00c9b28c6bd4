"""Reads the change log and the passages, for indexes and announcements."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from corpus.article import Article, ArticleSummary
from corpus.scope import Scope
from corpus.store.counts import Turnover, count_turnover
from corpus.store.database import Database, split_batches
from corpus.store.rows import (
    PASSAGES_BY_ID,
    PASSAGES_BY_REVISION,
    REVISIONS,
    SUMMARIES,
    Change,
    StoredPassage,
    to_article,
    to_summary,
    to_utc,
)
from corpus.store.tables import articles, changes, passages, revisions


class ChangeLogStore:
    """The change log and the passages of collections. All methods raise ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revisions(self, collection: str, ids: Iterable[int]) -> dict[int, Article]:
        """Return the articles of these revisions that are the newest of their article."""
        with self._database.read_transaction() as connection:
            rows = connection.execute(REVISIONS, {"ids": list(ids)}).all()
        return {row.id: to_article(row) for row in rows if row.collection == collection}

    def passages(self, collection: str, ids: Iterable[int]) -> dict[int, StoredPassage]:
        """Return the passages with these ids that belong to the newest revision of an article.

        Passages of corrected or withdrawn articles are left out, even if an index still has them.
        """
        return self._select_passages(collection, PASSAGES_BY_ID, ids)

    def passages_of(self, collection: str, revision_ids: Iterable[int]) -> list[StoredPassage]:
        """Return the passages of these revisions that are the newest of their article."""
        return list(self._select_passages(collection, PASSAGES_BY_REVISION, revision_ids).values())

    def passage_ids_within(self, collection: str, scope: Scope) -> set[int]:
        """Return the ids of all passages of newest revisions inside a scope."""
        query = (
            select(passages.c.id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .join(revisions, revisions.c.id == passages.c.revision_id)
            .where(articles.c.collection == collection, *_build_conditions(scope))
        )
        with self._database.read_transaction() as connection:
            return set(connection.execute(query).scalars())

    def passage_ids(self, revision_ids: Iterable[int]) -> set[int]:
        """Return the ids of the passages of these revisions, including withdrawn ones."""
        query = select(passages.c.id).where(passages.c.revision_id.in_(list(revision_ids)))
        with self._database.read_transaction() as connection:
            return set(connection.execute(query).scalars())

    def changes(self, collection: str, after: int, limit: int) -> list[Change]:
        """Return the next changes of a collection after a position, in order."""
        query = (
            select(changes.c.position, changes.c.removed, changes.c.added)
            .where(changes.c.collection == collection, changes.c.position > after)
            .order_by(changes.c.position)
            .limit(limit)
        )
        with self._database.read_transaction() as connection:
            return [Change(*row) for row in connection.execute(query)]

    def position(self, collection: str) -> int:
        """Return the position of the newest change of a collection; 0 without changes."""
        query = select(func.max(changes.c.position)).where(changes.c.collection == collection)
        with self._database.read_transaction() as connection:
            return connection.execute(query).scalar() or 0

    def pending_passages(self, collection: str, after: int) -> int:
        """Return how many passages of newest revisions were added after a position."""
        query = (
            select(func.count(passages.c.id))
            .join(changes, changes.c.added == passages.c.revision_id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .where(changes.c.collection == collection, changes.c.position > after)
            .where(articles.c.collection == collection)
        )
        with self._database.read_transaction() as connection:
            return connection.execute(query).scalar_one()

    def count_turnover(self, collection: str, position: int) -> Turnover:
        """Compare the articles with those at a position of the change log."""
        with self._database.read_transaction() as connection:
            return count_turnover(connection, collection, position)

    def find_outdated(self, collection: str, rules: str, limit: int) -> list[Article]:
        """Return articles whose newest revision was split by other rules."""
        query = (
            select(revisions)
            .join(articles, articles.c.revision_id == revisions.c.id)
            .where(articles.c.collection == collection, revisions.c.rules != rules)
            .order_by(revisions.c.id)
            .limit(limit)
        )
        with self._database.read_transaction() as connection:
            return [to_article(row) for row in connection.execute(query)]

    def _select_passages(
        self, collection: str, query: Select[Any], ids: Iterable[int]
    ) -> dict[int, StoredPassage]:
        with self._database.read_transaction() as connection:
            rows = connection.execute(query, {"ids": list(ids)}).all()
        return {row[0]: StoredPassage(*row[:-1]) for row in rows if row[-1] == collection}


def _build_conditions(scope: Scope) -> list[Any]:
    """Return the SQL conditions for revisions inside a scope."""
    published, wanted = revisions.c.published, []
    if scope.article_id is not None:
        wanted.append(revisions.c.article_id == scope.article_id)
    if scope.since is not None:
        wanted.append(published >= scope.since)
    if scope.until is not None:
        wanted.append((published <= scope.until) | published.is_(None))
    return wanted


_first_revisions = revisions.alias("firsts")
_IS_OF_ARTICLE = (_first_revisions.c.collection == articles.c.collection) & (
    _first_revisions.c.article_id == articles.c.article_id
)
_ADDED_ARTICLES = (
    SUMMARIES.add_columns(_first_revisions.c.added_at.label("first_added"))
    .join(_first_revisions, _IS_OF_ARTICLE)
    .join(changes, changes.c.added == _first_revisions.c.id)
    .order_by(changes.c.position)
)
_ARTICLE_IDS = select(_first_revisions.c.article_id).join(
    changes, changes.c.added == _first_revisions.c.id
)


class AdditionLog:
    """The additions of articles to one collection. All methods raise ``StoreError``.

    Corrections and removals are not additions. An article that is added again after its removal is
    new.
    """

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def added_between(self, after: int, upto: int) -> list[tuple[ArticleSummary, datetime]]:
        """Return the articles added after one position, up to another, with times, oldest first.

        The summaries are the current ones; withdrawn articles are left out.
        """
        query = _ADDED_ARTICLES.where(*self._select_additions(after, upto))
        with self._database.read_transaction() as connection:
            return [(to_summary(row), to_utc(row.first_added)) for row in connection.execute(query)]

    def already_present(self, ids: Iterable[str], by: int) -> set[str]:
        """Return which of these articles were added up to a position."""
        found: set[str] = set()
        with self._database.read_transaction() as connection:
            for some in split_batches(ids):
                query = _ARTICLE_IDS.where(
                    *self._select_additions(0, by), _first_revisions.c.article_id.in_(some)
                )
                found.update(connection.execute(query).scalars())
        return found

    def _select_additions(self, after: int, upto: int) -> list[Any]:
        # An addition removes no revision; withdrawn articles have no revisions.
        return [
            changes.c.collection == self._collection,
            changes.c.position > after,
            changes.c.position <= upto,
            changes.c.removed.is_(None),
        ]
