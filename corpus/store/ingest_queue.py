"""Stores the inputs of watched folders and feeds: done, queued, and failed (dead letters)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from corpus.store.database import Database, split_batches
from corpus.store.records import FeedState, InputKind, QueuedInput, hash_feed_url
from corpus.store.tables import done_inputs, feed_states, queued_inputs

_MAX_REASON_LENGTH = 4000
"""The most characters of a reason that are stored."""


class IngestQueue:
    """The inputs and feeds of one collection. All methods raise ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def find_done_stamps(self) -> dict[str, str]:
        """Return the stamps of all inputs that are done, by key."""
        query = select(done_inputs.c.key, done_inputs.c.stamp).where(self._own(done_inputs))
        with self._database.read_transaction() as connection:
            return {row.key: row.stamp for row in connection.execute(query)}

    def find_stamps(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the latest stamps of these inputs, if they are done, queued or failed."""
        found: dict[str, str] = {}
        with self._database.read_transaction() as connection:
            for some in split_batches(keys):
                for table in (done_inputs, queued_inputs):
                    query = select(table.c.key, table.c.stamp).where(self._match_keys(table, some))
                    found.update({row.key: row.stamp for row in connection.execute(query)})
        return found

    def mark_done(self, stamps: Mapping[str, str]) -> None:
        """Record that inputs are done in these states, and remove them from the queue."""
        with self._database.write_transaction() as connection:
            for some in split_batches(stamps):
                self._delete_items(connection, some)
                rows = [{**self._name, "key": key, "stamp": stamps[key]} for key in some]
                connection.execute(insert(done_inputs), rows)

    def enqueue(self, items: Iterable[QueuedInput]) -> None:
        """Store queued or failed inputs in place of earlier ones with the same keys."""
        with self._database.write_transaction() as connection:
            self._write_items(connection, items)

    def remove(self, keys: Iterable[str]) -> None:
        """Delete all records of these inputs; if found again, they are new."""
        with self._database.write_transaction() as connection:
            for some in split_batches(keys):
                self._delete_items(connection, some)

    def find_items(self, kind: InputKind) -> list[QueuedInput]:
        """Return the queued and failed inputs of a kind, in the order in which they are due."""
        return self._select_items(queued_inputs.c.kind == kind.value, queued_inputs.c.next_at)

    def find_failed(self) -> list[QueuedInput]:
        """Return the failed inputs, latest first."""
        return self._select_items(queued_inputs.c.next_at.is_(None), queued_inputs.c.since.desc())

    def count_failed(self) -> int:
        """Return how many inputs have failed."""
        query = select(func.count()).where(
            self._own(queued_inputs), queued_inputs.c.next_at.is_(None)
        )
        with self._database.read_transaction() as connection:
            return connection.execute(query).scalar_one()

    def claim(self, item: QueuedInput, until: float) -> bool:
        """Claim an input for this process until a time; false if another process has claimed it."""
        where = self._match_keys(queued_inputs, [item.key]), queued_inputs.c.next_at == item.next_at
        with self._database.write_transaction() as connection:
            claimed = connection.execute(update(queued_inputs).where(*where).values(next_at=until))
            return claimed.rowcount == 1

    def find_feed(self, url: str) -> FeedState:
        """Return the state of a feed; a new feed is due at once."""
        query = select(feed_states).where(self._match_keys(feed_states, [hash_feed_url(url)]))
        with self._database.read_transaction() as connection:
            row = connection.execute(query).first()
        if row is None:
            return FeedState(url)
        return FeedState(
            row.url, row.etag, row.last_modified, row.next_at, row.failures, row.claimed_until
        )

    def claim_feed(self, feed: FeedState, until: float) -> bool:
        """Claim a feed for this process until a time; false if another process has claimed it."""
        query = select(feed_states.c.next_at).where(
            self._match_keys(feed_states, [hash_feed_url(feed.url)])
        )
        with self._database.write_transaction() as connection:
            if (connection.execute(query).scalar() or 0.0) != feed.next_at:
                return False
            self._write_feed(connection, replace(feed, next_at=until, claimed_until=until))
            return True

    def save_feed(self, feed: FeedState, found: Sequence[QueuedInput] = ()) -> None:
        """Store the state of a feed, together with the pages that were found in it.

        A feed without failures is removed from the failed inputs.
        """
        with self._database.write_transaction() as connection:
            self._write_feed(connection, replace(feed, claimed_until=0.0))
            self._write_items(connection, found)
            if not feed.failures:
                where = self._match_keys(queued_inputs, [hash_feed_url(feed.url)])
                connection.execute(delete(queued_inputs).where(where))

    def _write_feed(self, connection: Connection, feed: FeedState) -> None:
        key = hash_feed_url(feed.url)
        connection.execute(delete(feed_states).where(self._match_keys(feed_states, [key])))
        row = {**asdict(feed), **self._name, "key": key}
        connection.execute(insert(feed_states), row)

    def _write_items(self, connection: Connection, items: Iterable[QueuedInput]) -> None:
        rows = {item.key: {**asdict(item), **self._name} for item in items}
        for some in split_batches(rows):
            connection.execute(delete(queued_inputs).where(self._match_keys(queued_inputs, some)))
            kept = [{**rows[key], "reason": _truncate_reason(rows[key]["reason"])} for key in some]
            connection.execute(insert(queued_inputs), kept)

    def _select_items(self, condition: Any, order: Any) -> list[QueuedInput]:  # noqa: ANN401 - SQL
        query = (
            select(queued_inputs)
            .where(self._own(queued_inputs), condition)
            .order_by(order, queued_inputs.c.key)
        )
        with self._database.read_transaction() as connection:
            return [_to_item(row) for row in connection.execute(query)]

    def _delete_items(self, connection: Connection, keys: Sequence[str]) -> None:
        for table in (done_inputs, queued_inputs):
            connection.execute(delete(table).where(self._match_keys(table, keys)))

    @property
    def _name(self) -> dict[str, str]:
        return {"collection": self._collection}

    def _own(self, table: Table) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection

    def _match_keys(self, table: Table, keys: Sequence[str]) -> Any:  # noqa: ANN401 - SQL
        return self._own(table) & table.c.key.in_(keys)


def _to_item(row: Any) -> QueuedInput:  # noqa: ANN401 - a row of a query
    return QueuedInput(
        row.key,
        InputKind(row.kind),
        row.input,
        row.origin,
        row.stamp,
        row.tries,
        row.next_at,
        row.reason,
        row.since,
    )


def _truncate_reason(reason: str | None) -> str | None:
    return reason[:_MAX_REASON_LENGTH] if reason else reason
