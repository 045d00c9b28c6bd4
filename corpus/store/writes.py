"""Adds, updates and withdraws articles within a transaction, with their change log."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row, delete, insert, select, update

from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.messages import message
from corpus.store import duplicates, identity
from corpus.store.embeddings import delete_unused
from corpus.store.identity import find_current_revision, identify
from corpus.store.rows import RECORD, revision_values
from corpus.store.tables import articles, changes, passages, revisions


class StoreOutcome(StrEnum):
    """The effect of storing an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class StoredResult(NamedTuple):
    """The effect of storing an article, and the id under which it is stored."""

    outcome: StoreOutcome
    article_id: str


class PassageDraft(NamedTuple):
    """A passage to store: its range, and the hash of the text that is embedded for it."""

    start: int
    end: int
    embedding_key: str


class Splitter(Protocol):
    """Splits an article into passages; the same fingerprint means the same result."""

    @property
    def fingerprint(self) -> str:
        """The rules, in at most 64 characters."""

    def split(self, article: Article) -> Sequence[PassageDraft]:
        """Return the article's passages, in order."""


def put_article(
    connection: Connection, collection: str, article: Article, splitter: Splitter
) -> StoredResult:
    """Store an article as the newest revision, unless that is equal.

    An article that is already stored under another id (``corpus.store.identity``) keeps that id.
    """
    article, current = identify(connection, collection, article)
    values = revision_values(article, splitter.fingerprint)
    if current is not None and all(getattr(current, name) == values[name] for name in values):
        return StoredResult(StoreOutcome.UNCHANGED, article.id)
    values["number"] = _find_number(current, values)
    revision = _add_revision(connection, collection, values)
    _add_passages(connection, revision, splitter.split(article))
    _set_current(connection, collection, article.id, revision)
    _add_change(connection, collection, removed=current.id if current else None, added=revision)
    if current is not None:
        duplicates.remove_revision(connection, collection, current.id)
    duplicates.add_revision(connection, collection, revision, article)
    identity.save_keys(connection, collection, article)
    return StoredResult(StoreOutcome.ADDED if current is None else StoreOutcome.UPDATED, article.id)


def withdraw_article(connection: Connection, collection: str, article_id: str) -> None:
    """Delete an article with all its revisions and the embeddings that only it uses.

    Raises ``UnknownArticle``.
    """
    current = find_current_revision(connection, collection, article_id)
    if current is None:
        raise UnknownArticle(
            message("There is no article {article_id} in this collection.", article_id=article_id)
        )
    _set_current(connection, collection, article_id, None)
    _add_change(connection, collection, removed=current.id, added=None)
    duplicates.remove_revision(connection, collection, current.id)
    identity.delete_keys(connection, collection, article_id)
    _delete_article_data(connection, collection, article_id)


def _find_number(current: Row[Any] | None, values: dict[str, Any]) -> int:
    """Return the version number; only a change of the record makes a new version."""
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


def _add_passages(connection: Connection, revision: int, drafts: Sequence[PassageDraft]) -> None:
    if drafts:
        rows = [{"revision_id": revision, **draft._asdict()} for draft in drafts]
        connection.execute(insert(passages), rows)


def _set_current(
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


def _add_change(
    connection: Connection, collection: str, *, removed: int | None, added: int | None
) -> None:
    connection.execute(insert(changes).values(collection=collection, removed=removed, added=added))


def _delete_article_data(connection: Connection, collection: str, article_id: str) -> None:
    own = (revisions.c.collection == collection) & (revisions.c.article_id == article_id)
    ids = list(connection.execute(select(revisions.c.id).where(own)).scalars())
    connection.execute(delete(revisions).where(own))
    delete_unused(connection, ids)
