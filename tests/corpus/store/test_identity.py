"""A new article is a version of a stored one by id, page, or headline and date."""

from datetime import date

import pytest

from corpus.article import build_stable_id
from corpus.store.writes import StoreOutcome
from tests.corpus.store.splitter import SPLITTER
from tests.corpus.stories import build_story, edit_text
from tests.fakes import build_article

DAY = date(2021, 3, 12)
PAGE = "https://gazette.example/ferry"
OTHER_PAGE = "https://gazette.example/ferry-sails"


def build_version(text, title="Ferry sails", source="Gazette", published=DAY, url=None):
    """An article that came without an id."""
    made = build_stable_id(title, source, published, url)
    return build_article(made, text, title, source=source, published=published, url=url)


def put(store, *articles):
    return [store.put_all("news", [each], SPLITTER)[0] for each in articles]


def test_the_same_page_with_another_headline_is_a_new_version_under_the_old_id(store):
    first, second = (
        build_version("Rain fell.", url=PAGE),
        build_version("Snow fell.", "Snow", url=f"{PAGE}/#x"),
    )
    taken = put(store, first, second)
    assert [each.outcome for each in taken] == [StoreOutcome.ADDED, StoreOutcome.UPDATED]
    assert {each.article_id for each in taken} == {first.id}
    assert store.article("news", first.id).text == "Snow fell."
    assert store.article("news", second.id) is None


def test_headline_outlet_and_day_make_one_article_whatever_their_case(store):
    given = build_article("g-1", "Rain fell.", "Ferry sails", source="Gazette", published=DAY)
    taken = put(store, given, build_version("Snow fell.", "FERRY  SAILS", "GAZETTE"))
    assert taken[1] == (StoreOutcome.UPDATED, "g-1")


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Ferry sinks"},
        {"source": "Herald"},
        {"source": None},
        {"published": date(2021, 3, 13)},
        {"published": None},
    ],
)
def test_another_headline_outlet_or_day_is_another_article(store, other):
    put(store, build_version("Rain fell."), build_version("Snow fell.", **other))
    assert store.counts("news")[0] == 2


def test_without_outlet_and_day_a_headline_is_not_enough(store):
    one = build_article("a", "Rain fell.", "News in brief")
    put(store, one, build_version("Snow fell.", "News in brief", None, None, PAGE))
    assert store.counts("news")[0] == 2


def test_a_tracked_link_to_the_same_words_changes_nothing(store):
    put(store, build_version("Rain fell.", url=PAGE))
    (taken,) = put(store, build_version("Rain fell.", url=f"{PAGE}?utm_source=feed"))
    assert taken.outcome is StoreOutcome.UNCHANGED
    assert [line.url for line in store.articles("news")] == [PAGE]


def test_the_words_under_another_id_at_the_same_page_are_the_same_article(store):
    first = build_article("one", build_story(1), url=PAGE)
    second = build_article("two", edit_text(build_story(1), 20), "one", url=PAGE)
    assert put(store, first, second)[1] == (StoreOutcome.UPDATED, "one")


def test_parts_of_a_page_with_their_own_ids_stay_separate(store):
    put(
        store,
        build_article("part-1", build_story(1), url=PAGE),
        build_article("part-2", build_story(2), url=PAGE),
    )
    assert [line.id for line in store.articles("news")] == ["part-2", "part-1"]


def test_other_news_under_the_same_headline_at_another_page_is_another_article(store):
    put(
        store,
        build_version(build_story(1), url=PAGE),
        build_version(build_story(2), url=OTHER_PAGE),
    )
    assert store.counts("news")[0] == 2


def test_an_article_that_moved_to_another_page_is_the_same(store):
    first = build_version(build_story(1), url=PAGE)
    taken = put(store, first, build_version(edit_text(build_story(1), 30), url=OTHER_PAGE))
    assert taken[1] == (StoreOutcome.UPDATED, first.id)
    assert put(store, build_version("Wholly new.", "New", url=PAGE))[0].article_id == first.id


def test_two_collections_share_no_identity(store):
    put(store, build_version("Rain fell.", url=PAGE))
    (taken,) = store.put_all("theirs", [build_version("Snow fell.", "Snow", url=PAGE)], SPLITTER)
    assert taken.outcome is StoreOutcome.ADDED


def test_after_a_withdrawal_the_page_is_a_new_article(store):
    first = build_version("Rain fell.", url=PAGE)
    put(store, first)
    store.remove("news", first.id)
    second = build_version("Snow fell.", "Snow", url=PAGE)
    assert put(store, second) == [(StoreOutcome.ADDED, second.id)]


def test_versions_are_counted_from_one_and_keep_their_records(store):
    put(store, build_article("a", "Rain fell."), build_article("a", "Snow fell."))
    put(store, build_article("a", "Snow fell.", author="Ann Lee"), build_article("a", "Rain fell."))
    history = store.history("news", "a")
    assert [each.number for each in history] == [1, 2, 3, 4]
    assert [each.author for each in history] == [None, None, "Ann Lee", None]
    assert history[0].version == history[3].version != history[1].version == history[2].version
    assert store.find_numbered("news", "a", 2).text == "Snow fell."
    assert store.find_numbered("news", "a", 5) is None
    assert store.count_all("news").versions == 4


def test_new_zones_or_passages_make_no_version(store):
    class Whole:
        fingerprint = "whole"

        def split(self, article):
            return []

    put(store, build_article("a", "Rain fell."))
    store.put("news", [build_article("a", "Rain fell.")], Whole())
    assert [each.number for each in store.history("news", "a")] == [1]
    put(store, build_article("a", "Snow fell."))
    assert [each.number for each in store.history("news", "a")] == [1, 2]
