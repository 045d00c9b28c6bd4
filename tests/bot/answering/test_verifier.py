"""Nothing is shown as an article's words that the store does not hold at that place."""

from dataclasses import replace

import pytest

from bot.answering.citations import cite
from bot.answering.verifier import Verifier
from corpus.article import Article, Zone, ZoneKind
from corpus.store.articles import Store
from corpus.store.database import Database
from index.passages import PassageSplitter

TEXT = (
    "Tram line opens\n\nBy Ann Lee\n\nThe tram opened on Friday.\n\n"
    "reader | 1 day ago | Reply\n\nFake!"
)
MARKS = (
    (ZoneKind.HEADLINE, 17),
    (ZoneKind.BYLINE, 29),
    (ZoneKind.BODY, 57),
    (ZoneKind.COMMENT, len(TEXT)),
)


def tram(text=TEXT, **record):
    starts = [0, *[end for _, end in MARKS[:-1]]]
    zones = [Zone(kind, start, end) for (kind, end), start in zip(MARKS, starts, strict=True)]
    return Article(id="tram", title="Tram line opens", text=text, zones=tuple(zones), **record)


@pytest.fixture
def store(tmp_path):
    database = Database.in_folder(tmp_path)
    store = Store(database)
    store.put("news", [tram()], PassageSplitter())
    yield store
    database.close()


@pytest.fixture
def verifier(store):
    return Verifier(store, "news")


def sentence(**changes):
    start = TEXT.index("The tram")
    citation = cite(tram(), start, start + 26, score=1.0)
    return replace(citation, **changes)


def test_exact_words_of_the_body_hold(verifier):
    assert sentence().excerpt == "The tram opened on Friday."
    assert verifier.is_exact(sentence())


def test_a_byline_holds_as_a_line_about_the_article(verifier):
    start = TEXT.index("By Ann")
    assert verifier.is_exact(cite(tram(), start, start + 10, score=1.0))


@pytest.mark.parametrize(
    "changes",
    [
        {"excerpt": "The tram opened on Monday."},
        {"excerpt": "the tram opened on Friday."},
        {"start": 28},
        {"end": 10_000},
        {"version": "0" * 64},
        {"version": ""},
        {"article_id": "other"},
        {"highlight": (0, 4)},
        {"highlight": (40, 200)},
    ],
)
def test_anything_inexact_does_not_hold(verifier, changes):
    assert not verifier.is_exact(sentence(**changes))


def test_a_readers_comment_never_holds(verifier):
    start = TEXT.index("Fake!")
    assert not verifier.is_exact(cite(tram(), start, start + 5, score=1.0))


def test_words_that_reach_into_a_comment_do_not_hold(verifier):
    start = TEXT.index("The tram")
    assert not verifier.is_exact(cite(tram(), start, len(TEXT), score=1.0))


def test_another_collections_article_does_not_hold(store):
    assert not Verifier(store, "other").is_exact(sentence())


def test_a_withdrawn_articles_words_do_not_hold(store, verifier):
    store.remove("news", "tram")
    assert verifier.verify([sentence()]) == ()


def test_a_citation_of_the_record_quotes_nothing(verifier):
    record = cite(tram(), 0, 0, score=1.0)
    assert verifier.is_exact(record)
    assert not verifier.is_exact(replace(record, excerpt="Tram", end=4))
