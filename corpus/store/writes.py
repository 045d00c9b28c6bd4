"""Steps of a transaction that changes articles: each leaves the store and its change log true."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row, delete, insert, select, update

from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.messages import said
from corpus.store import duplicates, identity
from corpus.store.embeddings import forget_unused
from corpus.store.identity import current_revision, identified
from corpus.store.rows import RECORD, revision_values
from corpus.store.tables import articles, changes, passages, revisions


class Outcome(StrEnum):
    """What storing an article did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Taken(NamedTuple):
    """What became of an article, and the id that it is known by here."""

    outcome: Outcome
    article_id: str


class Draft(NamedTuple):
    """A passage about to be stored: its range, and the hash of what the model is given for it."""

    start: int
    end: int
    embedding_key: str


class Cutter(Protocol):
    """Cuts an article into passages; equal fingerprints cut equally."""

    @property
    def fingerprint(self) -> str:
        """The rules it cuts by, in at most 64 characters."""

    def cut(self, article: Article) -> Sequence[Draft]:
        """The article's passages, in order."""


def put(connection: Connection, collection: str, article: Article, cutter: Cutter) -> Taken:
    """Make an article's newest revision this one, unless it is so already.

    An article that is known by another id (``corpus.store.identity``) keeps that id.
    """
    article, current = identified(connection, collection, article)
    values = revision_values(article, cutter.fingerprint)
    if current is not None and all(getattr(current, name) == values[name] for name in values):
        return Taken(Outcome.UNCHANGED, article.id)
    values["number"] = _number(current, values)
    revision = _add_revision(connection, collection, values)
    _add_passages(connection, revision, cutter.cut(article))
    _point_at(connection, collection, article.id, revision)
    _log(connection, collection, removed=current.id if current else None, added=revision)
    if current is not None:
        duplicates.forget(connection, collection, current.id)
    duplicates.note(connection, collection, revision, article)
    identity.remember(connection, collection, article)
    return Taken(Outcome.ADDED if current is None else Outcome.UPDATED, article.id)


def withdraw(connection: Connection, collection: str, article_id: str) -> None:
    """Take an article out, with all its revisions and the embeddings that were its alone.

    Raises ``UnknownArticle``.
    """
    current = current_revision(connection, collection, article_id)
    if current is None:
        raise UnknownArticle(
            said("There is no article {article_id} in this collection.", article_id=article_id)
        )
    _point_at(connection, collection, article_id, None)
    _log(connection, collection, removed=current.id, added=None)
    duplicates.forget(connection, collection, current.id)
    identity.forget(connection, collection, article_id)
    _forget(connection, collection, article_id)


def _number(current: Row[Any] | None, values: dict[str, Any]) -> int:
    """The number that a person counts the revision by; reading it anew makes no new version."""
    if current is None:
        return 1
    is_new = any(getattr(current, name) != values[name] for name in RECORD)
    return int(current.number) + is_new


def _add_revision(connection: Connection, collection: str, values: dict[str, Any]) -> int:
    row = {"collection": collection, "added_at": datetime.now(UTC), **values}
    key = connection.execute(insert(revisions).values(row)).inserted_primary_key
    if key is None:
        raise AssertionError("an insert into revisions gives its id")
    return int(key[0])


def _add_passages(connection: Connection, revision: int, drafts: Sequence[Draft]) -> None:
    if drafts:
        rows = [{"revision_id": revision, **draft._asdict()} for draft in drafts]
        connection.execute(insert(passages), rows)


def _point_at(
    connection: Connection, collection: str, article_id: str, revision: int | None
) -> None:
    own = (articles.c.collection == collection) & (articles.c.article_id == article_id)
    if revision is None:
        connection.execute(delete(articles).where(own))
    elif not connection.execute(update(articles).where(own).values(revision_id=revision)).rowcount:
        connection.execute(
            insert(articles).values(
                collection=collection, article_id=article_id, revision_id=revision
            )
        )


def _log(
    connection: Connection, collection: str, *, removed: int | None, added: int | None
) -> None:
    connection.execute(insert(changes).values(collection=collection, removed=removed, added=added))


def _forget(connection: Connection, collection: str, article_id: str) -> None:
    own = (revisions.c.collection == collection) & (revisions.c.article_id == article_id)
    ids = list(connection.execute(select(revisions.c.id).where(own)).scalars())
    connection.execute(delete(revisions).where(own))
    forget_unused(connection, ids)
