"""The table of what a server's editors have set; its numbers are Discord's ids."""

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
