"""Questions that are old are forgotten, with what was shown for them and what members thought."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import delete, select

from corpus.asking import asked, opinions, shown
from corpus.database import Database

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
