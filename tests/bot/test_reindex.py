"""A reindex reports what is new in the indexes, and polls feeds on request."""

import pytest

from bot.bootstrap import Services
from bot.reports import Refusal
from bot.settings import Settings
from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import InputKind, QueuedInput, hash_input
from corpus.web import FetchError
from index.passages import PassageSplitter
from tests.bot.articles import LIBRARY, write_all
from tests.corpus.web.webs import FakeWeb, build_feed, build_page
from tests.fakes import WordReader, build_article

FEED = "https://port.example/feed.xml"
BAY = "https://bay.example/rss"
ICE = "https://harbour.example/news/ice"
CLOSED = FetchError("Its server does not allow Byline to read it.")
BUSY = FetchError("Its server failed. Try again later.", is_transient=True)


@pytest.fixture
def web():
    return FakeWeb(
        {
            FEED: build_feed({"title": "Ice", "link": ICE}),
            ICE: build_page("Ice closes the harbour"),
            BAY: BUSY,
        }
    )


@pytest.fixture
def open_services(tmp_path, embedder, web):
    """Return a function that opens the services as a new process would."""

    def opened(**more):
        settings = Settings(data_dir=tmp_path / "data", **more)
        database = Database.in_folder(settings.data_dir)
        return Services(settings, database, embedder, WordReader(), make_fetcher=lambda: web)

    return opened


@pytest.fixture
def services(open_services):
    return open_services()


@pytest.fixture
def articles(services, tmp_path):
    articles = services.library.collection("gazette")
    articles.add([write_all(tmp_path / "in")])
    return articles


@pytest.fixture
def feeds(services):
    return services.library.server_state("gazette").feeds


@pytest.fixture
def ingest(services, articles):
    del articles  # they have been added
    return services.ingest


def ignore(stage):
    del stage


def poll(ingest):
    """Reindex after polling the feeds."""
    return ingest.reindex("gazette", ignore)


def counts(report):
    return report.added, report.updated, report.unchanged


def test_what_the_indexes_had_is_unchanged(articles):
    assert counts(articles.reindex()) == (0, 0, 3)


def test_what_another_process_has_stored_is_added_and_updated(articles, tmp_path):
    store = Store(Database.in_folder(tmp_path / "data"))
    snow = build_article("snow", "Snow fell on the harbour.", "Snow")
    corrected = build_article("lib-7", "The garden never opened.", LIBRARY["title"])
    store.put("gazette", [snow, corrected], PassageSplitter())
    store.put("other", [build_article("rain", "Rain fell.", "Rain")], PassageSplitter())
    assert counts(articles.reindex()) == (1, 1, 2)
    assert counts(articles.reindex()) == (0, 0, 4)


def test_what_is_only_cut_anew_is_unchanged(articles, tmp_path):
    class Otherwise(PassageSplitter):
        fingerprint = "others"

    store = Store(Database.in_folder(tmp_path / "data"))
    line = articles.articles()[0]
    store.put("gazette", [articles.article(line.id)], Otherwise())
    assert counts(articles.reindex()) == (0, 0, 3)


def test_what_was_withdrawn_and_came_back_is_added(articles, tmp_path):
    garden = articles.article("lib-7")
    articles.remove("lib-7")
    assert counts(articles.reindex()) == (0, 0, 2)
    Store(Database.in_folder(tmp_path / "data")).put("gazette", [garden], PassageSplitter())
    assert counts(articles.reindex()) == (1, 0, 2)


def test_indexes_that_are_not_there_have_nothing(articles, open_services, tmp_path):
    for path in (tmp_path / "data" / "indexes" / "gazette").glob("CURRENT"):
        path.unlink()
    assert counts(open_services().library.collection("gazette").reindex()) == (3, 0, 0)
    assert articles.search("lemon trees garden")[0].article_id == "lib-7"


def test_feeds_are_asked_only_when_that_is_wanted(articles, web, feeds, ingest):
    feeds.add(FEED, 9)
    assert counts(articles.reindex()) == (0, 0, 3)
    assert web.requests == []
    report = poll(ingest)
    assert (counts(report), report.embedded) == ((1, 0, 3), 1)
    assert web.requests == [FEED, ICE]
    assert articles.search("ice cranes harbour")[0].title == "Ice closes the harbour"


def test_a_page_that_was_taken_is_not_fetched_again(web, feeds, ingest, open_services):
    feeds.add(FEED, 9)
    poll(ingest)
    assert counts(poll(open_services().ingest)) == (0, 0, 4)
    assert web.requests == [FEED, ICE, FEED]


def test_feeds_that_fail_fail_nothing_else_and_are_named(web, feeds, ingest):
    web.pages[FEED] = build_page("No feed at all")
    for url in (FEED, BAY):
        feeds.add(url, 9)
    report = poll(ingest)
    assert counts(report) == (0, 0, 3)
    assert [(each.input, each.reason) for each in report.failed] == [
        (BAY, "Its server failed. Try again later."),
        (FEED, "It is not a feed. Give an RSS or Atom feed."),
    ]


def test_what_was_set_aside_is_tried_once_more(web, feeds, ingest, open_services):
    web.pages[ICE] = CLOSED
    feeds.add(FEED, 9)
    report = poll(ingest)
    assert [(each.input, each.reason) for each in report.failed] == [(ICE, str(CLOSED))]
    web.pages[ICE] = build_page("Ice closes the harbour")
    again = poll(open_services().ingest)
    assert (counts(again), again.failed) == ((1, 0, 3), ())


def test_what_is_left_for_later_is_counted(web, feeds, ingest):
    web.pages[ICE] = BUSY
    feeds.add(FEED, 9)
    report = poll(ingest)
    assert (report.waiting, report.failed) == (1, ())


def test_of_a_file_that_is_set_aside_only_its_name_is_told(ingest, tmp_path):
    path, key = "/private/in/empty.txt", hash_input(InputKind.FILE, b"empty")
    aside = QueuedInput(key, InputKind.FILE, path, "/private/in", "", 1, None, "It is empty.", 0.0)
    IngestQueue(Database.in_folder(tmp_path / "data"), "gazette").enqueue([aside])
    assert poll(ingest).failed == (Refusal("empty.txt", "It is empty."),)


def test_the_feeds_that_are_set_are_asked_for_the_collection_that_is_set(web, open_services):
    poll(open_services(collection="other", feeds=FEED).ingest)
    assert web.requests == []
    report = poll(open_services(collection="gazette", feeds=FEED).ingest)
    assert counts(report) == (1, 0, 0)


def test_the_stages_are_told(feeds, ingest):
    feeds.add(FEED, 9)
    stages = []
    ingest.reindex("gazette", stages.append)
    names = list(dict.fromkeys(each.name for each in stages))
    assert names[:2] == ["polling feeds", "fetching pages"]
