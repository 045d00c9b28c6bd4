"""Making the tables, and bringing those of a store that an earlier Byline made up to date."""

from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text, update

from corpus.store import tables  # noqa: F401 - their tables are made with the others
from corpus.store.duplicates import delete_outdated
from corpus.store.identity import build_keys
from corpus.store.rows import RECORD
from corpus.store.tables import identities, metadata, revisions

_ADDED_COLUMNS = (
    ("asked", "follows", "VARCHAR(32)"),
    ("feeds", "claimed_until", "FLOAT NOT NULL DEFAULT 0"),
)
"""Columns that tables of an earlier Byline lack; what is there follows and claims nothing."""


def migrate(connection: Connection) -> None:
    """Make what is missing, in the transaction of the connection.

    Versions are numbered and identities found of what is there; copies are found later, step by
    step (``Store.compare``), as that takes milliseconds an article.
    """
    there = set(inspect(connection).get_table_names())
    metadata.create_all(connection)
    if "revisions" in there:
        _number_revisions(connection)
    if "revisions" in there and "identities" not in there:
        _fill_identities(connection)
    for table, column, kind in _ADDED_COLUMNS:
        if table in there:
            _add_column(connection, table, column, kind)
    delete_outdated(connection)


def _number_revisions(connection: Connection) -> None:
    """Add the column of version numbers, and number the revisions that are there."""
    columns = {column["name"] for column in inspect(connection).get_columns("revisions")}
    if "number" in columns:
        return
    connection.execute(text("ALTER TABLE revisions ADD COLUMN number INTEGER NOT NULL DEFAULT 1"))
    last: dict[tuple[str, str], tuple[int, Any]] = {}
    for row in _select_revisions(connection):
        article = (row.collection, row.article_id)
        record = tuple(getattr(row, name) for name in RECORD)
        number, before = last.get(article, (0, None))
        last[article] = number + (record != before), record
        if last[article][0] > 1:
            changed = update(revisions).where(revisions.c.id == row.id)
            connection.execute(changed.values(number=last[article][0]))


def _add_column(connection: Connection, table: str, column: str, kind: str) -> None:
    """Add a column, unless it is there."""
    columns = {known["name"] for known in inspect(connection).get_columns(table)}
    if column not in columns:
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))


def _fill_identities(connection: Connection) -> None:
    """Keep the keys of the articles that are there; the first that has a key keeps it."""
    known: dict[tuple[str, str], str] = {}
    for row in _select_revisions(connection):
        for key in filter(None, build_keys(row.title, row.source, row.published, row.url)):
            known.setdefault((row.collection, key), row.article_id)
    rows = [
        {"collection": collection, "key": key, "article_id": article_id}
        for (collection, key), article_id in known.items()
    ]
    if rows:
        connection.execute(insert(identities), rows)


def _select_revisions(connection: Connection) -> Any:  # noqa: ANN401 - rows of a query
    columns = [revisions.c[name] for name in ("id", "collection", "article_id", *RECORD)]
    return connection.execute(select(*columns).order_by(revisions.c.id)).all()
