"""A store of an earlier Byline opens with all its data; one of a newer Byline is refused.

``FORMATS`` has the tables as each earlier Byline made them, as what it added to the one before.
"""

import sqlite3
from contextlib import closing

import pytest

from corpus.article import build_stable_id
from corpus.errors import StoreError
from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.feeds import find_all_subscriptions
from corpus.store.ingest_queue import IngestQueue
from corpus.store.questions import QuestionStore
from corpus.store.records import hash_feed_url
from corpus.store.server_settings import ServerSettingsStore
from corpus.store.writes import StoreOutcome
from tests.corpus.store.splitter import SPLITTER
from tests.corpus.stories import build_story
from tests.fakes import build_article

ARTICLES = """
CREATE TABLE revisions (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collection VARCHAR(64)
  NOT NULL, article_id VARCHAR(200) NOT NULL, version VARCHAR(64) NOT NULL, title TEXT NOT NULL,
  author TEXT, source TEXT, published DATE, url TEXT, text TEXT NOT NULL, zones TEXT NOT NULL,
  rules VARCHAR(64) NOT NULL, added_at DATETIME NOT NULL);
CREATE INDEX revisions_by_article ON revisions (collection, article_id, version);
CREATE TABLE articles (collection VARCHAR(64) NOT NULL, article_id VARCHAR(200) NOT NULL,
  revision_id INTEGER NOT NULL, PRIMARY KEY (collection, article_id), UNIQUE (revision_id),
  FOREIGN KEY(revision_id) REFERENCES revisions (id));
CREATE TABLE passages (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, revision_id INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding_key VARCHAR(64) NOT NULL);
CREATE INDEX ix_passages_revision_id ON passages (revision_id);
CREATE INDEX ix_passages_embedding_key ON passages (embedding_key);
CREATE TABLE embeddings (embedding_key VARCHAR(64) NOT NULL, model VARCHAR(200) NOT NULL,
  vector BLOB NOT NULL, PRIMARY KEY (embedding_key, model));
CREATE TABLE changes (position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collection VARCHAR(64)
  NOT NULL, removed INTEGER, added INTEGER);
CREATE INDEX changes_by_collection ON changes (collection, position);
"""
VERSIONS_AND_COPIES = """
ALTER TABLE revisions ADD COLUMN number INTEGER DEFAULT '1' NOT NULL;
CREATE TABLE identities (collection VARCHAR(64) NOT NULL, "key" VARCHAR(40) NOT NULL,
  article_id VARCHAR(200) NOT NULL, PRIMARY KEY (collection, "key"));
CREATE INDEX identities_by_article ON identities (collection, article_id);
CREATE TABLE sketches (revision_id INTEGER NOT NULL, rules VARCHAR(64) NOT NULL, signature BLOB
  NOT NULL, shingles INTEGER NOT NULL, PRIMARY KEY (revision_id));
CREATE TABLE bands ("key" BIGINT NOT NULL, revision_id INTEGER NOT NULL,
  PRIMARY KEY ("key", revision_id)) WITHOUT ROWID;
CREATE TABLE copies (revision_id INTEGER NOT NULL, copy_id INTEGER NOT NULL,
  PRIMARY KEY (revision_id, copy_id)) WITHOUT ROWID;
"""
INGEST_QUEUE = """
CREATE TABLE arrivals (collection VARCHAR(64) NOT NULL, "key" VARCHAR(32) NOT NULL, stamp
  VARCHAR(64) NOT NULL, PRIMARY KEY (collection, "key"));
CREATE TABLE waiting (collection VARCHAR(64) NOT NULL, "key" VARCHAR(32) NOT NULL, kind VARCHAR(8)
  NOT NULL, input TEXT NOT NULL, origin TEXT NOT NULL, stamp VARCHAR(64) NOT NULL, tries INTEGER
  NOT NULL, next_at FLOAT, reason TEXT, since FLOAT NOT NULL, PRIMARY KEY (collection, "key"));
CREATE INDEX waiting_by_kind ON waiting (collection, kind, next_at);
CREATE TABLE feeds (collection VARCHAR(64) NOT NULL, "key" VARCHAR(32) NOT NULL, url TEXT NOT NULL,
  etag TEXT, last_modified TEXT, next_at FLOAT NOT NULL, failures INTEGER NOT NULL,
  PRIMARY KEY (collection, "key"));
"""
QUESTIONS = """
CREATE TABLE asked (id INTEGER NOT NULL, collection VARCHAR(64) NOT NULL, "key" VARCHAR(32)
  NOT NULL, text TEXT NOT NULL, answered BOOLEAN NOT NULL, at DATETIME NOT NULL, about INTEGER,
  since DATE, until DATE, private BOOLEAN NOT NULL, PRIMARY KEY (id));
CREATE UNIQUE INDEX asked_by_key ON asked (collection, "key");
CREATE TABLE shown (asked_id INTEGER NOT NULL, place INTEGER NOT NULL, revision_id INTEGER
  NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, highlight_start INTEGER,
  highlight_end INTEGER, PRIMARY KEY (asked_id, place));
CREATE TABLE opinions (asked_id INTEGER NOT NULL, member VARCHAR(32) NOT NULL, vote VARCHAR(8)
  NOT NULL, reason TEXT, PRIMARY KEY (asked_id, member));
"""
FOLLOW_UPS_AND_SUBSCRIPTIONS = """
ALTER TABLE asked ADD COLUMN follows VARCHAR(32);
CREATE TABLE followed (collection VARCHAR(64) NOT NULL, "key" VARCHAR(32) NOT NULL, url TEXT
  NOT NULL, PRIMARY KEY (collection, "key"));
"""
SERVER_SETTINGS = """
CREATE TABLE preferences (collection VARCHAR(64) NOT NULL, channels TEXT NOT NULL, editor_role
  BIGINT, length VARCHAR(8) NOT NULL, news_channel BIGINT, announced BIGINT,
  PRIMARY KEY (collection));
"""
READINGS = "ALTER TABLE asked ADD COLUMN reading INTEGER;"
ANNOUNCEMENTS_AND_FEED_CLAIMS = """
ALTER TABLE feeds ADD COLUMN claimed_until FLOAT DEFAULT '0' NOT NULL;
CREATE TABLE announcements (collection VARCHAR(64) NOT NULL, "after" BIGINT NOT NULL, upto BIGINT
  NOT NULL, PRIMARY KEY (collection));
"""
FORMATS = (
    ARTICLES,
    VERSIONS_AND_COPIES,
    INGEST_QUEUE,
    QUESTIONS,
    FOLLOW_UPS_AND_SUBSCRIPTIONS,
    SERVER_SETTINGS,
    ANNOUNCEMENTS_AND_FEED_CLAIMS,
    READINGS,
)
NEWEST = len(FORMATS) - 1
PAGE = "https://gazette.example/ferry"
FEED = "https://a.example/f"

# Stores were not numbered before format 6; since then, each step leaves its number.
STORES = [(number, 0) for number in range(NEWEST + 1)] + [
    (number, number) for number in range(1, NEWEST + 1)
]


def add_revision(connection, article_id, text, rules="halves", title="Ferry", url=None):
    made = build_article(article_id, text)
    zones = f'[["body", {len(text)}]]'
    row = ("news", article_id, made.version, title, url, text, zones, rules, "2021-03-12 10:00:00")
    names = "collection, article_id, version, title, url, text, zones, rules, added_at"
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO revisions ({names}) VALUES ({marks})", row)
    connection.execute(
        "INSERT OR REPLACE INTO articles VALUES ('news', ?, ?)", (article_id, cursor.lastrowid)
    )


def open_file(folder):
    return closing(sqlite3.connect(folder / "byline.sqlite", isolation_level=None))


def write_store(folder, number, user_version=0):
    """A store of an earlier format, with a row or more in each of its tables that people fill."""
    with open_file(folder) as connection:
        connection.executescript(ARTICLES)
        add_revision(connection, "ferry", "The ferry sank.", rules="older")
        add_revision(connection, "ferry", "The ferry sank.")
        add_revision(connection, "other", build_story(1), url=PAGE)
        add_revision(connection, "ferry", "The ferry sails.")
        add_revision(connection, "copy", build_story(1))
        if number >= 1:  # the earlier Byline numbered them and stored their keys
            connection.executescript(VERSIONS_AND_COPIES)
            connection.execute("UPDATE revisions SET number = 2 WHERE text = 'The ferry sails.'")
            connection.execute("INSERT INTO identities VALUES ('news', 'of a headline', 'other')")
        for added in FORMATS[2 : number + 1]:
            connection.executescript(added)
        if number >= 2:
            connection.execute(
                "INSERT INTO feeds (collection, key, url, next_at, failures) "
                "VALUES ('news', ?, ?, 7, 2)",
                (hash_feed_url(FEED), FEED),
            )
        if number >= 3:
            connection.execute(
                "INSERT INTO asked (collection, key, text, answered, at, private) "
                "VALUES ('news', 'k', 'Who?', 1, '2021-03-12 10:00:00.000000', 0)"
            )
        if number >= 4:
            connection.execute("INSERT INTO followed VALUES ('news', 'k', ?)", (FEED,))
        if number >= 5:
            connection.execute(
                "INSERT INTO preferences VALUES ('news', '5', 6, 'short', NULL, NULL)"
            )
        connection.execute(f"PRAGMA user_version = {user_version}")


def read_schema(folder):
    """The format's number, the columns (name, type, not null, place in the key), the indexes."""
    with open_file(folder) as connection:
        [(number,)] = connection.execute("PRAGMA user_version")
        columns = connection.execute(
            'SELECT t.name, c.name, c.type, c."notnull", c.pk FROM sqlite_schema AS t '
            "JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'"
        )
        indexes = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
        return number, set(columns), set(indexes)


@pytest.mark.parametrize(("number", "user_version"), STORES)
def test_a_store_of_each_format_has_the_tables_of_a_new_one(tmp_path, number, user_version):
    (tmp_path / "new").mkdir()
    Database.in_folder(tmp_path / "new").close()
    write_store(tmp_path, number, user_version)
    Database.in_folder(tmp_path).close()
    assert read_schema(tmp_path) == read_schema(tmp_path / "new")
    assert read_schema(tmp_path)[0] == NEWEST


@pytest.mark.parametrize(("number", "user_version"), STORES)
def test_a_store_of_each_format_keeps_what_it_holds(tmp_path, number, user_version):
    write_store(tmp_path, number, user_version)
    with closing(Database.in_folder(tmp_path)) as database:
        store, queue = Store(database), IngestQueue(database, "news")
        assert [each.number for each in store.history("news", "ferry")] == [1, 2]
        assert store.find_numbered("news", "ferry", 1).text == "The ferry sank."
        assert store.article("news", "ferry").text == "The ferry sails."
        assert store.count_all("news")[:3] == (3, 4, 0)
        if number >= 2:
            feed = queue.find_feed(FEED)
            assert (feed.next_at, feed.failures, feed.claimed_until) == (7.0, 2, 0.0)
        questions = QuestionStore(database, "news").all()
        assert [(each.text, each.follows) for each in questions] == [("Who?", None)] * (number >= 3)
        assert find_all_subscriptions(database) == ({"news": (FEED,)} if number >= 4 else {})
        settings = ServerSettingsStore(database, "news").get()
        assert settings.editor_role == (6 if number >= 5 else None)


@pytest.fixture
def first_store(tmp_path):
    write_store(tmp_path, 0)
    with closing(Database.in_folder(tmp_path)) as database:
        yield Store(database)


def test_articles_of_the_first_format_are_known_by_their_pages(first_store):
    later = build_article(build_stable_id("New", None, None, PAGE), "New words.", "New", url=PAGE)
    assert first_store.put_all("news", [later], SPLITTER) == [(StoreOutcome.UPDATED, "other")]


def test_copies_of_the_first_format_are_found_when_compared(first_store):
    assert first_store.count_all("news").uncompared == 3
    while first_store.compare_pending("news", 2):
        pass
    (group,) = first_store.duplicates("news", ["copy"])
    assert {line.id for line in group} == {"other", "copy"}


def test_opening_a_migrated_store_again_changes_nothing(first_store, tmp_path):
    before = first_store.history("news", "ferry"), read_schema(tmp_path)
    with closing(Database.in_folder(tmp_path)) as again:
        assert (Store(again).history("news", "ferry"), read_schema(tmp_path)) == before


def test_a_step_that_fails_leaves_the_store_in_the_format_before(tmp_path):
    write_store(tmp_path, 4)
    with open_file(tmp_path) as connection:
        connection.execute("CREATE INDEX announcements ON changes (added)")
    with pytest.raises(StoreError, match="already an index named announcements"):
        Database.in_folder(tmp_path)
    number, columns, _ = read_schema(tmp_path)
    names = {column[:2] for column in columns}
    assert number == 5
    assert ("preferences", "length") in names
    assert ("feeds", "claimed_until") not in names
    with open_file(tmp_path) as connection:
        connection.execute("DROP INDEX announcements")
    Database.in_folder(tmp_path).close()
    assert read_schema(tmp_path)[0] == NEWEST


def test_a_store_of_a_newer_byline_is_refused_and_left_as_it_is(tmp_path):
    Database.in_folder(tmp_path).close()
    with open_file(tmp_path) as connection:
        connection.execute("ALTER TABLE revisions ADD COLUMN language TEXT")
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    before = (tmp_path / "byline.sqlite").read_bytes()
    with pytest.raises(StoreError) as refused:
        Database.in_folder(tmp_path)
    assert str(refused.value) == (
        f"The store {tmp_path / 'byline.sqlite'} was written by a newer Byline (format 8; this one "
        "knows 7). Install the newer version, or set BYLINE_DATA_DIR to another folder."
    )
    assert (tmp_path / "byline.sqlite").read_bytes() == before
