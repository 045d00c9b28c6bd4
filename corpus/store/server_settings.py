"""Stores the settings that the editors of a Discord server choose."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select

from corpus.store.database import Database
from corpus.store.tables import server_settings


class Length(StrEnum):
    """The length of answers and summaries."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"

    @property
    def max_sentences(self) -> int:
        """The most sentences of a summary."""
        return {Length.SHORT: 3, Length.MEDIUM: 5, Length.LONG: 8}[self]


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of one server; numbers are Discord's ids.

    Questions are answered in ``channels``, or everywhere if that is empty. Members with the
    ``editor_role`` can change the articles. New articles (those after the position ``announced`` of
    the change log) are announced in the ``news_channel``.
    """

    channels: tuple[int, ...] = ()
    editor_role: int | None = None
    length: Length = Length.MEDIUM
    news_channel: int | None = None
    announced: int | None = None


class ServerSettingsStore:
    """The settings of one collection. All methods raise ``StoreError``."""

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def get(self) -> ServerSettings:
        """Return the settings."""
        query = select(server_settings).where(self._owned_by())
        with self._database.read_transaction() as connection:
            row = connection.execute(query).first()
        return ServerSettings() if row is None else _to_settings(row)

    def change(self, **changed: Any) -> ServerSettings:  # noqa: ANN401 - fields of ServerSettings
        """Change some fields of ``ServerSettings``; return the new settings."""
        with self._database.write_transaction() as connection:
            row = connection.execute(select(server_settings).where(self._owned_by())).first()
            wanted = replace(ServerSettings() if row is None else _to_settings(row), **changed)
            connection.execute(delete(server_settings).where(self._owned_by()))
            values = {each.name: getattr(wanted, each.name) for each in fields(ServerSettings)}
            values["channels"] = " ".join(map(str, wanted.channels))
            connection.execute(
                insert(server_settings).values(collection=self._collection, **values)
            )
        return wanted

    def _owned_by(self) -> Any:  # noqa: ANN401 - SQL
        return server_settings.c.collection == self._collection


def _to_settings(row: Any) -> ServerSettings:  # noqa: ANN401 - a row of the table
    return ServerSettings(
        channels=tuple(map(int, row.channels.split())),
        editor_role=row.editor_role,
        length=Length(row.length),
        news_channel=row.news_channel,
        announced=row.announced,
    )
