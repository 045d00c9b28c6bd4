"""The truth: articles in all their revisions, and the log of what changed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select

from corpus.article import Article, ArticleLine, ArticleVersion
from corpus.store import duplicates
from corpus.store.change_log import ReplayedStore
from corpus.store.counts import Counts, articles_and_passages, counted
from corpus.store.database import Database
from corpus.store.rows import (
    ARRIVED,
    LINES,
    NUMBERED,
    REVISION_IDS,
    VERSION,
    VERSIONS_OF,
    Change,
    StoredPassage,
    article_of,
    line_of,
    utc,
    version_of,
)
from corpus.store.tables import articles, revisions
from corpus.store.writes import Cutter, Draft, Outcome, Taken, put, withdraw

__all__ = ["Change", "Counts", "Cutter", "Draft", "Outcome", "Store", "StoredPassage", "Taken"]


class Store(ReplayedStore):
    """Articles by collection. Every method names its collection and sees no other.

    Raises ``StoreError`` where the database fails.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._compared: set[str] = set()

    def put(self, collection: str, batch: Sequence[Article], cutter: Cutter) -> list[Outcome]:
        """Store articles in one transaction: all are on disk when this returns, or none is.

        An article that is there with the same words, record and passage rules is left alone.
        """
        return [taken.outcome for taken in self.take(collection, batch, cutter)]

    def take(self, collection: str, batch: Sequence[Article], cutter: Cutter) -> list[Taken]:
        """The same, with the ids that the articles are known by: new versions keep the old id."""
        with self._database.writing() as connection:
            return [put(connection, collection, article, cutter) for article in batch]

    def remove(self, collection: str, article_id: str) -> None:
        """Withdraw an article: all its texts, records and unshared embeddings are deleted.

        They are overwritten in the database's files, too. Raises ``UnknownArticle``.
        """
        with self._database.writing() as connection:
            withdraw(connection, collection, article_id)
        self._database.settle()

    def articles(self, collection: str) -> list[ArticleLine]:
        """Every article in its newest version, the latest published first."""
        query = LINES.where(articles.c.collection == collection).order_by(
            revisions.c.published.desc().nulls_last(), revisions.c.id.desc()
        )
        with self._database.reading() as connection:
            return [line_of(row) for row in connection.execute(query)]

    def arrived(
        self, collection: str, since: date, moment: datetime
    ) -> list[tuple[ArticleLine, datetime]]:
        """The articles published ``since`` a day, or first stored since a moment, and when stored.

        The latest published comes first.
        """
        wanted = {"collection": collection, "since": since, "moment": moment.astimezone(UTC)}
        with self._database.reading() as connection:
            rows = connection.execute(ARRIVED, wanted).all()
        return [(line_of(row), utc(row.first_added)) for row in rows]

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

    def history(self, collection: str, article_id: str) -> list[ArticleVersion]:
        """Every version of an article, the oldest first; none where it is not there."""
        with self._database.reading() as connection:
            wanted = {"collection": collection, "article_id": article_id}
            rows = connection.execute(VERSIONS_OF, wanted)
            latest = {row.number: version_of(row) for row in rows}
        return list(latest.values())

    def numbered(self, collection: str, article_id: str, number: int) -> Article | None:
        """The version of an article that has this number, from 1."""
        wanted = {"collection": collection, "article_id": article_id, "number": number}
        with self._database.reading() as connection:
            row = connection.execute(NUMBERED, wanted).first()
        return None if row is None else article_of(row)

    def duplicates(
        self, collection: str, article_ids: Iterable[str]
    ) -> list[tuple[ArticleLine, ...]]:
        """The stories of which these articles are one copy of several: all copies of each.

        The earliest published comes first; those of unknown date come last.
        """
        wanted = {"collection": collection, "ids": list(article_ids)}
        with self._database.reading() as connection:
            stories = duplicates.groups(
                connection, connection.execute(REVISION_IDS, wanted).scalars()
            )
            found = [
                [line_of(row) for row in connection.execute(LINES.where(revisions.c.id.in_(story)))]
                for story in stories
            ]
        return [tuple(sorted(lines, key=_earliest)) for lines in found if len(lines) > 1]

    def compare(self, collection: str, limit: int) -> int:
        """Look for copies of up to ``limit`` articles that an earlier Byline stored.

        Returns how many were looked at: 0 when all have been. What is put is compared at once.
        """
        if collection in self._compared:
            return 0
        with self._database.reading() as connection:
            found = duplicates.missing(connection, collection) > 0
        if found:
            with self._database.writing() as connection:
                return duplicates.complete(connection, collection, limit)
        self._compared.add(collection)
        return 0

    def versions(
        self, collection: str, wanted: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Article]:
        """The newest revisions of these versions, by article id and SHA-256; not withdrawn ones."""
        found = {}
        with self._database.reading() as connection:
            for article_id, version in set(wanted):
                key = {"collection": collection, "article_id": article_id, "version": version}
                if row := connection.execute(VERSION, key).first():
                    found[article_id, version] = article_of(row)
        return found

    def collections(self) -> list[str]:
        """The names of the collections that hold an article."""
        query = select(articles.c.collection).distinct().order_by(articles.c.collection)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def counts(self, collection: str) -> tuple[int, int]:
        """How many articles a collection holds, and how many passages."""
        with self._database.reading() as connection:
            return articles_and_passages(connection, collection)

    def held(self, collection: str) -> Counts:
        """How much a collection holds, counted in full."""
        with self._database.reading() as connection:
            return counted(connection, collection)


def _earliest(line: ArticleLine) -> tuple[bool, date, str]:
    return line.published is None, line.published or date.max, line.id
