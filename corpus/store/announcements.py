"""Which new articles of a collection are still to be announced, and which have been.

An announcement that is begun keeps its end: made again after a crash, it is the same one. Which
articles are new is said by ``corpus.store.change_log``.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update

from corpus.store.database import Database
from corpus.store.tables import announcements, changes, preferences


@dataclass(frozen=True, slots=True)
class Due:
    """What a collection has to announce in the ``channel`` of this id, if any of it is new.

    It is what its change log has behind the position ``after``, as far as ``upto``. ``begun``:
    perhaps it has been sent, but nobody has noted so.
    """

    channel: int
    after: int
    upto: int
    begun: bool = False


_NEWEST = (
    select(func.max(changes.c.position))
    .where(changes.c.collection == preferences.c.collection)
    .scalar_subquery()
)
_DUE = (
    select(
        preferences.c.collection,
        preferences.c.news_channel,
        preferences.c.announced,
        _NEWEST.label("newest"),
        announcements.c.upto,
    )
    .outerjoin(
        announcements,
        and_(
            announcements.c.collection == preferences.c.collection,
            announcements.c.after == preferences.c.announced,
        ),
    )
    .where(preferences.c.news_channel.is_not(None), preferences.c.announced < _NEWEST)
)


def due(database: Database) -> dict[str, Due]:
    """What each collection has to announce that announces its articles. Raises ``StoreError``."""
    with database.reading() as connection:
        return {row.collection: _due(row) for row in connection.execute(_DUE)}


class Announcements:
    """The announcements of one collection. Raises ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def begin(self, announcement: Due) -> None:
        """Note that this announcement is about to be sent."""
        with self._database.writing() as connection:
            connection.execute(delete(announcements).where(self._own(announcements)))
            begun = {"after": announcement.after, "upto": announcement.upto}
            connection.execute(insert(announcements).values(collection=self._collection, **begun))

    def end(self, announcement: Due) -> None:
        """Note that all of it has been announced, unless the editors have set otherwise since."""
        as_it_was = and_(
            self._own(preferences),
            preferences.c.news_channel == announcement.channel,
            preferences.c.announced == announcement.after,
        )
        with self._database.writing() as connection:
            moved = update(preferences).where(as_it_was).values(announced=announcement.upto)
            connection.execute(moved)
            connection.execute(delete(announcements).where(self._own(announcements)))

    def _own(self, table: Any) -> Any:  # noqa: ANN401 - SQL
        return table.c.collection == self._collection


def _due(row: Any) -> Due:  # noqa: ANN401 - a row of the query
    newest = row.newest if row.upto is None else row.upto
    return Due(row.news_channel, row.announced, newest, begun=row.upto is not None)
