"""Stores which feeds each collection follows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from corpus.store.database import Database
from corpus.store.records import FeedSubscription, InputKind, hash_feed_url
from corpus.store.tables import feed_states, feed_subscriptions, queued_inputs


class FeedSubscriptions:
    """The feeds that one collection follows. All methods raise ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def all(self) -> list[FeedSubscription]:
        """Return the feeds, sorted by address, each with its last error."""
        query = (
            select(feed_subscriptions.c.url, queued_inputs.c.reason)
            .outerjoin(
                queued_inputs,
                (queued_inputs.c.collection == feed_subscriptions.c.collection)
                & (queued_inputs.c.key == feed_subscriptions.c.key)
                & (queued_inputs.c.kind == InputKind.FEED.value),
            )
            .where(self._owned_by(feed_subscriptions))
            .order_by(feed_subscriptions.c.url)
        )
        with self._database.read_transaction() as connection:
            return [FeedSubscription(*row) for row in connection.execute(query)]

    def add(self, url: str, most: int) -> bool:
        """Follow a feed from its start; return false if ``most`` other feeds are followed."""
        key = hash_feed_url(url)
        others = select(func.count()).where(
            self._owned_by(feed_subscriptions), feed_subscriptions.c.key != key
        )
        with self._database.write_transaction() as connection:
            if connection.execute(others).scalar_one() >= most:
                return False
            self._delete_state(connection, key, url)
            row = {"collection": self._collection, "key": key, "url": url}
            connection.execute(insert(feed_subscriptions), row)
            return True

    def remove(self, url: str) -> bool:
        """Unfollow a feed and delete its queued inputs; return false if it was not followed.

        Its articles stay.
        """
        key = hash_feed_url(url)
        mine = select(func.count()).where(
            self._owned_by(feed_subscriptions), feed_subscriptions.c.key == key
        )
        with self._database.write_transaction() as connection:
            is_followed = connection.execute(mine).scalar_one() > 0
            if is_followed:
                self._delete_state(connection, key, url)
            return is_followed

    def _delete_state(self, connection: Connection, key: str, url: str) -> None:
        for table in (feed_subscriptions, feed_states, queued_inputs):
            connection.execute(delete(table).where(self._owned_by(table), table.c.key == key))
        connection.execute(
            delete(queued_inputs).where(
                self._owned_by(queued_inputs), queued_inputs.c.origin == url
            )
        )

    def _owned_by(self, table: Table) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection


def find_all_subscriptions(database: Database) -> Mapping[str, tuple[str, ...]]:
    """Return the addresses of the feeds that each collection follows."""
    query = select(feed_subscriptions.c.collection, feed_subscriptions.c.url).order_by(
        feed_subscriptions.c.url
    )
    found: dict[str, tuple[str, ...]] = {}
    with database.read_transaction() as connection:
        for name, url in connection.execute(query):
            found[name] = (*found.get(name, ()), url)
    return found
