"""Opening the database, and turning its errors into sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from corpus.errors import StoreError
from corpus.messages import Message, message
from corpus.store.migrations import migrate

_BUSY_SECONDS = 30
_WRITES = {"byline_writes": True}


class Database:
    """An engine with its tables made, read and written in transactions.

    Raises ``StoreError`` where the database cannot be opened, read or written.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        with self._translate_errors():
            self._engine = _create_engine(self.url)
            self._writer = self._engine.execution_options(**_WRITES)
            migrate(self._writer)

    @classmethod
    def in_folder(cls, folder: Path) -> "Database":
        """The SQLite database of a data folder, made when it is not there yet."""
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
        """A connection to read from; each statement sees one consistent state."""
        with self._translate_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """A transaction that is on disk when the block ends, or has changed nothing."""
        with self._translate_errors(), self._writer.begin() as connection:
            yield connection

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log: what has been deleted is then in none of its files."""
        if self.url.get_backend_name() == "sqlite":
            with self.read_transaction() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(_describe_error(error, self.url)) from error


def _create_engine(url: URL) -> Engine:
    engine = create_engine(url)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    # Python's sqlite3 would begin transactions late; with this, SQLAlchemy's events say when.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn leaves no words in the file


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a transaction that turns from reading to writing half-way
    # is refused at once when another process has written, whatever the busy timeout. A reader
    # needs no transaction: each statement sees one state.
    if connection.get_execution_options().get("byline_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


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


def _describe_error(error: SQLAlchemyError, url: URL) -> Message:
    cause = str(getattr(error, "orig", None) or error)
    known = next((text for part, text in _MESSAGES.items() if part in cause.lower()), None)
    where = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
    what = known or message("The store failed: {cause}.", cause=cause)
    return message("{what} (store: {where})", what=what, where=where or "")
