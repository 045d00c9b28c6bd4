"""Which articles are first in a collection between two positions of its change log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.articles import Store
from corpus.store.change_log import AdditionLog
from corpus.store.database import Database
from tests.corpus.store.test_articles import CUTTER, HalfSplitter
from tests.fakes import build_article
from tests.properties import examples

EVER = 2**62


class OtherCutter(HalfSplitter):
    fingerprint = "other halves"


@pytest.fixture
def database(tmp_path):
    database = Database.in_folder(tmp_path)
    yield database
    database.close()


@pytest.fixture
def store(database):
    return Store(database)


@pytest.fixture
def newcomers(database):
    return AdditionLog(database, "news")


def put(store, *ids, text="Rain fell.", collection="news", cutter=CUTTER):
    store.put(collection, [build_article(each, f"{text} {each}") for each in ids], cutter)
    return store.position(collection)


def ids(found):
    return [line.id for line, _ in found]


def test_what_was_added_since_comes_in_the_order_it_was_added_in(store, newcomers):
    after = put(store, "old")
    put(store, "zoo", "ape")
    put(store, "bee")
    assert ids(newcomers.added_between(after, EVER)) == ["zoo", "ape", "bee"]


def test_what_was_added_later_is_not_looked_at(store, newcomers):
    after = put(store, "old")
    upto = put(store, "new")
    put(store, "newer")
    assert ids(newcomers.added_between(after, upto)) == ["new"]
    assert newcomers.added_between(upto, after) == []


def test_a_correction_and_another_cut_of_an_old_article_are_not_new(store, newcomers):
    after = put(store, "corrected", "cut")
    put(store, "corrected", text="Snow fell.")
    put(store, "cut", cutter=OtherCutter())
    assert newcomers.added_between(after, EVER) == []


def test_a_new_article_that_was_corrected_is_told_once_and_as_it_stands_now(store, newcomers):
    store.put("news", [build_article("a", "Rain fell.", "Rain")], CUTTER)
    store.put("news", [build_article("a", "Snow fell.", "Snow")], CUTTER)
    ((line, _),) = newcomers.added_between(0, EVER)
    assert (line.id, line.title) == ("a", "Snow")


def test_it_is_told_when_an_article_was_first_added(store, newcomers):
    before = datetime.now(UTC)
    put(store, "a")
    put(store, "a", text="Snow fell.")
    ((_, first),) = newcomers.added_between(0, EVER)
    assert before - timedelta(seconds=1) <= first <= datetime.now(UTC)


def test_what_is_gone_is_not_new(store, newcomers):
    put(store, "a", "b")
    store.remove("news", "a")
    assert ids(newcomers.added_between(0, EVER)) == ["b"]


def test_what_was_removed_and_added_again_is_new(store, newcomers):
    after = put(store, "a")
    store.remove("news", "a")
    put(store, "a")
    assert ids(newcomers.added_between(after, EVER)) == ["a"]
    assert newcomers.already_present(["a"], after) == set()


def test_another_collections_articles_are_neither_new_nor_known(store, newcomers):
    put(store, "theirs", "both", collection="others")
    put(store, "both")
    assert ids(newcomers.added_between(0, EVER)) == ["both"]
    assert newcomers.already_present(["theirs"], EVER) == set()


def test_articles_are_known_by_the_position_at_which_they_were_first_added(store, newcomers):
    by = put(store, "old")
    put(store, "old", text="Snow fell.")
    put(store, "new")
    assert newcomers.already_present(["old", "new", "none"], by) == {"old"}
    assert newcomers.already_present(["old", "new", "none"], EVER) == {"old", "new"}
    assert newcomers.already_present([], EVER) == set()


@pytest.mark.slow
def test_any_number_of_articles_can_be_asked_about(store, newcomers):
    many = [f"a{number}" for number in range(900)]
    by = put(store, *many)
    assert newcomers.already_present(many, by) == set(many)


steps = st.tuples(
    st.sampled_from(["put", "put", "put", "remove"]),
    st.sampled_from(["news", "others"]),
    st.sampled_from("abcd"),
    st.sampled_from(["Rain.", "Snow.", "Fog."]),
)


@examples(40)
@given(st.lists(steps, max_size=25), st.data())
def test_between_any_two_positions_it_is_as_in_a_simple_model(done, data):
    with TemporaryDirectory() as folder:
        database = Database.in_folder(Path(folder))
        store, newcomers = Store(database), AdditionLog(database, "news")
        added = {"news": {}, "others": {}}
        for what, collection, name, text in done:
            if what == "put":
                store.put(collection, [build_article(name, f"{text} {name}")], CUTTER)
                added[collection].setdefault(name, store.position(collection))
            elif name in added[collection]:
                store.remove(collection, name)
                del added[collection][name]
        after, upto = (data.draw(st.integers(0, 30)) for _ in "xy")
        first = sorted((at, name) for name, at in added["news"].items())
        wanted = [name for at, name in first if after < at <= upto]
        assert ids(newcomers.added_between(after, upto)) == wanted
        assert newcomers.already_present("abcd", upto) == {name for at, name in first if at <= upto}
        database.close()
