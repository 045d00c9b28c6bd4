"""Feeds are polled politely, and each page that they list is ingested once."""

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
def watch(context, web):
    def made(*feeds, context=context):
        return FeedPoller(feeds or (FEED,), MINUTES, context, web, read_listing)

    return made


def run(watcher, clock, seconds):
    """Do rounds when they say that they are due, for so long."""
    end = clock.now + seconds
    while clock.now < end:
        pause = watcher.run_round(lambda: False)
        clock.now = min(end, clock.now + max(60 if pause is None else pause, 0.01))


def urls(collection):
    return [name for name, _ in collection.read]


def test_listed_pages_are_ingested_once(watch, web, clock, collection, events):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}
    run(watch(), clock, 10 * MINUTES)
    assert collection.read == [(page(1), "One."), (page(2), "Two.")]
    assert len(web.request_times(page(1))) == 1
    assert [event.added for event in events] == [("story-1",), ("story-2",)]
    assert [event.input for event in events] == [page(1), page(2)]


def test_a_feed_is_polled_once_an_interval_within_a_tenth(watch, web, clock):
    web.pages = {FEED: listing()}
    run(watch(), clock, 10 * MINUTES)
    times = web.request_times(FEED)
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(times) in {9, 10, 11, 12}
    assert all(0.9 * MINUTES <= pause <= 1.1 * MINUTES + 61 for pause in pauses)
    assert len(set(pauses)) > 1


def test_a_restart_polls_no_sooner_and_fetches_only_new_pages(
    watch, web, clock, open_context, collection
):
    web.pages, web.etags = {FEED: listing(page(1)), page(1): b"One."}, {FEED: '"v1"'}
    run(watch(), clock, 60)
    count = len(web.requests)
    again = watch(context=open_context())
    again.run_round(lambda: False)
    assert len(web.requests) == count
    run(again, clock, 2 * MINUTES)
    assert {etag for url, _, etag in web.requests[count:] if url == FEED} == {'"v1"'}
    assert len(collection.read) == 1


def test_a_page_is_fetched_again_when_its_entry_changes(watch, web, clock, collection):
    web.pages = {FEED: listing(page(1)), page(1): b"One."}
    watcher = watch()
    run(watcher, clock, 2 * MINUTES)
    web.pages = {FEED: listing(page(1), day=2), page(1): b"One, corrected."}
    run(watcher, clock, 2 * MINUTES)
    assert collection.read == [(page(1), "One."), (page(1), "One, corrected.")]


def test_a_page_with_a_tracking_parameter_is_the_same_page(watch, web, clock, collection):
    counted = f"{page(1)}?utm_source=rss"
    web.pages = {FEED: listing(page(1)), page(1): b"One.", counted: b"One."}
    watcher = watch()
    run(watcher, clock, 2 * MINUTES)
    web.pages[FEED] = listing(counted)
    run(watcher, clock, 2 * MINUTES)
    assert urls(collection) == [page(1)]


@pytest.mark.slow
def test_a_long_feed_is_ingested_twenty_pages_an_interval_in_order(watch, web, clock, collection):
    pages = [page(number) for number in range(50)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    watcher = watch()
    run(watcher, clock, 0.8 * MINUTES)
    assert urls(collection) == pages[:20]
    run(watcher, clock, 4 * MINUTES)
    assert sorted(urls(collection)) == sorted(pages)


def test_requests_to_a_host_are_five_seconds_apart(watch, web, clock):
    pages = [page(number) for number in range(8)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    run(watch(), clock, MINUTES / 2)
    times = [at for _, at, _ in web.requests]
    assert len(times) == 9
    assert all(later - earlier >= 5 for earlier, later in itertools.pairwise(times))


def test_one_host_does_not_delay_another(watch, web):
    web.pages = {FEED: listing(), OTHER: listing()}
    watch(FEED, OTHER).run_round(lambda: False)
    assert [(url, at) for url, at, _ in web.requests] == [(FEED, START), (OTHER, START)]


def test_a_failing_feed_is_polled_less_often_then_listed_and_still_polled(
    watch, web, clock, context, events
):
    web.pages = {FEED: FetchError("Its server failed.", is_transient=True)}
    watcher = watch()
    run(watcher, clock, 16 * MINUTES)
    times = web.request_times(FEED)
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert [round(pause / MINUTES) for pause in pauses] == [2, 4, 8]
    assert context.queue.find_failed() == []
    run(watcher, clock, 20 * MINUTES)
    [item] = context.queue.find_failed()
    assert (item.kind, item.input, item.tries) == (InputKind.FEED, FEED, MAX_TRIES)
    assert {event.refused for event in events} == {"Its server failed."}
    web.pages = {FEED: listing()}
    run(watcher, clock, DAY)
    assert context.queue.find_failed() == []


def test_content_that_is_not_a_feed_is_listed_at_once_and_still_polled(
    watch, web, clock, context, events
):
    web.pages = {FEED: b"<html>"}
    run(watch(), clock, 60)
    [item] = context.queue.find_failed()
    assert "not a feed" in item.reason
    assert events[0].next_at > clock.now


def test_retry_after_is_respected(watch, web, clock):
    busy = FetchError("Asked too often.", is_transient=True, retry_after=20_000)
    web.pages = {FEED: busy}
    run(watch(), clock, 3 * DAY)
    times = web.request_times(FEED)
    assert all(later - earlier >= 20_000 for earlier, later in itertools.pairwise(times))


def test_a_page_with_a_transient_failure_is_tried_again_and_ingested(
    watch, web, clock, collection, context, events
):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    watcher = watch()
    run(watcher, clock, 20)
    assert context.queue.find_failed() == []
    assert events[0].next_at > clock.now
    web.pages[page(1)] = b"One."
    run(watcher, clock, 120)
    assert urls(collection) == [page(1)]
    assert context.queue.find_items(InputKind.PAGE) == []


def test_a_page_that_keeps_failing_is_set_aside_with_its_reason(watch, web, clock, context):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    run(watch(), clock, 8 * MINUTES)
    [item] = context.queue.find_failed()
    assert (item.input, item.reason, item.tries) == (page(1), "Busy.", MAX_TRIES)
    assert len(web.request_times(page(1))) == MAX_TRIES


@pytest.mark.parametrize("found", [None, b"bad", b"crash"])
def test_a_page_with_a_permanent_failure_is_set_aside_at_once(watch, web, clock, context, found):
    web.pages = {FEED: listing(page(1)), **({page(1): found} if found else {})}
    run(watch(), clock, 4 * MINUTES)
    [item] = context.queue.find_failed()
    assert (item.input, item.tries) == (page(1), 1)
    assert len(web.request_times(page(1))) == 1


def test_a_store_that_fails_loses_no_page(watch, web, clock, context, collection):
    web.pages = {FEED: listing(page(1)), page(1): b"One."}
    watcher = watch()
    collection.error = StoreError("The disk is full.")
    with pytest.raises(StoreError):
        run(watcher, clock, 60)
    assert context.queue.find_failed() == []
    collection.error = None
    run(watcher, clock, MINUTES / 2)
    assert urls(collection) == [page(1)]


def test_two_processes_that_watch_one_feed_fetch_nothing_twice(
    watch, web, clock, open_context, collection
):
    pages = [page(number) for number in range(10)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    one, two = watch(), watch(context=open_context())
    for _ in range(30):
        one.run_round(lambda: False)
        two.run_round(lambda: False)
        clock.now += 5
    assert sorted(urls(collection)) == sorted(pages)
    assert len(web.request_times(pages[0])) == 1
    assert len(web.request_times(FEED)) == 1


def test_pages_of_other_feeds_are_left_to_their_pollers(watch, web, clock, collection):
    web.pages = {FEED: listing(page(1)), OTHER: listing(), page(1): b"One."}
    watch().run_round(lambda: False)
    run(watch(OTHER), clock, MINUTES)
    assert collection.read == []


def test_no_step_starts_after_stopping(watch, web):
    web.pages = {FEED: listing(), OTHER: listing()}
    watch(FEED, OTHER).run_round(lambda: len(web.requests) == 1)
    assert len(web.requests) == 1
