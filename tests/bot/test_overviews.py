"""Topic summaries and digests of a collection."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import QuestionError
from corpus.store.server_settings import Length

FLOOD = "The river flooded the old town and its market. The mayor closed the river bridge at dawn."
WIRE = (
    "The river flooded four villages below the dam on Tuesday, said the water office. "
    "Its engineers opened all of the sluices before noon, and the level fell by two metres. "
    "Nobody was hurt, the office said, but three hundred people spent the night in a school. "
    "The road to the coast stays closed until the water has gone, which may take a week."
)
BAKERY = "A bakery won a prize for its rye bread. The baker thanked her grandmother for the recipe."


@pytest.fixture
def add(library, tmp_path):
    def added(*rows, collection="gazette"):
        path = tmp_path / f"{collection}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        articles = library.collection(collection)
        articles.add([path])
        return articles

    return added


def row(name, text, day=None, source=None):
    return {"id": name, "title": f"About {name}", "text": text, "date": day, "source": source}


def test_a_topic_is_told_by_exact_sentences_of_the_articles_that_speak_of_it_newest_first(add):
    articles = add(
        row("flood", FLOOD, "2020-01-01"),
        row("wire", WIRE, "2020-03-01"),
        row("bakery", BAKERY, "2020-02-01"),
    )
    summary = articles.summarize_topic("river flooded")
    assert summary.sentences[0].article_id == "wire"
    assert {each.article_id for each in summary.sentences} == {"flood", "wire"}
    for each in summary.sentences:
        assert articles.article(each.article_id).text[each.start : each.end] == each.excerpt


def test_a_topic_takes_two_sentences_of_a_story_at_most_and_names_its_copies(add):
    text = " ".join(f"The river flooded house number {n} in the street." for n in range(9))
    articles = add(
        row("flood", text, "2020-01-01"),
        row("wire", WIRE, "2020-03-01", "The Post"),
        row("again", WIRE, "2020-03-02", "The Globe"),
    )
    summary = articles.summarize_topic("river flooded", 8).sentences
    ids = [each.article_id for each in summary]
    assert ids.count("flood") == 2
    assert ids.count("wire") + ids.count("again") in (1, 2)
    assert not {"wire", "again"}.issubset(ids)
    (other,) = next(each for each in summary if each.article_id in ("wire", "again")).also_in
    assert {other.id, *ids} == {"flood", "wire", "again"}


def test_a_topic_has_no_more_sentences_than_wanted(add):
    towns = ("Arbon", "Berga", "Corvo", "Delft", "Elba")
    texts = {each: f"The river flooded {each}. Nobody in {each} slept well." for each in towns}
    articles = add(*(row(name, text) for name, text in texts.items()))
    assert len(articles.summarize_topic("river flooded", 4).sentences) == 4


def test_a_topic_that_no_article_speaks_of_has_no_sentences(add):
    assert add(row("bakery", BAKERY)).summarize_topic("quantum computers").sentences == ()


def test_a_sentence_under_a_headline_with_the_topics_words_is_about_it(add):
    sentence = "The ferry stayed moored all evening."
    under = {**row("strike", sentence), "title": "Ferry strike ends"}
    articles = add(under, row("moored", "The ferry lay moored all night."))
    summary = articles.summarize_topic("ferry strike").sentences
    assert [each.article_id for each in summary] == ["strike"]


def test_a_topic_without_words_is_refused(add):
    with pytest.raises(QuestionError):
        add(row("bakery", BAKERY)).summarize_topic(" ? ")


def test_a_topic_and_a_digest_see_no_other_collection(add):
    add(row("flood", FLOOD, "2020-01-01"), collection="theirs")
    ours = add(row("bakery", BAKERY, "2020-01-01"), collection="ours")
    assert ours.summarize_topic("river flooded").sentences == ()
    assert [each.line.id for each in ours.digest(date(2019, 1, 1)).entries] == ["bakery"]


def tomorrow():
    return datetime.now(UTC).date() + timedelta(days=2)


def test_a_digest_has_what_was_published_since_newest_first_each_with_its_own_sentence(add):
    later = tomorrow() + timedelta(days=1)
    articles = add(
        row("bakery", BAKERY, "2020-01-01"),
        row("flood", FLOOD, tomorrow().isoformat()),
        row("wire", WIRE, later.isoformat()),
    )
    digest = articles.digest(tomorrow())
    assert [each.line.id for each in digest.entries] == ["wire", "flood"]
    assert [each.day for each in digest.entries] == [later, tomorrow()]
    for each in digest.entries:
        text = articles.article(each.line.id).text
        assert text[each.sentence.start : each.sentence.end] == each.sentence.excerpt


def test_an_old_article_that_has_just_arrived_is_new(add):
    articles = add(row("bakery", BAKERY, "2020-01-01"), row("flood", FLOOD))
    digest = articles.digest()
    assert [each.line.id for each in digest.entries] == ["flood", "bakery"]
    assert articles.digest(tomorrow()).entries == ()


def test_a_correction_does_not_make_an_article_new(add):
    articles = add(row("bakery", BAKERY, "2020-01-01"))
    add(row("bakery", f"{BAKERY} It is sold out.", "2020-01-01"))
    (entry,) = articles.digest().entries
    assert entry.line.id == "bakery"
    assert articles.digest(tomorrow()).total == 0


def test_a_digest_tells_the_copies_of_a_story_once(add):
    articles = add(
        row("again", WIRE, "2020-03-02", "The Globe"),
        row("wire", WIRE, "2020-03-01", "The Post"),
        row("flood", FLOOD, "2020-01-01"),
    )
    digest = articles.digest(date(2019, 1, 1))
    assert [each.line.id for each in digest.entries] == ["wire", "flood"]
    assert [each.id for each in digest.entries[0].also_in] == ["again"]


@pytest.mark.parametrize(("requested", "shown", "entries"), [(0, 1, 8), (2, 2, 8), (99, 3, 3)])
def test_a_digest_comes_in_pages_and_one_past_either_end_is_the_nearest(
    add, requested, shown, entries
):
    texts = (f"The {n} lighthouse{n} keepers{n} painted{n} doors{n} green{n}." for n in range(19))
    articles = add(*(row(f"a{n}", text, "2020-01-01") for n, text in enumerate(texts)))
    digest = articles.digest(date(2019, 1, 1), requested)
    assert (digest.page, digest.pages, digest.total) == (shown, 3, 19)
    assert len(digest.entries) == entries


def test_an_empty_collection_has_an_empty_digest_of_one_page(library):
    digest = library.collection("nothing").digest(date(2020, 1, 1), 5)
    assert (digest.entries, digest.page, digest.pages) == ((), 1, 1)


def test_lengths_grow():
    assert Length.SHORT.max_sentences < Length.MEDIUM.max_sentences < Length.LONG.max_sentences
