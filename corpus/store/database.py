"""Opens the database, runs transactions, and translates database errors into messages."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from corpus.errors import StoreError
from corpus.messages import Message, message
from corpus.store.migrations import migrate

Value = TypeVar("Value")

_BUSY_SECONDS = 30
_WRITES = {"byline_writes": True}
_MAX_VARIABLES = 400
"""Values of one statement; older builds of SQLite allow 999."""
_MESSAGES = {
    "disk is full": message(
        "The disk is full: nothing of this step was stored. Free some space and repeat."
    ),
    "database is locked": message(
        "Another process has been writing to the store for a long time. "
        "Wait for it to finish and repeat."
    ),
    "not a database": message(
        "The store is damaged or not a Byline database. "
        "Put a backup in its place, or move it away and add the articles again."
    ),
    "malformed": message(
        "The store is damaged. "
        "Put a backup in its place, or move it away and add the articles again."
    ),
    "readonly": message(
        "The store cannot be written. Check the permissions of its file and folder."
    ),
    "unable to open": message(
        "The store cannot be opened. Check that its folder exists and can be written."
    ),
    "disk i/o error": message(
        "The disk failed while reading or writing the store. Check the disk, then repeat."
    ),
}


class Database:
    """A database with the store's tables in their newest format.

    Raises ``StoreError`` if it cannot be opened, read or written, or if a newer Byline wrote it.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        with self._translate_errors():
            self._engine = _create_engine(self.url)
            self._writer = self._engine.execution_options(**_WRITES)
            migrate(self._writer)

    @classmethod
    def in_folder(cls, folder: Path) -> "Database":
        """Open the SQLite database of a data folder; create both if they do not exist."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                message(
                    "Cannot use the data folder {folder}: {why}. Set BYLINE_DATA_DIR to a "
                    "folder that can be written.",
                    folder=str(folder),
                    why=error.strerror or str(error),
                )
            ) from error
        return cls(f"sqlite:///{folder / 'byline.sqlite'}")

    @contextmanager
    def read_transaction(self) -> Iterator[Connection]:
        """Return a connection for reading; each statement sees a consistent state."""
        with self._translate_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """Run a transaction: its changes are on disk when the block ends, or none is made."""
        with self._translate_errors(), self._writer.begin() as connection:
            yield connection

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, so that no file contains deleted data."""
        if self.url.get_backend_name() == "sqlite":
            with self.read_transaction() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(_describe_error(error, self.url)) from error


def split_batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Split values into lists that fit into one statement."""
    rest = iter(values)
    while batch := list(islice(rest, _MAX_VARIABLES)):
        yield batch


def _create_engine(url: URL) -> Engine:
    engine = create_engine(url)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    # Python's sqlite3 begins transactions too late; _begin_sqlite begins them instead.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # withdrawn text is overwritten


def _begin_sqlite(connection: Connection) -> None:
    # A writer locks at once: SQLite refuses a transaction that first reads and then writes, without
    # waiting, if another process has written meanwhile. A reader needs no transaction.
    if connection.get_execution_options().get("byline_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _describe_error(error: SQLAlchemyError, url: URL) -> Message:
    cause = str(getattr(error, "orig", None) or error)
    known = next((text for part, text in _MESSAGES.items() if part in cause.lower()), None)
    where = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
    what = known or message("The store failed: {cause}.", cause=cause)
    return message("{what} (store: {where})", what=what, where=where or "")
