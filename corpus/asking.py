"""The tables of questions that were asked.

They hold no words of an article and not its id, which is made of its headline: an excerpt is a
revision's number and a range. What is withdrawn is then gone from here as well.

``asked`` does not say by whom. ``opinions`` has one row for each member and question; ``member`` is
a digest that the question's key is mixed into, so that two votes of one member on different
questions cannot be told to be theirs without trying all members of a server.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from corpus.schema import metadata

_Serial = BigInteger().with_variant(Integer, "sqlite")

asked = Table(
    "asked",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("collection", String(64), nullable=False),
    Column("key", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("about", _Serial),
    Column("since", Date),
    Column("until", Date),
    Column("private", Boolean, nullable=False),
    Column("follows", String(32)),
    Index("asked_by_key", "collection", "key", unique=True),
)

shown = Table(
    "shown",
    metadata,
    Column("asked_id", _Serial, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("revision_id", _Serial, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("highlight_start", Integer),
    Column("highlight_end", Integer),
)

opinions = Table(
    "opinions",
    metadata,
    Column("asked_id", _Serial, primary_key=True, autoincrement=False),
    Column("member", String(32), primary_key=True),
    Column("vote", String(8), nullable=False),
    Column("reason", Text),
)
