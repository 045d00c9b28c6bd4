"""The questions that were put to a collection, kept so that their buttons and feedback last."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select

from corpus.scope import Scope
from corpus.store.database import Database
from corpus.store.records import Asked, Opinion, Place, Recalled, Standing, Vote
from corpus.store.rows import VERSION, article_of
from corpus.store.tables import articles, asked, opinions, revisions, shown

_LONGEST = 1000
"""Characters that are kept of a reason."""

_newest = revisions.alias("newest")
_SHOWN = (
    select(shown, _newest.c.number.label("newest"))
    .join(revisions, revisions.c.id == shown.c.revision_id)
    .join(
        articles,
        and_(
            articles.c.collection == revisions.c.collection,
            articles.c.article_id == revisions.c.article_id,
        ),
    )
    .join(_newest, _newest.c.id == articles.c.revision_id)
)


class Questions:
    """The questions of one collection; no method sees another's. Raises ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def keep(self, question: Asked) -> None:
        """Keep a question with what was shown; a place that does not stand any more is left out."""
        with self._database.writing() as connection:
            row = {
                "collection": self._collection,
                "key": question.key,
                "text": question.text,
                "answered": question.answered,
                "at": question.at,
                "about": self._about(connection, question.scope),
                "since": question.scope.since,
                "until": question.scope.until,
                "private": question.private,
                "follows": question.follows,
            }
            kept = connection.execute(insert(asked).values(row).returning(asked.c.id))
            asked_id = kept.scalar_one()
            for number, place in enumerate(question.places):
                self._show(connection, asked_id, number, place)

    def find(self, key: str) -> Recalled | None:
        """The question of a key, with its places as they stand now; ``None`` for a key of none."""
        with self._database.reading() as connection:
            row = self._row(connection, key)
            return None if row is None else self._recalled(connection, row)

    def rate(self, key: str, member: int, vote: Vote, reason: str | None = None) -> bool:
        """Keep what a member thinks, in place of what they thought before.

        Returns whether there is such a question. Without a ``reason`` the one given with the same
        vote stays.
        """
        who = blake2b(str(member).encode(), digest_size=16, key=key[:64].encode()).hexdigest()
        with self._database.writing() as connection:
            row = self._row(connection, key)
            if row is None:
                return False
            own = and_(opinions.c.asked_id == row.id, opinions.c.member == who)
            before = connection.execute(select(opinions).where(own)).first()
            if reason is None and before is not None and before.vote == vote.value:
                reason = before.reason
            connection.execute(delete(opinions).where(own))
            values = {"asked_id": row.id, "member": who, "vote": vote.value}
            kept = reason[:_LONGEST] if reason else None
            connection.execute(insert(opinions).values(**values, reason=kept))
            return True

    def all(self) -> Iterator[Recalled]:
        """Every question that was not asked in private, the first asked first."""
        own = and_(asked.c.collection == self._collection, ~asked.c.private)
        with self._database.reading() as connection:
            for row in connection.execute(select(asked).where(own).order_by(asked.c.id)).all():
                yield self._recalled(connection, row)

    def _row(self, connection: Connection, key: str) -> Row[Any] | None:
        own = and_(asked.c.collection == self._collection, asked.c.key == key)
        return connection.execute(select(asked).where(own)).first()

    def _about(self, connection: Connection, scope: Scope) -> int | None:
        """The newest revision of the article that a question was put to alone."""
        query = select(articles.c.revision_id).where(
            articles.c.collection == self._collection, articles.c.article_id == scope.article_id
        )
        return connection.execute(query).scalar() if scope.article_id is not None else None

    def _show(self, connection: Connection, asked_id: int, number: int, place: Place) -> None:
        wanted = {"article_id": place.article_id, "version": place.version}
        found = connection.execute(VERSION, {"collection": self._collection, **wanted}).first()
        if found is None:
            return
        start, end = place.highlight or (None, None)
        values = {"asked_id": asked_id, "place": number, "revision_id": found.id}
        span = {"start": place.start, "end": place.end}
        marked = {"highlight_start": start, "highlight_end": end}
        connection.execute(insert(shown).values(**values, **span, **marked))

    def _recalled(self, connection: Connection, row: Row[Any]) -> Recalled:
        told = connection.execute(select(opinions).where(opinions.c.asked_id == row.id))
        return Recalled(
            key=row.key,
            text=row.text,
            answered=row.answered,
            at=row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC),
            places=self._places(connection, row.id),
            scope=self._scope(connection, row),
            private=row.private,
            opinions=tuple(Opinion(Vote(each.vote), each.reason) for each in told),
            follows=row.follows,
        )

    def _places(self, connection: Connection, asked_id: int) -> tuple[Standing, ...]:
        mine = shown.c.asked_id == asked_id
        newest = {each.place: each.newest for each in connection.execute(_SHOWN.where(mine))}
        rows = connection.execute(select(shown).where(mine).order_by(shown.c.place)).all()
        return tuple(self._standing(connection, each, newest.get(each.place)) for each in rows)

    def _standing(self, connection: Connection, row: Row[Any], newest: int | None) -> Standing:
        found = self._revision(connection, row.revision_id)
        highlight = None
        if row.highlight_start is not None:
            highlight = (row.highlight_start, row.highlight_end)
        if found is None:
            return Standing(None, row.start, row.end)
        corrected = newest is not None and newest > found.number
        return Standing(article_of(found), row.start, row.end, highlight, corrected)

    def _scope(self, connection: Connection, row: Row[Any]) -> Scope | None:
        if row.about is None:
            return Scope(None, row.since, row.until)
        found = self._revision(connection, row.about)
        return Scope(found.article_id, row.since, row.until) if found else None

    def _revision(self, connection: Connection, revision: int) -> Row[Any] | None:
        own = and_(revisions.c.id == revision, revisions.c.collection == self._collection)
        return connection.execute(select(revisions).where(own)).first()


_STEP = 500
"""Questions that are deleted in one transaction: nobody else waits for long to write."""


def forget_before(database: Database, moment: datetime, is_stopping: Callable[[], bool]) -> int:
    """Delete what was asked of any collection before a moment; returns how many questions it was.

    Their words are then in none of the database's files. Stops early, and goes on the next time,
    when ``is_stopping``. Raises ``StoreError``.
    """
    forgotten = 0
    while not is_stopping() and (some := _step(database, moment.astimezone(UTC))):
        forgotten += some
    if forgotten:
        database.settle()
    return forgotten


def _step(database: Database, moment: datetime) -> int:
    old = select(asked.c.id).where(asked.c.at < moment).limit(_STEP)
    with database.writing() as connection:
        ids = connection.execute(old).scalars().all()
        for column in (shown.c.asked_id, opinions.c.asked_id, asked.c.id):
            connection.execute(delete(column.table).where(column.in_(ids)))
    return len(ids)
