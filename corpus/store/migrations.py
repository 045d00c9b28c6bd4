"""Creates the tables of a store, and migrates a store that an earlier Byline wrote.

The number of a store's format is SQLite's ``user_version``: how many of ``_STEPS`` it has been
through. A change of the tables is a new step at the end; a new store starts with the newest tables.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, inspect, select, text, update

from corpus.errors import StoreError
from corpus.messages import message
from corpus.store import tables
from corpus.store.duplicates import delete_outdated
from corpus.store.identity import build_keys
from corpus.store.rows import RECORD


def migrate(engine: Engine) -> None:
    """Create the tables of an empty database, or run the steps that an older store lacks.

    Each step is one transaction together with its number. Copies of stories are compared later
    (``Store.compare_pending``), as that takes milliseconds per article. Raises ``StoreError`` if a
    newer Byline wrote the store.
    """
    with engine.begin() as connection:
        found = _read_format(connection)
        if found > len(_STEPS):
            raise StoreError(
                message(
                    "The store {store} was written by a newer Byline (format {found}; this one "
                    "knows {known}). Install the newer version, or set BYLINE_DATA_DIR to another "
                    "folder.",
                    store=engine.url.database or "",
                    found=found,
                    known=len(_STEPS),
                )
            )
        if found == 0 and not inspect(connection).has_table("revisions"):
            tables.metadata.create_all(connection)
            found = len(_STEPS)
            _write_format(connection, found)
    for number, step in enumerate(_STEPS[found:], start=found + 1):
        with engine.begin() as connection:
            if _read_format(connection) < number:  # no other process has been faster
                step(connection)
                _write_format(connection, number)
    with engine.begin() as connection:
        delete_outdated(connection)


def _read_format(connection: Connection) -> int:
    number: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return number


def _write_format(connection: Connection, number: int) -> None:
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def _add_versions_and_copies(connection: Connection) -> None:
    if _add_column(connection, "revisions", "number", "INTEGER NOT NULL DEFAULT 1"):
        _number_revisions(connection)
    identified = inspect(connection).has_table("identities")
    _create(connection, tables.identities, tables.sketches, tables.bands, tables.copies)
    if not identified:
        _fill_identities(connection)


def _add_ingest_queue(connection: Connection) -> None:
    _create(connection, tables.done_inputs, tables.queued_inputs, tables.feed_states)


def _add_questions(connection: Connection) -> None:
    _create(connection, tables.questions, tables.shown_citations, tables.ratings)


def _add_follow_ups_and_subscriptions(connection: Connection) -> None:
    _add_column(connection, "asked", "follows", "VARCHAR(32)")
    _create(connection, tables.feed_subscriptions)


def _add_server_settings(connection: Connection) -> None:
    _create(connection, tables.server_settings)


def _add_announcements_and_feed_claims(connection: Connection) -> None:
    _add_column(connection, "feeds", "claimed_until", "FLOAT NOT NULL DEFAULT 0")
    _create(connection, tables.announcements)


def _add_readings(connection: Connection) -> None:
    _add_column(connection, "asked", "reading", "INTEGER")


_STEPS: tuple[Callable[[Connection], None], ...] = (
    _add_versions_and_copies,
    _add_ingest_queue,
    _add_questions,
    _add_follow_ups_and_subscriptions,
    _add_server_settings,
    _add_announcements_and_feed_claims,
    _add_readings,
)
"""Step ``n`` (from 1) makes format ``n`` out of format ``n - 1``.

Stores were not numbered before format 6: any of the formats 0 to 6 can have number 0. A step
therefore leaves alone what is already there. ``_create`` makes a table as it is now, so a later
step may find its column in place.
"""


def _create(connection: Connection, *missing: Table) -> None:
    tables.metadata.create_all(connection, tables=missing)


def _add_column(connection: Connection, table: str, column: str, kind: str) -> bool:
    """Add a column unless the table has it; return whether it was added."""
    if any(known["name"] == column for known in inspect(connection).get_columns(table)):
        return False
    connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
    return True


def _number_revisions(connection: Connection) -> None:
    """Number the versions of each article from 1; equal records share a number."""
    last: dict[tuple[str, str], tuple[int, Any]] = {}
    for row in _select_revisions(connection):
        article = (row.collection, row.article_id)
        record = tuple(getattr(row, name) for name in RECORD)
        number, before = last.get(article, (0, None))
        last[article] = number + (record != before), record
        if last[article][0] > 1:
            changed = update(tables.revisions).where(tables.revisions.c.id == row.id)
            connection.execute(changed.values(number=last[article][0]))


def _fill_identities(connection: Connection) -> None:
    """Store the keys of all articles; the first article with a key keeps it."""
    known: dict[tuple[str, str], str] = {}
    for row in _select_revisions(connection):
        for key in filter(None, build_keys(row.title, row.source, row.published, row.url)):
            known.setdefault((row.collection, key), row.article_id)
    rows = [
        {"collection": collection, "key": key, "article_id": article_id}
        for (collection, key), article_id in known.items()
    ]
    if rows:
        connection.execute(insert(tables.identities), rows)


def _select_revisions(connection: Connection) -> Any:  # noqa: ANN401 - rows of a query
    columns = [tables.revisions.c[name] for name in ("id", "collection", "article_id", *RECORD)]
    return connection.execute(select(*columns).order_by(tables.revisions.c.id)).all()
