"""Which new articles of a collection are still to be announced, and which have been.

An announcement that is begun keeps its end: made again after a crash, it is the same one. Which
articles are new is said by ``corpus.store.change_log``.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update

from corpus.store.database import Database
from corpus.store.tables import announcements, changes, server_settings


@dataclass(frozen=True, slots=True)
class PendingAnnouncement:
    """What a collection has to announce in the ``channel`` of this id, if any of it is new.

    It is what its change log has behind the position ``after``, as far as ``upto``. ``begun``:
    perhaps it has been sent, but nobody has noted so.
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
    """What each collection has to announce that announces its articles. Raises ``StoreError``."""
    with database.read_transaction() as connection:
        return {row.collection: _to_pending(row) for row in connection.execute(_PENDING)}


class Announcements:
    """The announcements of one collection. Raises ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def mark_started(self, announcement: PendingAnnouncement) -> None:
        """Note that this announcement is about to be sent."""
        with self._database.write_transaction() as connection:
            connection.execute(delete(announcements).where(self._owned_by(announcements)))
            begun = {"after": announcement.after, "upto": announcement.upto}
            connection.execute(insert(announcements).values(collection=self._collection, **begun))

    def mark_sent(self, announcement: PendingAnnouncement) -> None:
        """Note that all of it has been announced, unless the editors have set otherwise since."""
        as_it_was = and_(
            self._owned_by(server_settings),
            server_settings.c.news_channel == announcement.channel,
            server_settings.c.announced == announcement.after,
        )
        with self._database.write_transaction() as connection:
            moved = update(server_settings).where(as_it_was).values(announced=announcement.upto)
            connection.execute(moved)
            connection.execute(delete(announcements).where(self._owned_by(announcements)))

    def _owned_by(self, table: Any) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection


def _to_pending(row: Any) -> PendingAnnouncement:  # noqa: ANN401 - a row of the query
    newest = row.newest if row.upto is None else row.upto
    return PendingAnnouncement(row.news_channel, row.announced, newest, begun=row.upto is not None)
