"""The tables of the store, in the SQL that SQLite and PostgreSQL share.

A *revision* is one state of one article: its text, its metadata, and its division into passages.
A correction adds a revision; ``articles`` points to the newest. ``changes`` is the log that indexes
replay: each row removes one revision, adds one, or both.

The ``number`` of a revision is the version that users see, from 1. Revisions that differ only in
their zones or passages have the same number.

``identities`` has the keys by which a new version of an article is recognized; ``sketches``,
``bands`` and ``copies`` find articles of the same story. They cover the newest revisions and
contain no words.

``passages`` remain after their revision is deleted (they contain no words), so that an index that
is behind still learns which ids to delete after an article is withdrawn.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# SQLite generates ids only in a column of type INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")

revisions = Table(
    "revisions",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("collection", String(64), nullable=False),
    Column("article_id", String(200), nullable=False),
    Column("version", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text),
    Column("source", Text),
    Column("published", Date),
    Column("url", Text),
    Column("text", Text, nullable=False),
    Column("zones", Text, nullable=False),
    Column("rules", String(64), nullable=False),
    Column("number", Integer, nullable=False, server_default="1"),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Index("revisions_by_article", "collection", "article_id", "version"),
    sqlite_autoincrement=True,
)

articles = Table(
    "articles",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("article_id", String(200), primary_key=True),
    Column("revision_id", _Serial, ForeignKey("revisions.id"), nullable=False, unique=True),
)

passages = Table(
    "passages",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("revision_id", _Serial, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("embedding_key", String(64), nullable=False, index=True),
    sqlite_autoincrement=True,
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("embedding_key", String(64), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("position", _Serial, primary_key=True, autoincrement=True),
    Column("collection", String(64), nullable=False),
    Column("removed", _Serial),
    Column("added", _Serial),
    Index("changes_by_collection", "collection", "position"),
    sqlite_autoincrement=True,
)

identities = Table(
    "identities",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("article_id", String(200), nullable=False),
    Index("identities_by_article", "collection", "article_id"),
)

sketches = Table(
    "sketches",
    metadata,
    Column("revision_id", _Serial, primary_key=True, autoincrement=False),
    Column("rules", String(64), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("shingles", Integer, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("revision_id", _Serial, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    metadata,
    Column("revision_id", _Serial, primary_key=True, autoincrement=False),
    Column("copy_id", _Serial, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

questions = Table(
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
    Column("reading", Integer),
    Index("asked_by_key", "collection", "key", unique=True),
)

shown_citations = Table(
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

ratings = Table(
    "opinions",
    metadata,
    Column("asked_id", _Serial, primary_key=True, autoincrement=False),
    Column("member", String(32), primary_key=True),
    Column("vote", String(8), nullable=False),
    Column("reason", Text),
)

done_inputs = Table(
    "arrivals",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("stamp", String(64), nullable=False),
)

queued_inputs = Table(
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

feed_states = Table(
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

feed_subscriptions = Table(
    "followed",
    metadata,
    Column("collection", String(64), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("url", Text, nullable=False),
)

server_settings = Table(
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
