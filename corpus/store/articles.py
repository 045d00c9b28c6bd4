"""The store of articles with all their versions."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select

from corpus.article import Article, ArticleSummary, ArticleVersion
from corpus.store import duplicates
from corpus.store.change_log import ChangeLogStore
from corpus.store.counts import Counts, count_all, count_articles_and_passages
from corpus.store.database import Database
from corpus.store.rows import (
    NEW_SUMMARIES,
    REVISION_IDS,
    SUMMARIES,
    VERSION_BY_DIGEST,
    VERSION_BY_NUMBER,
    VERSIONS,
    Change,
    StoredPassage,
    to_article,
    to_summary,
    to_utc,
    to_version,
)
from corpus.store.tables import articles, revisions
from corpus.store.writes import (
    PassageDraft,
    Splitter,
    StoredResult,
    StoreOutcome,
    put_article,
    withdraw_article,
)

__all__ = [
    "Change",
    "Counts",
    "PassageDraft",
    "Splitter",
    "Store",
    "StoreOutcome",
    "StoredPassage",
    "StoredResult",
]


class Store(ChangeLogStore):
    """Articles by collection; a method reads and writes its collection only.

    All methods raise ``StoreError``.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._compared: set[str] = set()

    def put(
        self, collection: str, batch: Sequence[Article], splitter: Splitter
    ) -> list[StoreOutcome]:
        """Store articles in one transaction: all are on disk when this returns, or none is.

        An article that is stored with the same text, metadata and passage rules is unchanged.
        """
        return [result.outcome for result in self.put_all(collection, batch, splitter)]

    def put_all(
        self, collection: str, batch: Sequence[Article], splitter: Splitter
    ) -> list[StoredResult]:
        """Do the same as ``put``; also return the ids, as a new version keeps the stored id."""
        with self._database.write_transaction() as connection:
            return [put_article(connection, collection, article, splitter) for article in batch]

    def remove(self, collection: str, article_id: str) -> None:
        """Withdraw an article: delete its texts, metadata and unshared embeddings.

        They are overwritten in the files of the database. Raises ``UnknownArticle``.
        """
        with self._database.write_transaction() as connection:
            withdraw_article(connection, collection, article_id)
        self._database.checkpoint()

    def articles(self, collection: str) -> list[ArticleSummary]:
        """Return the summaries of all articles, latest published first."""
        query = SUMMARIES.where(articles.c.collection == collection).order_by(
            revisions.c.published.desc().nulls_last(), revisions.c.id.desc()
        )
        with self._database.read_transaction() as connection:
            return [to_summary(row) for row in connection.execute(query)]

    def find_new(
        self, collection: str, since: date, moment: datetime
    ) -> list[tuple[ArticleSummary, datetime]]:
        """Return the articles published ``since`` a day or first stored since a ``moment``.

        Each comes with the time when it was stored; the latest published is first.
        """
        wanted = {"collection": collection, "since": since, "moment": moment.astimezone(UTC)}
        with self._database.read_transaction() as connection:
            rows = connection.execute(NEW_SUMMARIES, wanted).all()
        return [(to_summary(row), to_utc(row.first_added)) for row in rows]

    def article(self, collection: str, article_id: str, version: str = "") -> Article | None:
        """Return the newest revision of an article whose version starts with ``version``."""
        query = (
            select(revisions)
            .where(revisions.c.collection == collection, revisions.c.article_id == article_id)
            .where(revisions.c.version.startswith(version, autoescape=True))
            .order_by(revisions.c.id.desc())
            .limit(1)
        )
        with self._database.read_transaction() as connection:
            row = connection.execute(query).first()
        return None if row is None else to_article(row)

    def history(self, collection: str, article_id: str) -> list[ArticleVersion]:
        """Return the versions of an article, oldest first; none for an unknown article."""
        with self._database.read_transaction() as connection:
            wanted = {"collection": collection, "article_id": article_id}
            rows = connection.execute(VERSIONS, wanted)
            latest = {row.number: to_version(row) for row in rows}
        return list(latest.values())

    def find_numbered(self, collection: str, article_id: str, number: int) -> Article | None:
        """Return the version of an article with this number, from 1."""
        wanted = {"collection": collection, "article_id": article_id, "number": number}
        with self._database.read_transaction() as connection:
            row = connection.execute(VERSION_BY_NUMBER, wanted).first()
        return None if row is None else to_article(row)

    def duplicates(
        self, collection: str, article_ids: Iterable[str]
    ) -> list[tuple[ArticleSummary, ...]]:
        """Return the stories of these articles that have copies, each with all its copies.

        The earliest published copy is first; copies of unknown date are last.
        """
        wanted = {"collection": collection, "ids": list(article_ids)}
        with self._database.read_transaction() as connection:
            stories = duplicates.find_groups(
                connection, connection.execute(REVISION_IDS, wanted).scalars()
            )
            found = [
                [
                    to_summary(row)
                    for row in connection.execute(SUMMARIES.where(revisions.c.id.in_(story)))
                ]
                for story in stories
            ]
        return [tuple(sorted(lines, key=_build_sort_key)) for lines in found if len(lines) > 1]

    def compare_pending(self, collection: str, limit: int) -> int:
        """Find the copies of up to ``limit`` articles that an earlier Byline stored.

        Return the number of articles; 0 if none is left. ``put`` compares new articles at once.
        """
        if collection in self._compared:
            return 0
        with self._database.read_transaction() as connection:
            found = duplicates.count_pending(connection, collection) > 0
        if found:
            with self._database.write_transaction() as connection:
                return duplicates.compare_pending(connection, collection, limit)
        self._compared.add(collection)
        return 0

    def versions(
        self, collection: str, wanted: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Article]:
        """Return the articles of these pairs of id and version (SHA-256) that still exist."""
        found = {}
        with self._database.read_transaction() as connection:
            for article_id, version in set(wanted):
                key = {"collection": collection, "article_id": article_id, "version": version}
                if row := connection.execute(VERSION_BY_DIGEST, key).first():
                    found[article_id, version] = to_article(row)
        return found

    def collections(self) -> list[str]:
        """Return the names of the collections that have articles."""
        query = select(articles.c.collection).distinct().order_by(articles.c.collection)
        with self._database.read_transaction() as connection:
            return list(connection.execute(query).scalars())

    def counts(self, collection: str) -> tuple[int, int]:
        """Return the numbers of articles and passages of a collection."""
        with self._database.read_transaction() as connection:
            return count_articles_and_passages(connection, collection)

    def count_all(self, collection: str) -> Counts:
        """Return the size of a collection."""
        with self._database.read_transaction() as connection:
            return count_all(connection, collection)


def _build_sort_key(line: ArticleSummary) -> tuple[bool, date, str]:
    return line.published is None, line.published or date.max, line.id
