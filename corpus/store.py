"""The truth: articles in all their revisions, and the log of what changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from corpus.article import Article, ArticleLine
from corpus.database import Database
from corpus.revising import Cutter, Draft, Outcome, put, withdraw
from corpus.rows import article_of, line_of
from corpus.schema import articles, changes, passages, revisions

__all__ = ["Change", "Cutter", "Draft", "Outcome", "Store", "StoredPassage"]


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the change log: the revision it takes out and the one it puts in."""

    position: int
    removed: int | None
    added: int | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of the newest revision of an article."""

    id: int
    revision: int
    start: int
    end: int
    embedding_key: str
    article_id: str
    published: date | None


class Store:
    """Articles by collection. Every method names its collection and sees no other.

    Raises ``StoreError`` where the database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, collection: str, batch: Sequence[Article], cutter: Cutter) -> list[Outcome]:
        """Store articles in one transaction: all are on disk when this returns, or none is.

        An article that is there with the same words, record and passage rules is left alone.
        """
        with self._database.writing() as connection:
            return [put(connection, collection, article, cutter) for article in batch]

    def remove(self, collection: str, article_id: str) -> None:
        """Withdraw an article: all its texts, records and unshared embeddings are deleted.

        Raises ``UnknownArticle``.
        """
        with self._database.writing() as connection:
            withdraw(connection, collection, article_id)

    def articles(self, collection: str) -> list[ArticleLine]:
        """Every article in its newest version, the latest published first."""
        columns = [column for column in revisions.c if column.name not in {"text", "zones"}]
        query = (
            select(*columns)
            .join(articles, articles.c.revision_id == revisions.c.id)
            .where(articles.c.collection == collection)
            .order_by(revisions.c.published.desc().nulls_last(), revisions.c.id.desc())
        )
        with self._database.reading() as connection:
            return [line_of(row) for row in connection.execute(query)]

    def article(self, collection: str, article_id: str, version: str = "") -> Article | None:
        """The newest revision of an article, of those whose version begins with ``version``."""
        query = (
            select(revisions)
            .where(revisions.c.collection == collection, revisions.c.article_id == article_id)
            .where(revisions.c.version.startswith(version, autoescape=True))
            .order_by(revisions.c.id.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else article_of(row)

    def revisions(self, collection: str, ids: Iterable[int]) -> dict[int, Article]:
        """The articles of these revisions, of those that are the newest of their article."""
        with self._database.reading() as connection:
            rows = connection.execute(_REVISIONS, {"ids": list(ids)}).all()
        return {row.id: article_of(row) for row in rows if row.collection == collection}

    def versions(
        self, collection: str, wanted: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Article]:
        """The newest revisions of these versions, by article id and SHA-256; not withdrawn ones."""
        found = {}
        with self._database.reading() as connection:
            for article_id, version in set(wanted):
                key = {"collection": collection, "article_id": article_id, "version": version}
                if row := connection.execute(_VERSION, key).first():
                    found[article_id, version] = article_of(row)
        return found

    def passages(self, collection: str, ids: Iterable[int]) -> dict[int, StoredPassage]:
        """These passages by id, of those that belong to the newest revision of an article.

        What has been corrected or withdrawn is not among them, whatever an index still holds.
        """
        return self._standing(collection, _PASSAGES, ids)

    def passages_of(self, collection: str, revision_ids: Iterable[int]) -> list[StoredPassage]:
        """The passages of these revisions, of those that are the newest of their article."""
        return list(self._standing(collection, _PASSAGES_OF, revision_ids).values())

    def passage_ids_by(self, collection: str, day: date) -> set[int]:
        """The ids of all passages of newest revisions published by a day, or on none known."""
        query = (
            select(passages.c.id)
            .join(articles, articles.c.revision_id == passages.c.revision_id)
            .join(revisions, revisions.c.id == passages.c.revision_id)
            .where(articles.c.collection == collection)
            .where((revisions.c.published <= day) | revisions.c.published.is_(None))
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

    def collections(self) -> list[str]:
        """The names of the collections that hold an article."""
        query = select(articles.c.collection).distinct().order_by(articles.c.collection)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def counts(self, collection: str) -> tuple[int, int]:
        """How many articles a collection holds, and how many passages."""
        own = articles.c.collection == collection
        with self._database.reading() as connection:
            held = connection.execute(select(func.count()).select_from(articles).where(own))
            cut = connection.execute(
                select(func.count(passages.c.id))
                .join(articles, articles.c.revision_id == passages.c.revision_id)
                .where(own)
            )
            return held.scalar_one(), cut.scalar_one()

    def _standing(
        self, collection: str, query: Select[Any], ids: Iterable[int]
    ) -> dict[int, StoredPassage]:
        with self._database.reading() as connection:
            rows = connection.execute(query, {"ids": list(ids)}).all()
        return {row[0]: StoredPassage(*row[:-1]) for row in rows if row[-1] == collection}


# Statements of every question, made once. They leave the collection to be looked at in what they
# give: asked for it in SQL, SQLite begins with all articles of the collection instead of with the
# few rows wanted (34 ms instead of 1 at 18,000 passages).
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_REVISIONS = (
    select(revisions)
    .join(articles, articles.c.revision_id == revisions.c.id)
    .where(revisions.c.id.in_(_IDS))
)
_STANDING = (
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
_PASSAGES = _STANDING.where(passages.c.id.in_(_IDS))
_PASSAGES_OF = _STANDING.where(passages.c.revision_id.in_(_IDS))
_VERSION = (
    select(revisions)
    .where(
        revisions.c.collection == bindparam("collection"),
        revisions.c.article_id == bindparam("article_id"),
        revisions.c.version == bindparam("version"),
    )
    .order_by(revisions.c.id.desc())
    .limit(1)
)
