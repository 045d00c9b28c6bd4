"""Copies of a story are found when they are stored, and deleted with their articles."""

import hashlib
import sqlite3
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Zone, ZoneKind
from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.minhash import RULES_VERSION, build_bands, build_sketch
from tests.corpus.store.splitter import SPLITTER
from tests.corpus.stories import build_story, edit_text
from tests.fakes import build_article
from tests.properties import examples


def groups(store, *ids):
    return [[line.id for line in group] for group in store.duplicates("news", ids)]


def put(store, **texts):
    store.put("news", [build_article(name, text) for name, text in texts.items()], SPLITTER)


@pytest.mark.parametrize(
    "copy",
    [
        build_story(1),
        build_story(1).upper(),
        edit_text(build_story(1), 20),
        " ".join(build_story(1).split()[:50]),
        " ".join(build_story(1).split()[20:]) + " " + build_story(2, 15),
    ],
)
def test_an_edited_or_shortened_copy_is_found(store, copy):
    put(store, ours=build_story(1), else_=build_story(3), theirs=copy)
    assert groups(store, "ours") == groups(store, "theirs") == [["ours", "theirs"]]
    assert groups(store, "else_") == []
    assert store.count_all("news").duplicates == 1


@pytest.mark.parametrize(
    "other",
    [build_story(2), edit_text(build_story(1), 4), build_story(1, 45) + build_story(4, 60), ""],
)
def test_other_news_and_partly_equal_text_is_not_a_copy(store, other):
    put(store, ours=build_story(1), theirs=other)
    assert groups(store, "ours", "theirs") == []


def test_a_few_words_of_a_longer_article_are_not_a_copy(store):
    put(store, long=build_story(1), brief=" ".join(build_story(1).split()[:12]))
    assert groups(store, "brief") == []


def test_only_evidence_is_compared(store):
    def with_comments(name, body):
        comments = build_story(9, 200)
        zones = (
            Zone(ZoneKind.BODY, 0, len(body)),
            Zone(ZoneKind.COMMENT, len(body), len(body) + len(comments)),
        )
        return Article(name, name, body + comments, zones)

    pair = [with_comments("one", build_story(1)), with_comments("two", build_story(2))]
    store.put("news", pair, SPLITTER)
    assert groups(store, "one") == []


def test_the_earliest_published_copy_comes_first_and_undated_ones_last(store):
    days = {"late": date(2021, 3, 2), "undated": None, "early": date(2021, 3, 1)}
    copies = [build_article(name, build_story(1), published=day) for name, day in days.items()]
    store.put("news", copies, SPLITTER)
    assert groups(store, *days) == [["early", "late", "undated"]]


def test_a_copy_in_another_collection_does_not_count(store):
    put(store, ours=build_story(1))
    store.put("theirs", [build_article("copy", build_story(1))], SPLITTER)
    assert groups(store, "ours") == []


def test_a_corrected_article_that_is_no_longer_a_copy_leaves_its_story(store):
    put(store, one=build_story(1), two=build_story(1), three=build_story(1))
    put(store, two=build_story(5))
    assert groups(store, "one", "two", "three") == [["one", "three"]]
    put(store, two=build_story(1))
    assert groups(store, "two") == [["one", "three", "two"]]


def test_a_withdrawn_copy_leaves_nothing_in_the_tables(store, database, tmp_path):
    put(store, one=build_story(1), two=build_story(1))
    store.remove("news", "two")
    assert groups(store, "one") == []
    store.remove("news", "one")
    database.close()
    with sqlite3.connect(tmp_path / "byline.sqlite") as connection:
        for table in ("sketches", "bands", "copies", "identities"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_a_flood_of_equal_notices_is_one_story(store):
    put(store, **{f"notice-{n}": build_story(1) for n in range(60)})
    (group,) = groups(store, "notice-7")
    assert len(group) == 60
    assert store.count_all("news").duplicates == 59


def test_sketches_of_other_rules_are_rebuilt(store, database, tmp_path):
    put(store, one=build_story(1), two=build_story(1))
    database.close()
    with sqlite3.connect(tmp_path / "byline.sqlite") as connection:
        connection.execute("UPDATE sketches SET rules = 'older'")
    again = Store(Database.in_folder(tmp_path))
    assert again.count_all("news").uncompared == 2
    assert groups(again, "one") == []
    assert [again.compare_pending("news", 1) for _ in range(3)] == [1, 1, 0]
    assert groups(again, "one") == [["one", "two"]]


def test_signatures_are_stable_for_the_same_rules():
    signature, shingles = build_sketch(build_article("a", build_story(1)))
    digest = hashlib.sha256(signature + repr(build_bands("news", signature)).encode()).hexdigest()[
        :16
    ]
    assert (RULES_VERSION, shingles, digest) == ("1 R-MinHash 2", 88, "5e5a830797332416")


STEP = st.tuples(st.sampled_from("abcde"), st.sampled_from([None, 1, 2, 3]), st.booleans())


@examples(25)
@given(steps=st.lists(STEP, max_size=12))
def test_stories_after_any_changes_are_those_of_a_store_filled_at_once(steps, tmp_path_factory):
    store, there = Store(Database.in_folder(tmp_path_factory.mktemp("step"))), {}
    for name, seed, is_edited in steps:
        if seed:
            there[name] = edit_text(build_story(seed), 20) if is_edited else build_story(seed)
            put(store, **{name: there[name]})
        elif there.pop(name, None):
            store.remove("news", name)
    fresh = Store(Database.in_folder(tmp_path_factory.mktemp("fresh")))
    put(fresh, **there)
    assert sorted(groups(store, *"abcde")) == sorted(groups(fresh, *"abcde"))
