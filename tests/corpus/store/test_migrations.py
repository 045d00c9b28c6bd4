"""A store that an earlier Byline made opens, with its versions numbered and its copies found."""

import sqlite3

import pytest

from corpus.article import build_stable_id
from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.ingest_queue import IngestQueue
from corpus.store.questions import QuestionStore
from corpus.store.records import hash_feed_url
from corpus.store.writes import StoreOutcome
from tests.corpus.store.test_articles import CUTTER
from tests.corpus.stories import build_story
from tests.fakes import build_article

FORMER = """
CREATE TABLE revisions (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collection VARCHAR(64)
  NOT NULL, article_id VARCHAR(200) NOT NULL, version VARCHAR(64) NOT NULL, title TEXT NOT NULL,
  author TEXT, source TEXT, published DATE, url TEXT, text TEXT NOT NULL, zones TEXT NOT NULL,
  rules VARCHAR(64) NOT NULL, added_at DATETIME NOT NULL);
CREATE INDEX revisions_by_article ON revisions (collection, article_id, version);
CREATE TABLE articles (collection VARCHAR(64) NOT NULL, article_id VARCHAR(200) NOT NULL,
  revision_id INTEGER NOT NULL UNIQUE REFERENCES revisions (id),
  PRIMARY KEY (collection, article_id));
CREATE TABLE passages (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, revision_id INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding_key VARCHAR(40) NOT NULL);
CREATE TABLE embeddings (embedding_key VARCHAR(64) NOT NULL, model VARCHAR(200) NOT NULL,
  vector BLOB NOT NULL, PRIMARY KEY (embedding_key, model));
CREATE TABLE changes (position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collection VARCHAR(64)
  NOT NULL, removed INTEGER, added INTEGER);
"""
PAGE = "https://gazette.example/ferry"


def revision(connection, article_id, text, rules="halves", title="Ferry", url=None):
    made = build_article(article_id, text)
    zones = f'[["body", {len(text)}]]'
    row = ("news", article_id, made.version, title, url, text, zones, rules, "2021-03-12 10:00:00")
    names = "collection, article_id, version, title, url, text, zones, rules, added_at"
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO revisions ({names}) VALUES ({marks})", row)
    connection.execute(
        "INSERT OR REPLACE INTO articles VALUES ('news', ?, ?)", (article_id, cursor.lastrowid)
    )


@pytest.fixture
def store(tmp_path):
    with sqlite3.connect(tmp_path / "byline.sqlite") as connection:
        connection.executescript(FORMER)
        revision(connection, "ferry", "The ferry sank.", rules="older")
        revision(connection, "ferry", "The ferry sank.")
        revision(connection, "other", build_story(1), url=PAGE)
        revision(connection, "ferry", "The ferry sails.")
        revision(connection, "copy", build_story(1))
    connection.close()
    database = Database.in_folder(tmp_path)
    yield Store(database)
    database.close()


def test_its_versions_are_numbered_as_people_count_them(store):
    assert [each.number for each in store.history("news", "ferry")] == [1, 2]
    assert store.find_numbered("news", "ferry", 1).text == "The ferry sank."
    assert store.article("news", "ferry").text == "The ferry sails."
    assert store.count_all("news")[:3] == (3, 4, 0)


def test_its_articles_are_known_by_their_pages(store):
    later = build_article(build_stable_id("New", None, None, PAGE), "New words.", "New", url=PAGE)
    assert store.put_all("news", [later], CUTTER) == [(StoreOutcome.UPDATED, "other")]


def test_its_copies_are_found_when_they_are_looked_for(store):
    assert store.count_all("news").uncompared == 3
    while store.compare_pending("news", 2):
        pass
    (group,) = store.duplicates("news", ["copy"])
    assert {line.id for line in group} == {"other", "copy"}


def test_opening_it_once_more_changes_nothing(store, tmp_path):
    before = store.history("news", "ferry")
    again = Database.in_folder(tmp_path)
    assert Store(again).history("news", "ferry") == before
    again.close()


def test_feeds_of_an_earlier_byline_are_claimed_by_nobody(tmp_path):
    Database.in_folder(tmp_path).close()
    with sqlite3.connect(tmp_path / "byline.sqlite") as connection:
        connection.execute("ALTER TABLE feeds DROP COLUMN claimed_until")
        connection.execute(
            "INSERT INTO feeds (collection, key, url, next_at, failures) VALUES (?, ?, ?, 7, 2)",
            ("news", hash_feed_url("https://a.example/f"), "https://a.example/f"),
        )
    connection.close()
    database = Database.in_folder(tmp_path)
    found = IngestQueue(database, "news").find_feed("https://a.example/f")
    database.close()
    assert (found.next_at, found.failures, found.claimed_until) == (7.0, 2, 0.0)


def test_questions_kept_by_an_earlier_byline_follow_none(tmp_path):
    Database.in_folder(tmp_path).close()
    with sqlite3.connect(tmp_path / "byline.sqlite") as connection:
        connection.execute("ALTER TABLE asked DROP COLUMN follows")
        connection.execute(
            "INSERT INTO asked (collection, key, text, answered, at, private) "
            "VALUES ('news', 'k', 'Who?', 1, '2021-03-12 10:00:00.000000', 0)"
        )
    connection.close()
    database = Database.in_folder(tmp_path)
    (found,) = QuestionStore(database, "news").all()
    database.close()
    assert (found.text, found.follows) == ("Who?", None)
