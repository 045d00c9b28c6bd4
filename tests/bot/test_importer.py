"""Inputs of every kind are stored in batches, and each result is reported."""

import json

import pytest

from bot.bootstrap import Services
from bot.importer import Importer, label_documents
from bot.reports import InputReport
from bot.settings import Settings
from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.web import FetchError
from index.passages import PassageSplitter
from tests.bot.articles import LIBRARY, write_all
from tests.corpus.web.webs import FakeWeb, build_feed, build_page
from tests.fakes import WordReader, build_article

ICE = "https://port.example/news/ice"
FERRY = "https://port.example/news/ferry"
FEED = "https://port.example/feed.xml"


@pytest.fixture
def web():
    return FakeWeb({})


@pytest.fixture
def articles(tmp_path, embedder, web):
    settings = Settings(data_dir=tmp_path / "data")
    database = Database.in_folder(settings.data_dir)
    library = Services(settings, database, embedder, WordReader(), make_fetcher=lambda: web).library
    yield library.collection("gazette")
    library.close()


def counts(report):
    return {each.input: (each.added, each.updated, each.unchanged, each.refused)
            for each in report.inputs}  # fmt: skip


def test_any_mix_of_inputs_is_taken_and_each_accounted_for(articles, web, tmp_path):
    folder = write_all(tmp_path / "in")
    missing = str(tmp_path / "missing.txt")
    web.pages = {
        ICE: build_page("Ice closes the harbour"),
        FEED: build_feed(
            {"title": "Ferry", "link": FERRY}, {"title": "Gone", "link": f"{FERRY}/gone"}
        ),
        FERRY: build_page("A ferry sails"),
    }
    report = articles.add([folder, ICE, missing, FEED, "ftp://port.example/a"])
    assert counts(report) == {
        str(folder): (3, 0, 0, 0),
        ICE: (1, 0, 0, 0),
        missing: (0, 0, 0, 1),
        FEED: (1, 0, 0, 1),
        "ftp://port.example/a": (0, 0, 0, 1),
    }
    assert len(report.added) == 5
    assert [refusal.input for refusal in report.refused] == [
        missing, f"{FERRY}/gone", "ftp://port.example/a",
    ]  # fmt: skip


def test_the_same_page_again_changes_nothing_and_a_corrected_one_is_a_new_version(
    articles, web, embedder
):
    web.pages = {ICE: build_page("Ice closes the harbour")}
    articles.add([ICE])
    before = embedder.embedded
    again = articles.add([ICE])
    assert (again.inputs, embedder.embedded) == ((InputReport(ICE, unchanged=1),), before)
    web.pages = {
        ICE: build_page("Ice closes the harbour", "The harbour is open again, said the mayor.")
    }
    corrected = articles.add([ICE])
    assert corrected.inputs == (InputReport(ICE, updated=1),)
    (line,) = articles.articles()
    assert line.url == ICE
    assert "open again" in articles.article(line.id).text


def test_a_page_answers_with_its_address(articles, web):
    web.pages = {ICE: build_page("Ice closes the harbour")}
    articles.add([ICE])
    citation = articles.ask("What did the mayor promise the fishermen?").citations[0]
    assert citation.url == ICE


def test_a_page_that_fails_for_now_is_taken_the_next_time(articles, web):
    web.pages = {ICE: FetchError("Its server cannot be reached.", is_transient=True)}
    assert articles.add([ICE]).refused[0].reason == "Its server cannot be reached."
    web.pages = {ICE: build_page("Ice closes the harbour")}
    assert len(articles.add([ICE]).added) == 1


def test_nothing_is_fetched_where_no_address_is_given(tmp_path, embedder):
    def refuse():
        raise AssertionError("a fetcher was made")

    settings = Settings(data_dir=tmp_path / "data")
    database = Database.in_folder(settings.data_dir)
    library = Services(settings, database, embedder, WordReader(), make_fetcher=refuse).library
    folder = write_all(tmp_path / "in")
    (folder / "feed.xml").write_bytes(
        build_feed(
            {"title": "Ice", "link": ICE, "description": "Ice closed the harbour on Monday."}
        )
    )
    report = library.collection("gazette").add([folder, "https:/port.example/no-address"])
    assert len(report.added) == 4
    library.close()


def test_a_page_is_fetched_once_however_often_it_is_named(articles, web):
    web.pages = {
        ICE: build_page("Ice closes the harbour"),
        FEED: build_feed({"title": "Ice", "link": ICE}),
    }
    articles.add([ICE, FEED, f"{ICE}#comments", ICE])
    assert web.requests == [ICE, FEED]


@pytest.fixture
def store(tmp_path):
    database = Database.in_folder(tmp_path / "data")
    yield Store(database)
    database.close()


def ferries(count):
    return [build_article(f"a{n}", f"Ferry {n} sailed on Monday.") for n in range(count)]


@pytest.mark.slow
def test_no_more_than_a_batch_is_ever_waiting_to_be_stored(store):
    importer = Importer(store, "gazette", PassageSplitter(), FakeWeb, clock=lambda: 0.0)
    waiting = []

    def documents():
        for number, each in enumerate(ferries(200)):
            waiting.append(number - len(store.articles("gazette")))
            yield each

    report = importer.store_documents(label_documents("archive", documents()))
    assert report.inputs == (InputReport("archive", added=200),)
    assert max(waiting) == 63


def test_what_comes_slowly_is_stored_as_it_comes(store):
    now = iter(range(0, 1000, 2))
    importer = Importer(store, "gazette", PassageSplitter(), FakeWeb, clock=lambda: next(now))
    stored = []

    def documents():
        for each in ferries(4):
            stored.append(len(store.articles("gazette")))
            yield each

    importer.store_documents(label_documents("feed", documents()))
    assert stored == [0, 1, 2, 3]


@pytest.mark.slow
def test_progress_tells_how_many_articles_are_stored(articles, tmp_path):
    path = tmp_path / "archive.jsonl"
    rows = ({**LIBRARY, "id": f"a{n}", "url": None, "title": f"T {n}"} for n in range(100))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    stages = []
    articles.add([str(path)], stages.append)
    reading = [(stage.done, stage.unit) for stage in stages if stage.name == "reading"]
    assert reading == [(64, "articles"), (100, "articles")]
    assert stages[-1].name == "embedding"
