"""Stores questions with their citations and ratings, for buttons, feedback and history."""

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
from corpus.store.rows import VERSION_BY_DIGEST, to_article, to_utc
from corpus.store.tables import articles, questions, ratings, revisions, shown_citations

_MAX_REASON_LENGTH = 1000
"""The most characters of a reason that are stored."""
_BATCH_SIZE = 500
"""Questions that are deleted in one transaction, so that other writers do not wait long."""

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
    """The questions of one collection. All methods raise ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def add(self, question: StoredQuestion) -> None:
        """Store a question; a citation whose article has been withdrawn is left out."""
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
                "reading": question.reading,
            }
            inserted = connection.execute(insert(questions).values(row).returning(questions.c.id))
            question_id = inserted.scalar_one()
            for number, citation in enumerate(question.citations):
                self._add_citation(connection, question_id, number, citation)

    def find(self, key: str) -> LoggedQuestion | None:
        """Return the question of ``key`` with its current citations, or ``None``."""
        with self._database.read_transaction() as connection:
            row = self._find_row(connection, key)
            return None if row is None else self._to_logged_question(connection, row)

    def rate(self, key: str, member: int, vote: Vote, reason: str | None = None) -> bool:
        """Store a member's rating in place of their earlier one; return whether ``key`` exists.

        Without a ``reason``, the reason of an earlier rating with the same vote stays.
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
            reason = reason[:_MAX_REASON_LENGTH] if reason else None
            connection.execute(insert(ratings).values(**values, reason=reason))
            return True

    def all(self) -> Iterator[LoggedQuestion]:
        """Yield the questions that are not private, oldest first."""
        own = and_(questions.c.collection == self._collection, ~questions.c.private)
        with self._database.read_transaction() as connection:
            rows = connection.execute(select(questions).where(own).order_by(questions.c.id))
            for row in rows.all():
                yield self._to_logged_question(connection, row)

    def _find_row(self, connection: Connection, key: str) -> Row[Any] | None:
        own = and_(questions.c.collection == self._collection, questions.c.key == key)
        return connection.execute(select(questions).where(own)).first()

    def _find_scope_revision(self, connection: Connection, scope: Scope) -> int | None:
        query = select(articles.c.revision_id).where(
            articles.c.collection == self._collection, articles.c.article_id == scope.article_id
        )
        return connection.execute(query).scalar() if scope.article_id is not None else None

    def _add_citation(
        self, connection: Connection, question_id: int, number: int, citation: StoredCitation
    ) -> None:
        wanted = {
            "collection": self._collection,
            "article_id": citation.article_id,
            "version": citation.version,
        }
        found = connection.execute(VERSION_BY_DIGEST, wanted).first()
        if found is None:
            return
        start, end = citation.highlight or (None, None)
        row = {
            "asked_id": question_id,
            "place": number,
            "revision_id": found.id,
            "start": citation.start,
            "end": citation.end,
            "highlight_start": start,
            "highlight_end": end,
        }
        connection.execute(insert(shown_citations).values(row))

    def _to_logged_question(self, connection: Connection, row: Row[Any]) -> LoggedQuestion:
        rated = connection.execute(select(ratings).where(ratings.c.asked_id == row.id))
        return LoggedQuestion(
            key=row.key,
            text=row.text,
            answered=row.answered,
            at=to_utc(row.at),
            citations=self._find_citations(connection, row.id),
            scope=self._find_scope(connection, row),
            private=row.private,
            ratings=tuple(Rating(Vote(each.vote), each.reason) for each in rated),
            follows=row.follows,
            reading=row.reading,
        )

    def _find_citations(
        self, connection: Connection, question_id: int
    ) -> tuple[CurrentCitation, ...]:
        mine = shown_citations.c.asked_id == question_id
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


def delete_questions_before(
    database: Database, moment: datetime, is_stopping: Callable[[], bool]
) -> int:
    """Delete the questions of all collections before a moment; return how many.

    No file of the database contains their text then. Stops early if ``is_stopping``; the next call
    continues. Raises ``StoreError``.
    """
    deleted = 0
    while not is_stopping() and (count := _delete_batch(database, moment.astimezone(UTC))):
        deleted += count
    if deleted:
        database.checkpoint()
    return deleted


def _delete_batch(database: Database, moment: datetime) -> int:
    old = select(questions.c.id).where(questions.c.at < moment).limit(_BATCH_SIZE)
    with database.write_transaction() as connection:
        ids = connection.execute(old).scalars().all()
        for column in (shown_citations.c.asked_id, ratings.c.asked_id, questions.c.id):
            connection.execute(delete(column.table).where(column.in_(ids)))
    return len(ids)
