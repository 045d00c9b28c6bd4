"""The feeds that a server's editors follow: which, for which collection."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from corpus.store.database import Database
from corpus.store.records import FollowedFeed, Kind, feed_key
from corpus.store.tables import feeds, followed, waiting


class Following:
    """The feeds that one collection follows. Raises ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def all(self) -> list[FollowedFeed]:
        """The feeds, in the order of their addresses, each with what was last wrong with it."""
        query = (
            select(followed.c.url, waiting.c.reason)
            .outerjoin(
                waiting,
                (waiting.c.collection == followed.c.collection)
                & (waiting.c.key == followed.c.key)
                & (waiting.c.kind == Kind.FEED.value),
            )
            .where(self._own(followed))
            .order_by(followed.c.url)
        )
        with self._database.reading() as connection:
            return [FollowedFeed(*row) for row in connection.execute(query)]

    def add(self, url: str, most: int) -> bool:
        """Follow a feed, read from the start; false where ``most`` are followed without it."""
        key = feed_key(url)
        others = select(func.count()).where(self._own(followed), followed.c.key != key)
        with self._database.writing() as connection:
            if connection.execute(others).scalar_one() >= most:
                return False
            self._forget(connection, key, url)
            row = {"collection": self._collection, "key": key, "url": url}
            connection.execute(insert(followed), row)
            return True

    def remove(self, url: str) -> bool:
        """Follow a feed no more, and drop what it named and was not taken; false for one of none.

        The articles that it brought stay.
        """
        key = feed_key(url)
        mine = select(func.count()).where(self._own(followed), followed.c.key == key)
        with self._database.writing() as connection:
            is_there = connection.execute(mine).scalar_one() > 0
            if is_there:
                self._forget(connection, key, url)
            return is_there

    def _forget(self, connection: Connection, key: str, url: str) -> None:
        for table in (followed, feeds, waiting):
            connection.execute(delete(table).where(self._own(table), table.c.key == key))
        connection.execute(delete(waiting).where(self._own(waiting), waiting.c.origin == url))

    def _own(self, table: Table) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection


def followed_by_all(database: Database) -> Mapping[str, tuple[str, ...]]:
    """The addresses that each collection follows, for the one who asks them all."""
    query = select(followed.c.collection, followed.c.url).order_by(followed.c.url)
    found: dict[str, tuple[str, ...]] = {}
    with database.reading() as connection:
        for name, url in connection.execute(query):
            found[name] = (*found.get(name, ()), url)
    return found
