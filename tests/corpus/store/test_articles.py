"""The store of articles, revisions and changes, separate for each collection."""

import sqlite3
from datetime import date

import pytest

from corpus.errors import StoreError, UnknownArticle
from corpus.store.articles import Change
from corpus.store.database import Database
from corpus.store.embeddings import EmbeddingStore
from corpus.store.writes import StoreOutcome
from tests.corpus.store.splitter import SPLITTER, HalfSplitter
from tests.fakes import build_article


def test_an_article_comes_back_as_it_was_put(store):
    put = build_article(
        "a",
        "Rain fell.\r\nIt rained…",
        "Weather",
        author="Ann Lee",
        source="Gazette",
        published=date(2020, 2, 29),
        url="https://example.org/a",
    )
    assert store.put("news", [put], SPLITTER) == [StoreOutcome.ADDED]
    assert store.article("news", "a") == put


def test_the_same_article_again_changes_nothing(store):
    store.put("news", [build_article("a", "Rain fell.")], SPLITTER)
    before = store.position("news")
    assert store.put("news", [build_article("a", "Rain fell.")], SPLITTER) == [
        StoreOutcome.UNCHANGED
    ]
    assert store.position("news") == before


@pytest.mark.parametrize(
    "changed",
    [
        build_article("a", "Snow fell."),
        build_article("a", "Rain fell.", author="Ann Lee"),
        build_article("a", "Rain fell.", published=date(2020, 1, 1)),
    ],
)
def test_new_words_or_a_new_record_update_an_article(store, changed):
    store.put("news", [build_article("a", "Rain fell.")], SPLITTER)
    assert store.put("news", [changed], SPLITTER) == [StoreOutcome.UPDATED]
    assert store.article("news", "a") == changed
    assert store.counts("news") == (1, 2)


def test_an_older_version_is_found_by_the_beginning_of_its_digest(store):
    old, new = build_article("a", "Rain fell."), build_article("a", "Snow fell.")
    store.put("news", [old, new], SPLITTER)
    assert store.article("news", "a", old.version[:8]) == old
    assert store.article("news", "a") == new
    assert store.article("news", "a", "no-such-version") is None


def test_going_back_to_older_words_makes_them_the_newest(store):
    old, new = build_article("a", "Rain fell."), build_article("a", "Snow fell.")
    store.put("news", [old, new, old], SPLITTER)
    assert store.article("news", "a") == old


def test_a_removed_article_leaves_no_words_behind(store, database, tmp_path):
    store.put(
        "news",
        [build_article("a", "Secret words."), build_article("a", "Other secret words.")],
        SPLITTER,
    )
    store.remove("news", "a")
    database.close()
    with sqlite3.connect(tmp_path / "byline.sqlite") as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        rows = [
            row
            for table in tables
            if table != "passages"
            for row in connection.execute(f"SELECT * FROM {table}")
        ]
    assert not [row for row in rows if "ecret" in str(row)]


def test_removing_an_unknown_article_is_an_error(store):
    with pytest.raises(UnknownArticle, match="nothing-like-it"):
        store.remove("news", "nothing-like-it")


def test_the_change_log_has_removed_and_added_revisions(store):
    store.put("news", [build_article("a", "Rain fell.")], SPLITTER)
    store.put("news", [build_article("a", "Snow fell.")], SPLITTER)
    store.remove("news", "a")
    first, second, third = store.changes("news", 0, 10)
    assert (first.removed, second.removed, third.added) == (None, first.added, None)
    assert third.removed == second.added
    assert store.changes("news", second.position, 10) == [third]
    assert store.position("news") == third.position
    assert isinstance(first, Change)


def test_passages_of_older_and_removed_revisions_are_not_served(store):
    store.put("news", [build_article("a", "Rain fell."), build_article("b", "Fog came.")], SPLITTER)
    first = store.changes("news", 0, 10)
    ids = store.passage_ids([change.added for change in first])
    assert len(store.passages("news", ids)) == 4
    store.put("news", [build_article("a", "Snow fell.")], SPLITTER)
    store.remove("news", "b")
    assert store.passages("news", ids) == {}
    assert store.passage_ids([first[0].added]) < ids


def test_a_collection_sees_nothing_of_another(store):
    store.put("ours", [build_article("a", "Rain fell.")], SPLITTER)
    revision = store.changes("ours", 0, 1)[0].added
    ids = store.passage_ids([revision])
    assert store.article("theirs", "a") is None
    assert store.articles("theirs") == []
    assert store.passages("theirs", ids) == {}
    assert store.revisions("theirs", [revision]) == {}
    assert store.changes("theirs", 0, 10) == []
    assert store.counts("theirs") == (0, 0)
    with pytest.raises(UnknownArticle):
        store.remove("theirs", "a")


def test_articles_are_listed_newest_first_and_undated_last(store):
    store.put(
        "news",
        [
            build_article("undated", "x y"),
            build_article("old", "x y", published=date(2001, 1, 1)),
            build_article("new", "x y", published=date(2021, 1, 1)),
        ],
        SPLITTER,
    )
    assert [line.id for line in store.articles("news")] == ["new", "old", "undated"]


def test_a_batch_that_fails_stores_nothing(store):
    class FailingSplitter(HalfSplitter):
        def split(self, article):
            if article.id == "b":
                raise RuntimeError
            return super().split(article)

    with pytest.raises(RuntimeError):
        store.put("news", [build_article("a", "x y"), build_article("b", "x y")], FailingSplitter())
    assert store.articles("news") == []


def test_embeddings_shared_with_another_article_survive_a_removal(store, database):
    embeddings = EmbeddingStore(database)
    store.put("news", [build_article("a", "same mine"), build_article("b", "same your")], SPLITTER)
    embeddings.put("m", {"same": b"1", " mine": b"2"})
    keys = [draft.embedding_key for draft in SPLITTER.split(build_article("a", "same mine"))]
    embeddings.put("m", dict.fromkeys(keys, b"v"))
    store.remove("news", "a")
    left = embeddings.get("m", [*keys, "same"])
    assert keys[0] in left
    assert keys[1] not in left


def test_embeddings_of_different_models_do_not_mix(database):
    embeddings = EmbeddingStore(database)
    embeddings.put("one", {"k": b"1"})
    assert embeddings.get("two", ["k"]) == {}
    assert embeddings.get("one", ["k", "other"]) == {"k": b"1"}


def test_an_existing_embedding_stays_unchanged(database):
    embeddings = EmbeddingStore(database)
    embeddings.put("m", {"k": b"1"})
    embeddings.put("m", {"k": b"2", "l": b"3"})
    assert embeddings.get("m", ["k", "l"]) == {"k": b"1", "l": b"3"}


def test_a_file_that_is_not_a_database_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "byline.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="damaged or not a Byline database"):
        Database.in_folder(tmp_path)


def test_a_data_folder_that_is_a_file_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="BYLINE_DATA_DIR"):
        Database.in_folder(tmp_path / "file")


def test_a_full_disk_is_reported_and_loses_no_stored_data(store, database):
    store.put("news", [build_article("a", "Rain fell.")], SPLITTER)
    with database.write_transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    big = build_article("b", "word " * 200_000)
    with pytest.raises(StoreError, match="disk is full"):
        store.put("news", [big], SPLITTER)
    assert [line.id for line in store.articles("news")] == ["a"]
