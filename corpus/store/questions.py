"""The questions that were put to a collection, kept so that their buttons and feedback last."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select

from corpus.scope import Scope
from corpus.store.database import Database
from corpus.store.records import (
    CurrentCitation,
    LoggedQuestion,
    Rating,
    StoredCitation,
    StoredQuestion,
    Vote,
)
from corpus.store.rows import VERSION_BY_DIGEST, to_article
from corpus.store.tables import articles, questions, ratings, revisions, shown_citations

_MAX_REASON_LENGTH = 1000
"""Characters that are kept of a reason."""

_newest_revisions = revisions.alias("newest")
_SHOWN_CITATIONS = (
    select(shown_citations, _newest_revisions.c.number.label("newest"))
    .join(revisions, revisions.c.id == shown_citations.c.revision_id)
    .join(
        articles,
        and_(
            articles.c.collection == revisions.c.collection,
            articles.c.article_id == revisions.c.article_id,
        ),
    )
    .join(_newest_revisions, _newest_revisions.c.id == articles.c.revision_id)
)


class QuestionStore:
    """The questions of one collection; no method sees another's. Raises ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def add(self, question: StoredQuestion) -> None:
        """Keep a question with what was shown; a place that does not stand any more is left out."""
        with self._database.write_transaction() as connection:
            row = {
                "collection": self._collection,
                "key": question.key,
                "text": question.text,
                "answered": question.answered,
                "at": question.at,
                "about": self._find_scope_revision(connection, question.scope),
                "since": question.scope.since,
                "until": question.scope.until,
                "private": question.private,
                "follows": question.follows,
            }
            kept = connection.execute(insert(questions).values(row).returning(questions.c.id))
            asked_id = kept.scalar_one()
            for number, place in enumerate(question.citations):
                self._add_citation(connection, asked_id, number, place)

    def find(self, key: str) -> LoggedQuestion | None:
        """The question of a key, with its places as they stand now; ``None`` for a key of none."""
        with self._database.read_transaction() as connection:
            row = self._find_row(connection, key)
            return None if row is None else self._to_logged_question(connection, row)

    def rate(self, key: str, member: int, vote: Vote, reason: str | None = None) -> bool:
        """Keep what a member thinks, in place of what they thought before.

        Returns whether there is such a question. Without a ``reason`` the one given with the same
        vote stays.
        """
        who = blake2b(str(member).encode(), digest_size=16, key=key[:64].encode()).hexdigest()
        with self._database.write_transaction() as connection:
            row = self._find_row(connection, key)
            if row is None:
                return False
            own = and_(ratings.c.asked_id == row.id, ratings.c.member == who)
            before = connection.execute(select(ratings).where(own)).first()
            if reason is None and before is not None and before.vote == vote.value:
                reason = before.reason
            connection.execute(delete(ratings).where(own))
            values = {"asked_id": row.id, "member": who, "vote": vote.value}
            kept = reason[:_MAX_REASON_LENGTH] if reason else None
            connection.execute(insert(ratings).values(**values, reason=kept))
            return True

    def all(self) -> Iterator[LoggedQuestion]:
        """Every question that was not asked in private, the first asked first."""
        own = and_(questions.c.collection == self._collection, ~questions.c.private)
        with self._database.read_transaction() as connection:
            for row in connection.execute(
                select(questions).where(own).order_by(questions.c.id)
            ).all():
                yield self._to_logged_question(connection, row)

    def _find_row(self, connection: Connection, key: str) -> Row[Any] | None:
        own = and_(questions.c.collection == self._collection, questions.c.key == key)
        return connection.execute(select(questions).where(own)).first()

    def _find_scope_revision(self, connection: Connection, scope: Scope) -> int | None:
        """The newest revision of the article that a question was put to alone."""
        query = select(articles.c.revision_id).where(
            articles.c.collection == self._collection, articles.c.article_id == scope.article_id
        )
        return connection.execute(query).scalar() if scope.article_id is not None else None

    def _add_citation(
        self, connection: Connection, asked_id: int, number: int, place: StoredCitation
    ) -> None:
        wanted = {"article_id": place.article_id, "version": place.version}
        found = connection.execute(
            VERSION_BY_DIGEST, {"collection": self._collection, **wanted}
        ).first()
        if found is None:
            return
        start, end = place.highlight or (None, None)
        values = {"asked_id": asked_id, "place": number, "revision_id": found.id}
        span = {"start": place.start, "end": place.end}
        marked = {"highlight_start": start, "highlight_end": end}
        connection.execute(insert(shown_citations).values(**values, **span, **marked))

    def _to_logged_question(self, connection: Connection, row: Row[Any]) -> LoggedQuestion:
        told = connection.execute(select(ratings).where(ratings.c.asked_id == row.id))
        return LoggedQuestion(
            key=row.key,
            text=row.text,
            answered=row.answered,
            at=row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC),
            citations=self._find_citations(connection, row.id),
            scope=self._find_scope(connection, row),
            private=row.private,
            ratings=tuple(Rating(Vote(each.vote), each.reason) for each in told),
            follows=row.follows,
        )

    def _find_citations(self, connection: Connection, asked_id: int) -> tuple[CurrentCitation, ...]:
        mine = shown_citations.c.asked_id == asked_id
        newest = {
            each.place: each.newest for each in connection.execute(_SHOWN_CITATIONS.where(mine))
        }
        rows = connection.execute(
            select(shown_citations).where(mine).order_by(shown_citations.c.place)
        ).all()
        return tuple(self._to_citation(connection, each, newest.get(each.place)) for each in rows)

    def _to_citation(
        self, connection: Connection, row: Row[Any], newest: int | None
    ) -> CurrentCitation:
        found = self._find_revision(connection, row.revision_id)
        highlight = None
        if row.highlight_start is not None:
            highlight = (row.highlight_start, row.highlight_end)
        if found is None:
            return CurrentCitation(None, row.start, row.end)
        corrected = newest is not None and newest > found.number
        return CurrentCitation(to_article(found), row.start, row.end, highlight, corrected)

    def _find_scope(self, connection: Connection, row: Row[Any]) -> Scope | None:
        if row.about is None:
            return Scope(None, row.since, row.until)
        found = self._find_revision(connection, row.about)
        return Scope(found.article_id, row.since, row.until) if found else None

    def _find_revision(self, connection: Connection, revision: int) -> Row[Any] | None:
        own = and_(revisions.c.id == revision, revisions.c.collection == self._collection)
        return connection.execute(select(revisions).where(own)).first()


_BATCH_SIZE = 500
"""Questions that are deleted in one transaction: nobody else waits for long to write."""


def delete_questions_before(
    database: Database, moment: datetime, is_stopping: Callable[[], bool]
) -> int:
    """Delete what was asked of any collection before a moment; returns how many questions it was.

    Their words are then in none of the database's files. Stops early, and goes on the next time,
    when ``is_stopping``. Raises ``StoreError``.
    """
    forgotten = 0
    while not is_stopping() and (some := _delete_step(database, moment.astimezone(UTC))):
        forgotten += some
    if forgotten:
        database.checkpoint()
    return forgotten


def _delete_step(database: Database, moment: datetime) -> int:
    old = select(questions.c.id).where(questions.c.at < moment).limit(_BATCH_SIZE)
    with database.write_transaction() as connection:
        ids = connection.execute(old).scalars().all()
        for column in (shown_citations.c.asked_id, ratings.c.asked_id, questions.c.id):
            connection.execute(delete(column.table).where(column.in_(ids)))
    return len(ids)
