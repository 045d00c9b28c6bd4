"""Stores which new articles of a collection are announced and which are still pending.

An announcement that is started has a fixed end, so that it is the same one after a crash.
``corpus.store.change_log`` finds the new articles.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update

from corpus.store.database import Database
from corpus.store.tables import announcements, changes, server_settings


@dataclass(frozen=True, slots=True)
class PendingAnnouncement:
    """A part of a change log whose new articles, if any, are announced in ``channel`` (an id).

    It starts behind the position ``after`` and ends at ``upto``. ``begun``: it may have been sent,
    without a record of that.
    """

    channel: int
    after: int
    upto: int
    begun: bool = False


_NEWEST_POSITION = (
    select(func.max(changes.c.position))
    .where(changes.c.collection == server_settings.c.collection)
    .scalar_subquery()
)
_PENDING = (
    select(
        server_settings.c.collection,
        server_settings.c.news_channel,
        server_settings.c.announced,
        _NEWEST_POSITION.label("newest"),
        announcements.c.upto,
    )
    .outerjoin(
        announcements,
        and_(
            announcements.c.collection == server_settings.c.collection,
            announcements.c.after == server_settings.c.announced,
        ),
    )
    .where(
        server_settings.c.news_channel.is_not(None), server_settings.c.announced < _NEWEST_POSITION
    )
)


def find_pending(database: Database) -> dict[str, PendingAnnouncement]:
    """Return the pending announcement of each collection. Raises ``StoreError``."""
    with database.read_transaction() as connection:
        return {row.collection: _to_pending(row) for row in connection.execute(_PENDING)}


class Announcements:
    """The announcements of one collection. All methods raise ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def mark_started(self, announcement: PendingAnnouncement) -> None:
        """Record that an announcement is about to be sent."""
        with self._database.write_transaction() as connection:
            connection.execute(delete(announcements).where(self._owned_by(announcements)))
            span = {"after": announcement.after, "upto": announcement.upto}
            connection.execute(insert(announcements).values(collection=self._collection, **span))

    def mark_sent(self, announcement: PendingAnnouncement) -> None:
        """Record that it has been sent, unless the settings have changed meanwhile."""
        unchanged = and_(
            self._owned_by(server_settings),
            server_settings.c.news_channel == announcement.channel,
            server_settings.c.announced == announcement.after,
        )
        with self._database.write_transaction() as connection:
            moved = update(server_settings).where(unchanged).values(announced=announcement.upto)
            connection.execute(moved)
            connection.execute(delete(announcements).where(self._owned_by(announcements)))

    def _owned_by(self, table: Any) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection


def _to_pending(row: Any) -> PendingAnnouncement:  # noqa: ANN401 - a row of the query
    newest = row.newest if row.upto is None else row.upto
    return PendingAnnouncement(row.news_channel, row.announced, newest, begun=row.upto is not None)
