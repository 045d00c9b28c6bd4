"""The tables of what arrives without asking: what has been taken, what waits, and the feeds.

``arrivals`` holds inputs by digest only: a withdrawn article's file name or address would be words
of it. ``waiting`` holds what is still to be taken and what has been set aside (``next_at`` is
null); times are in seconds since 1970.
"""

from sqlalchemy import Column, Float, Index, Integer, String, Table, Text

from corpus.schema import metadata

arrivals = Table(
    "arrivals",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("stamp", String(64), nullable=False),
)

waiting = Table(
    "waiting",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("input", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("stamp", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Float),
    Column("reason", Text),
    Column("since", Float, nullable=False),
    Index("waiting_by_kind", "collection", "kind", "next_at"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_at", Float, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("claimed_until", Float, nullable=False, server_default="0"),
)

followed = Table(
    "followed",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("url", Text, nullable=False),
)
