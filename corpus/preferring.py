"""The table of what a server's editors have set, and of the announcements that are under way.

The numbers of the first are Discord's ids, but for ``announced``: a position in the change log.
``announcements`` holds where the announcement begins and ends that a collection has begun to send.
"""

from sqlalchemy import BigInteger, Column, String, Table, Text

from corpus.schema import metadata

preferences = Table(
    "preferences",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("channels", Text, nullable=False),
    Column("editor_role", BigInteger),
    Column("length", String(8), nullable=False),
    Column("news_channel", BigInteger),
    Column("announced", BigInteger),
)

announcements = Table(
    "announcements",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("after", BigInteger, nullable=False),
    Column("upto", BigInteger, nullable=False),
)
