"""What indexes read of the store: the log of what changed, and the passages."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select

from corpus.article import Article, ArticleSummary
from corpus.scope import Scope
from corpus.store.counts import Turnover, count_turnover
from corpus.store.database import Database
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
    """The change log and the passages of each collection. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revisions(self, collection: str, ids: Iterable[int]) -> dict[int, Article]:
        """The articles of these revisions, of those that are the newest of their article."""
        with self._database.read_transaction() as connection:
            rows = connection.execute(REVISIONS, {"ids": list(ids)}).all()
        return {row.id: to_article(row) for row in rows if row.collection == collection}

    def passages(self, collection: str, ids: Iterable[int]) -> dict[int, StoredPassage]:
        """These passages by id, of those that belong to the newest revision of an article.

        What has been corrected or withdrawn is not among them, whatever an index still holds.
        """
        return self._select_passages(collection, PASSAGES_BY_ID, ids)

    def passages_of(self, collection: str, revision_ids: Iterable[int]) -> list[StoredPassage]:
        """The passages of these revisions, of those that are the newest of their article."""
        return list(self._select_passages(collection, PASSAGES_BY_REVISION, revision_ids).values())

    def passage_ids_within(self, collection: str, scope: Scope) -> set[int]:
        """The ids of all passages of newest revisions that a scope covers."""
        query = (
            select(passages.c.id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .join(revisions, revisions.c.id == passages.c.revision_id)
            .where(articles.c.collection == collection, *_build_conditions(scope))
        )
        with self._database.read_transaction() as connection:
            return set(connection.execute(query).scalars())

    def passage_ids(self, revision_ids: Iterable[int]) -> set[int]:
        """The ids of the passages of these revisions, withdrawn ones too."""
        query = select(passages.c.id).where(passages.c.revision_id.in_(list(revision_ids)))
        with self._database.read_transaction() as connection:
            return set(connection.execute(query).scalars())

    def changes(self, collection: str, after: int, limit: int) -> list[Change]:
        """The next changes of a collection after a position, in order."""
        query = (
            select(changes.c.position, changes.c.removed, changes.c.added)
            .where(changes.c.collection == collection, changes.c.position > after)
            .order_by(changes.c.position)
            .limit(limit)
        )
        with self._database.read_transaction() as connection:
            return [Change(*row) for row in connection.execute(query)]

    def position(self, collection: str) -> int:
        """The position of the newest change of a collection; 0 before the first."""
        query = select(func.max(changes.c.position)).where(changes.c.collection == collection)
        with self._database.read_transaction() as connection:
            return connection.execute(query).scalar() or 0

    def pending_passages(self, collection: str, after: int) -> int:
        """How many passages of newest revisions the changes after a position put in."""
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
        """How the articles differ from those at a position of the change log."""
        with self._database.read_transaction() as connection:
            return count_turnover(connection, collection, position)

    def find_outdated(self, collection: str, rules: str, limit: int) -> list[Article]:
        """Articles whose newest revision was cut by other rules than these."""
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
    """The conditions on a revision under which a scope covers it."""
    published, wanted = revisions.c.published, []
    if scope.article_id is not None:
        wanted.append(revisions.c.article_id == scope.article_id)
    if scope.since is not None:
        wanted.append(published >= scope.since)
    if scope.until is not None:
        wanted.append((published <= scope.until) | published.is_(None))
    return wanted


_MAX_VARIABLES = 400

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
    """The articles of one collection by when they were first added. Raises ``StoreError``.

    Corrections and removals are no additions. An article that was removed and has been added again
    is as new as if it had never been there.
    """

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def added_between(self, after: int, upto: int) -> list[tuple[ArticleSummary, datetime]]:
        """The articles first added behind one position, up to another, and when: the first first.

        Each is told as it stands now; what is gone is not among them.
        """
        query = _ADDED_ARTICLES.where(*self._select_additions(after, upto))
        with self._database.read_transaction() as connection:
            return [(to_summary(row), to_utc(row.first_added)) for row in connection.execute(query)]

    def already_present(self, ids: Iterable[str], by: int) -> set[str]:
        """Those of these articles that had been added by a position."""
        found: set[str] = set()
        with self._database.read_transaction() as connection:
            for some in _split_batches(ids):
                query = _ARTICLE_IDS.where(
                    *self._select_additions(0, by), _first_revisions.c.article_id.in_(some)
                )
                found.update(connection.execute(query).scalars())
        return found

    def _select_additions(self, after: int, upto: int) -> list[Any]:
        # What adds an article takes nothing out; of what is withdrawn there are no revisions.
        return [
            changes.c.collection == self._collection,
            changes.c.position > after,
            changes.c.position <= upto,
            changes.c.removed.is_(None),
        ]


def _split_batches(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while some := list(islice(left, _MAX_VARIABLES)):
        yield some
