"""The news of a collection: the articles that were just added."""

import json

import pytest

from corpus.store.announcements import PendingAnnouncement
from tests.bot.test_overviews import BAKERY, FLOOD, WIRE, row

EVER = 2**62


@pytest.fixture
def add(library, tmp_path):
    def added(*rows, collection="gazette"):
        path = tmp_path / f"{collection}.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
        library.collection(collection).add([path])
        return _position(library, collection)

    return added


@pytest.fixture
def news(library):
    def collect(after, upto=EVER, most=10, collection="gazette"):
        return library.collection(collection).news(PendingAnnouncement(1, after, upto), most)

    return collect


def _position(library, collection):
    settings = library.server_state(collection).settings
    before = settings.get()
    settings.change(news_channel=1, announced=-1)
    found = library.due_announcements()[collection].upto
    settings.change(news_channel=before.news_channel, announced=before.announced)
    return found


def ids(found):
    return [each.line.id for each in found.entries]


def test_new_articles_are_found_in_the_order_they_came_each_with_an_exact_sentence(
    add, news, library
):
    after = add(row("old", "An old cellar was found under the town hall."))
    add(row("flood", FLOOD, "2020-03-01"), row("bakery", BAKERY, "2020-01-01"))
    found = news(after)
    assert ids(found) == ["flood", "bakery"]
    assert found.more == 0
    for each in found.entries:
        text = library.collection("gazette").article(each.line.id).text
        assert text[each.sentence.start : each.sentence.end] == each.sentence.excerpt
        assert each.sentence.excerpt


def test_what_came_later_is_left_for_the_next_time(add, news):
    upto = add(row("flood", FLOOD))
    add(row("bakery", BAKERY))
    assert ids(news(0, upto)) == ["flood"]
    assert ids(news(upto)) == ["bakery"]


def test_more_than_are_wanted_are_counted(add, news):
    texts = (f"The {n} lighthouse{n} keepers{n} painted{n} doors{n} green{n}." for n in range(14))
    add(*(row(f"a{n}", text) for n, text in enumerate(texts)))
    found = news(0)
    assert ids(found) == [f"a{n}" for n in range(10)]
    assert found.more == 4
    assert news(0, most=14).more == 0


def test_a_correction_is_no_news(add, news):
    after = add(row("bakery", BAKERY))
    add(row("bakery", f"{BAKERY} It is sold out."))
    assert news(after).entries == ()


def test_a_withdrawn_article_is_no_news(add, news, library):
    add(row("flood", FLOOD), row("bakery", BAKERY))
    library.collection("gazette").remove("flood")
    assert ids(news(0)) == ["bakery"]


def test_the_copies_of_a_story_are_found_once_by_the_first_published(add, news):
    add(
        row("again", WIRE, "2020-03-02", "The Globe"),
        row("bakery", BAKERY),
        row("wire", WIRE, "2020-03-01", "The Post"),
    )
    found = news(0)
    assert sorted(ids(found)) == ["bakery", "wire"]
    (wire,) = [each for each in found.entries if each.line.id == "wire"]
    assert [each.id for each in wire.also_in] == ["again"]


def test_a_copy_of_a_story_that_was_there_before_is_no_news(add, news):
    after = add(row("wire", WIRE, "2020-03-01", "The Post"))
    add(row("again", WIRE, "2020-02-01", "The Globe"), row("bakery", BAKERY))
    assert ids(news(after)) == ["bakery"]


def test_a_story_is_found_once_whenever_its_copies_come(add, news):
    first = add(row("wire", WIRE, "2020-03-02", "The Post"))
    second = add(row("again", WIRE, "2020-03-01", "The Globe"))
    assert ids(news(0, first)) == ["wire"]  # though the copy is published earlier, it is not of now
    assert ids(news(first, second)) == []


def test_another_collections_articles_are_no_news(add, news):
    add(row("flood", FLOOD), collection="theirs")
    assert news(0).entries == ()


def test_what_is_due_is_known_by_the_collections_name(add, library):
    upto = add(row("flood", FLOOD))
    state = library.server_state("gazette")
    state.settings.change(news_channel=7, announced=0)
    assert library.due_announcements() == {"gazette": PendingAnnouncement(7, 0, upto)}
    state.announcements.mark_sent(PendingAnnouncement(7, 0, upto))
    assert library.due_announcements() == {}
