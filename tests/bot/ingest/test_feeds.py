"""Feeds are asked politely, and each page they name is taken once."""

import itertools
import json
from datetime import date

import pytest

from bot.ingest.feeds import FeedPoller
from bot.ingest.retry import DAY, MAX_TRIES
from corpus.errors import ReadError, StoreError
from corpus.parsers.feed import FeedEntry
from corpus.store.records import InputKind
from corpus.web import FetchError
from tests.bot.ingest.fakes import START, FakeWeb

FEED = "https://gazette.example/feed"
OTHER = "https://courier.example/rss"
MINUTES = 15 * 60


def page(number, host="gazette"):
    return f"https://{host}.example/story-{number}"


def listing(*urls, title="Title", day=1):
    return json.dumps([[url, title, day] for url in urls]).encode()


def read_listing(answer):
    if not answer.content.startswith(b"["):
        raise ReadError("It is not a feed. Give an RSS or Atom feed.")
    rows = json.loads(answer.content)
    return [FeedEntry(url, title, date(2021, 3, day)) for url, title, day in rows]


@pytest.fixture
def web(clock):
    return FakeWeb(clock)


@pytest.fixture
def watch(desk, web):
    def made(*feeds, desk=desk):
        return FeedPoller(feeds or (FEED,), MINUTES, desk, web, read_listing)

    return made


def run(watcher, clock, seconds):
    """Do rounds when they say that they are due, for so long."""
    end = clock.now + seconds
    while clock.now < end:
        pause = watcher.run_round(lambda: False)
        clock.now = min(end, clock.now + max(60 if pause is None else pause, 0.01))


def urls(shelf):
    return [name for name, _ in shelf.read]


def test_pages_that_a_feed_names_are_taken_once(watch, web, clock, shelf, told):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}
    run(watch(), clock, 10 * MINUTES)
    assert shelf.read == [(page(1), "One."), (page(2), "Two.")]
    assert len(web.request_times(page(1))) == 1
    assert [arrival.added for arrival in told] == [("story-1",), ("story-2",)]
    assert [arrival.input for arrival in told] == [page(1), page(2)]


def test_a_feed_is_asked_once_an_interval_give_or_take_a_tenth(watch, web, clock):
    web.pages = {FEED: listing()}
    run(watch(), clock, 10 * MINUTES)
    times = web.request_times(FEED)
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(times) in {9, 10, 11, 12}
    assert all(0.9 * MINUTES <= pause <= 1.1 * MINUTES + 61 for pause in pauses)
    assert len(set(pauses)) > 1


def test_a_restart_asks_no_sooner_and_only_for_what_is_new(watch, web, clock, open_desk, shelf):
    web.pages, web.etags = {FEED: listing(page(1)), page(1): b"One."}, {FEED: '"v1"'}
    run(watch(), clock, 60)
    asked = len(web.requests)
    again = watch(desk=open_desk())
    again.run_round(lambda: False)
    assert len(web.requests) == asked
    run(again, clock, 2 * MINUTES)
    assert {etag for url, _, etag in web.requests[asked:] if url == FEED} == {'"v1"'}
    assert len(shelf.read) == 1


def test_a_page_is_fetched_again_when_the_feed_says_that_it_changed(watch, web, clock, shelf):
    web.pages = {FEED: listing(page(1)), page(1): b"One."}
    watcher = watch()
    run(watcher, clock, 2 * MINUTES)
    web.pages = {FEED: listing(page(1), day=2), page(1): b"One, corrected."}
    run(watcher, clock, 2 * MINUTES)
    assert shelf.read == [(page(1), "One."), (page(1), "One, corrected.")]


def test_the_same_page_with_a_visitor_counter_is_not_another_one(watch, web, clock, shelf):
    counted = f"{page(1)}?utm_source=rss"
    web.pages = {FEED: listing(page(1)), page(1): b"One.", counted: b"One."}
    watcher = watch()
    run(watcher, clock, 2 * MINUTES)
    web.pages[FEED] = listing(counted)
    run(watcher, clock, 2 * MINUTES)
    assert urls(shelf) == [page(1)]


@pytest.mark.slow
def test_a_long_feed_is_taken_twenty_pages_an_interval_the_first_ones_first(
    watch, web, clock, shelf
):
    pages = [page(number) for number in range(50)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    watcher = watch()
    run(watcher, clock, 0.8 * MINUTES)
    assert urls(shelf) == pages[:20]
    run(watcher, clock, 4 * MINUTES)
    assert sorted(urls(shelf)) == sorted(pages)


def test_a_host_is_asked_one_thing_at_a_time_five_seconds_apart(watch, web, clock):
    pages = [page(number) for number in range(8)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    run(watch(), clock, MINUTES / 2)
    times = [at for _, at, _ in web.requests]
    assert len(times) == 9
    assert all(later - earlier >= 5 for earlier, later in itertools.pairwise(times))


def test_one_host_does_not_hold_up_another(watch, web):
    web.pages = {FEED: listing(), OTHER: listing()}
    watch(FEED, OTHER).run_round(lambda: False)
    assert [(url, at) for url, at, _ in web.requests] == [(FEED, START), (OTHER, START)]


def test_a_feed_that_fails_is_asked_ever_more_rarely_then_listed_and_still_asked(
    watch, web, clock, desk, told
):
    web.pages = {FEED: FetchError("Its server failed.", is_transient=True)}
    watcher = watch()
    run(watcher, clock, 16 * MINUTES)
    times = web.request_times(FEED)
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert [round(pause / MINUTES) for pause in pauses] == [2, 4, 8]
    assert desk.queue.find_failed() == []
    run(watcher, clock, 20 * MINUTES)
    [item] = desk.queue.find_failed()
    assert (item.kind, item.input, item.tries) == (InputKind.FEED, FEED, MAX_TRIES)
    assert {arrival.refused for arrival in told} == {"Its server failed."}
    web.pages = {FEED: listing()}
    run(watcher, clock, DAY)
    assert desk.queue.find_failed() == []


def test_what_is_no_feed_is_listed_at_once_and_still_asked(watch, web, clock, desk, told):
    web.pages = {FEED: b"<html>"}
    run(watch(), clock, 60)
    [item] = desk.queue.find_failed()
    assert "not a feed" in item.reason
    assert told[0].next_at > clock.now


def test_a_pause_that_a_server_asks_for_is_kept(watch, web, clock):
    busy = FetchError("Asked too often.", is_transient=True, retry_after=20_000)
    web.pages = {FEED: busy}
    run(watch(), clock, 3 * DAY)
    times = web.request_times(FEED)
    assert all(later - earlier >= 20_000 for earlier, later in itertools.pairwise(times))


def test_a_page_that_fails_for_now_is_tried_again_and_taken(watch, web, clock, shelf, desk, told):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    watcher = watch()
    run(watcher, clock, 20)
    assert desk.queue.find_failed() == []
    assert told[0].next_at > clock.now
    web.pages[page(1)] = b"One."
    run(watcher, clock, 120)
    assert urls(shelf) == [page(1)]
    assert desk.queue.find_items(InputKind.PAGE) == []


def test_a_page_that_keeps_failing_is_set_aside_with_its_reason(watch, web, clock, desk):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    run(watch(), clock, 8 * MINUTES)
    [item] = desk.queue.find_failed()
    assert (item.input, item.reason, item.tries) == (page(1), "Busy.", MAX_TRIES)
    assert len(web.request_times(page(1))) == MAX_TRIES


@pytest.mark.parametrize("found", [None, b"bad", b"crash"])
def test_a_page_that_no_try_can_help_is_set_aside_at_once(watch, web, clock, desk, found):
    web.pages = {FEED: listing(page(1)), **({page(1): found} if found else {})}
    run(watch(), clock, 4 * MINUTES)
    [item] = desk.queue.find_failed()
    assert (item.input, item.tries) == (page(1), 1)
    assert len(web.request_times(page(1))) == 1


def test_a_store_that_fails_loses_no_page(watch, web, clock, desk, shelf):
    web.pages = {FEED: listing(page(1)), page(1): b"One."}
    watcher = watch()
    shelf.error = StoreError("The disk is full.")
    with pytest.raises(StoreError):
        run(watcher, clock, 60)
    assert desk.queue.find_failed() == []
    shelf.error = None
    run(watcher, clock, MINUTES / 2)
    assert urls(shelf) == [page(1)]


def test_two_processes_that_watch_one_feed_fetch_nothing_twice(watch, web, clock, open_desk, shelf):
    pages = [page(number) for number in range(10)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    one, two = watch(), watch(desk=open_desk())
    for _ in range(30):
        one.run_round(lambda: False)
        two.run_round(lambda: False)
        clock.now += 5
    assert sorted(urls(shelf)) == sorted(pages)
    assert len(web.request_times(pages[0])) == 1
    assert len(web.request_times(FEED)) == 1


def test_what_other_feeds_named_is_left_to_those_who_watch_them(watch, web, clock, shelf):
    web.pages = {FEED: listing(page(1)), OTHER: listing(), page(1): b"One."}
    watch().run_round(lambda: False)
    run(watch(OTHER), clock, MINUTES)
    assert shelf.read == []


def test_stopping_begins_no_further_step(watch, web):
    web.pages = {FEED: listing(), OTHER: listing()}
    watch(FEED, OTHER).run_round(lambda: len(web.requests) == 1)
    assert len(web.requests) == 1
