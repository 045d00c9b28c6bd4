"""The articles that were added between two positions of the change log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.articles import Store
from corpus.store.change_log import AdditionLog
from corpus.store.database import Database
from tests.corpus.store.splitter import SPLITTER, HalfSplitter
from tests.fakes import build_article
from tests.properties import examples

EVER = 2**62


class OtherCutter(HalfSplitter):
    fingerprint = "other halves"


@pytest.fixture
def additions(database):
    return AdditionLog(database, "news")


def put(store, *ids, text="Rain fell.", collection="news", cutter=SPLITTER):
    store.put(collection, [build_article(each, f"{text} {each}") for each in ids], cutter)
    return store.position(collection)


def ids(found):
    return [line.id for line, _ in found]


def test_additions_come_in_the_order_of_adding(store, additions):
    after = put(store, "old")
    put(store, "zoo", "ape")
    put(store, "bee")
    assert ids(additions.added_between(after, EVER)) == ["zoo", "ape", "bee"]


def test_later_additions_are_left_out(store, additions):
    after = put(store, "old")
    upto = put(store, "new")
    put(store, "newer")
    assert ids(additions.added_between(after, upto)) == ["new"]
    assert additions.added_between(upto, after) == []


def test_a_corrected_or_newly_split_old_article_is_not_new(store, additions):
    after = put(store, "corrected", "cut")
    put(store, "corrected", text="Snow fell.")
    put(store, "cut", cutter=OtherCutter())
    assert additions.added_between(after, EVER) == []


def test_a_corrected_new_article_is_listed_once_in_its_current_version(store, additions):
    store.put("news", [build_article("a", "Rain fell.", "Rain")], SPLITTER)
    store.put("news", [build_article("a", "Snow fell.", "Snow")], SPLITTER)
    ((line, _),) = additions.added_between(0, EVER)
    assert (line.id, line.title) == ("a", "Snow")


def test_an_addition_has_its_time(store, additions):
    before = datetime.now(UTC)
    put(store, "a")
    put(store, "a", text="Snow fell.")
    ((_, first),) = additions.added_between(0, EVER)
    assert before - timedelta(seconds=1) <= first <= datetime.now(UTC)


def test_a_withdrawn_article_is_not_new(store, additions):
    put(store, "a", "b")
    store.remove("news", "a")
    assert ids(additions.added_between(0, EVER)) == ["b"]


def test_an_article_added_again_after_removal_is_new(store, additions):
    after = put(store, "a")
    store.remove("news", "a")
    put(store, "a")
    assert ids(additions.added_between(after, EVER)) == ["a"]
    assert additions.already_present(["a"], after) == set()


def test_articles_of_another_collection_are_neither_new_nor_present(store, additions):
    put(store, "theirs", "both", collection="others")
    put(store, "both")
    assert ids(additions.added_between(0, EVER)) == ["both"]
    assert additions.already_present(["theirs"], EVER) == set()


def test_articles_are_present_from_the_position_of_their_addition(store, additions):
    by = put(store, "old")
    put(store, "old", text="Snow fell.")
    put(store, "new")
    assert additions.already_present(["old", "new", "none"], by) == {"old"}
    assert additions.already_present(["old", "new", "none"], EVER) == {"old", "new"}
    assert additions.already_present([], EVER) == set()


@pytest.mark.slow
def test_presence_is_found_for_any_number_of_articles(store, additions):
    many = [f"a{number}" for number in range(900)]
    by = put(store, *many)
    assert additions.already_present(many, by) == set(many)


steps = st.tuples(
    st.sampled_from(["put", "put", "put", "remove"]),
    st.sampled_from(["news", "others"]),
    st.sampled_from("abcd"),
    st.sampled_from(["Rain.", "Snow.", "Fog."]),
)


@examples(40)
@given(st.lists(steps, max_size=25), st.data())
def test_additions_between_any_positions_match_a_simple_model(done, data):
    with TemporaryDirectory() as folder:
        database = Database.in_folder(Path(folder))
        store, additions = Store(database), AdditionLog(database, "news")
        added = {"news": {}, "others": {}}
        for what, collection, name, text in done:
            if what == "put":
                store.put(collection, [build_article(name, f"{text} {name}")], SPLITTER)
                added[collection].setdefault(name, store.position(collection))
            elif name in added[collection]:
                store.remove(collection, name)
                del added[collection][name]
        after, upto = (data.draw(st.integers(0, 30)) for _ in "xy")
        first = sorted((at, name) for name, at in added["news"].items())
        wanted = [name for at, name in first if after < at <= upto]
        assert ids(additions.added_between(after, upto)) == wanted
        assert additions.already_present("abcd", upto) == {name for at, name in first if at <= upto}
        database.close()
