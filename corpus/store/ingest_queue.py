"""What a collection's watched folders and feeds brought, and what of it is still to be taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from corpus.store.database import Database
from corpus.store.records import Feed, Kind, Waiting, feed_key
from corpus.store.tables import arrivals, feeds, waiting

_MOST_AT_ONCE = 500
"""Keys in one statement."""
_LONGEST = 4000
"""Characters that are kept of a reason."""


class Arrivals:
    """What came to one collection without asking. Raises ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def taken(self) -> dict[str, str]:
        """The stamps of all inputs that were taken, by key."""
        query = select(arrivals.c.key, arrivals.c.stamp).where(self._own(arrivals))
        with self._database.reading() as connection:
            return {row.key: row.stamp for row in connection.execute(query)}

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """The latest stamps of those of these inputs that were taken, or wait, or are set aside."""
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for some in _batches(keys):
                for table in (arrivals, waiting):
                    query = select(table.c.key, table.c.stamp).where(self._these(table, some))
                    found.update({row.key: row.stamp for row in connection.execute(query)})
        return found

    def take(self, stamps: Mapping[str, str]) -> None:
        """Note that inputs were taken in these states: they wait no more."""
        with self._database.writing() as connection:
            for some in _batches(stamps):
                self._drop(connection, some)
                rows = [{**self._name, "key": key, "stamp": stamps[key]} for key in some]
                connection.execute(insert(arrivals), rows)

    def wait(self, items: Iterable[Waiting]) -> None:
        """Keep inputs that are to be tried later or are set aside, in place of what was kept."""
        with self._database.writing() as connection:
            self._wait(connection, items)

    def forget(self, keys: Iterable[str]) -> None:
        """Know nothing of these inputs any more: found again, they are taken."""
        with self._database.writing() as connection:
            for some in _batches(keys):
                self._drop(connection, some)

    def waiting(self, kind: Kind) -> list[Waiting]:
        """All inputs of a kind that wait or are set aside, those due first in front."""
        return self._waiting(waiting.c.kind == kind.value, waiting.c.next_at)

    def set_aside(self) -> list[Waiting]:
        """What is set aside, the latest first."""
        return self._waiting(waiting.c.next_at.is_(None), waiting.c.since.desc())

    def set_aside_count(self) -> int:
        """How many inputs are set aside."""
        query = select(func.count()).where(self._own(waiting), waiting.c.next_at.is_(None))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def claim(self, item: Waiting, until: float) -> bool:
        """Take an input for this process until a time; false where another one was quicker."""
        where = self._these(waiting, [item.key]), waiting.c.next_at == item.next_at
        with self._database.writing() as connection:
            claimed = connection.execute(update(waiting).where(*where).values(next_at=until))
            return claimed.rowcount == 1

    def feed(self, url: str) -> Feed:
        """How far a feed has been read; one that is new is due at once."""
        query = select(feeds).where(self._these(feeds, [feed_key(url)]))
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return Feed(url)
        return Feed(
            row.url, row.etag, row.last_modified, row.next_at, row.failures, row.claimed_until
        )

    def claim_feed(self, feed: Feed, until: float) -> bool:
        """Take a feed for this process until a time; false where another one was quicker."""
        query = select(feeds.c.next_at).where(self._these(feeds, [feed_key(feed.url)]))
        with self._database.writing() as connection:
            if (connection.execute(query).scalar() or 0.0) != feed.next_at:
                return False
            self._put_feed(connection, replace(feed, next_at=until, claimed_until=until))
            return True

    def keep_feed(self, feed: Feed, found: Sequence[Waiting] = ()) -> None:
        """Keep how far a feed has been read, together with the pages that were found in it.

        A feed that did not fail is set aside no more.
        """
        with self._database.writing() as connection:
            self._put_feed(connection, replace(feed, claimed_until=0.0))
            self._wait(connection, found)
            if not feed.failures:
                where = self._these(waiting, [feed_key(feed.url)])
                connection.execute(delete(waiting).where(where))

    def _put_feed(self, connection: Connection, feed: Feed) -> None:
        key = feed_key(feed.url)
        connection.execute(delete(feeds).where(self._these(feeds, [key])))
        row = {**asdict(feed), **self._name, "key": key}
        connection.execute(insert(feeds), row)

    def _wait(self, connection: Connection, items: Iterable[Waiting]) -> None:
        rows = {item.key: {**asdict(item), **self._name} for item in items}
        for some in _batches(rows):
            connection.execute(delete(waiting).where(self._these(waiting, some)))
            kept = [{**rows[key], "reason": _shortened(rows[key]["reason"])} for key in some]
            connection.execute(insert(waiting), kept)

    def _waiting(self, condition: Any, order: Any) -> list[Waiting]:  # noqa: ANN401 - SQL
        query = select(waiting).where(self._own(waiting), condition).order_by(order, waiting.c.key)
        with self._database.reading() as connection:
            return [_waiting_of(row) for row in connection.execute(query)]

    def _drop(self, connection: Connection, keys: Sequence[str]) -> None:
        for table in (arrivals, waiting):
            connection.execute(delete(table).where(self._these(table, keys)))

    @property
    def _name(self) -> dict[str, str]:
        return {"collection": self._collection}

    def _own(self, table: Table) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection

    def _these(self, table: Table, keys: Sequence[str]) -> Any:  # noqa: ANN401 - SQL
        return self._own(table) & table.c.key.in_(keys)


def _waiting_of(row: Any) -> Waiting:  # noqa: ANN401 - a row of a query
    return Waiting(
        row.key,
        Kind(row.kind),
        row.input,
        row.origin,
        row.stamp,
        row.tries,
        row.next_at,
        row.reason,
        row.since,
    )


def _shortened(reason: str | None) -> str | None:
    return reason[:_LONGEST] if reason else reason


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while some := list(islice(rest, _MOST_AT_ONCE)):
        yield some
