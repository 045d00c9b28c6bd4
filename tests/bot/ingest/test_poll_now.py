"""Feeds are polled at once on demand, politely and within a time limit."""

import itertools

import pytest

from bot.ingest.feeds import FeedPoller
from bot.ingest.hosts import HostSchedule
from bot.ingest.on_demand import MAX_SECONDS, PollNow
from corpus.errors import BylineError
from corpus.store.records import InputKind
from corpus.web import FetchError
from tests.bot.ingest.fakes import START, FakeWeb
from tests.bot.ingest.test_feeds import FEED, MINUTES, OTHER, listing, page, read_listing, urls


@pytest.fixture
def web(clock):
    return FakeWeb(clock)


@pytest.fixture
def reported():
    return []


@pytest.fixture
def poll_now(context, web, clock, reported):
    hosts = HostSchedule()

    def made(*feeds, context=context, report=reported.append):
        feeds = FeedPoller(feeds or (FEED,), MINUTES, context, web, read_listing, hosts)
        return PollNow(feeds, hosts, clock, report)

    return made


def test_a_feed_is_polled_before_it_is_due(poll_now, web, collection, clock):
    web.pages = {FEED: listing(page(1)), page(1): b"One.", page(2): b"Two."}
    poll_now().run()
    clock.now += 60
    web.pages[FEED] = listing(page(2), page(1))
    poll_now().run()
    assert collection.read == [(page(1), "One."), (page(2), "Two.")]
    assert len(web.request_times(page(1))) == 1


def test_each_feed_is_polled_once(poll_now, web):
    web.pages = {FEED: listing(), OTHER: FetchError("Busy.", is_transient=True)}
    poll_now(FEED, OTHER).run()
    assert [(url, at) for url, at, _ in web.requests] == [(FEED, START), (OTHER, START)]


def test_a_host_gets_a_request_every_five_seconds_until_time_is_up(
    poll_now, web, collection, context
):
    pages = [page(number) for number in range(50)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    poll_now().run()
    times = [at for _, at, _ in web.requests]
    assert all(later - earlier >= 5 for earlier, later in itertools.pairwise(times))
    assert times[-1] <= START + MAX_SECONDS
    assert urls(collection) == pages[: len(times) - 1]
    assert len(times) == MAX_SECONDS // 5
    assert len(context.queue.find_items(InputKind.PAGE)) == 50 - (len(times) - 1)


def test_it_does_not_wait_for_pages_that_are_not_due(poll_now, web, clock):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    poll_now().run()
    assert len(web.request_times(page(1))) == 1
    assert clock.now == START + 5


def test_it_ends_if_a_host_demands_a_long_pause(poll_now, web, clock):
    web.pages = {FEED: FetchError("Too often.", is_transient=True, retry_after=3600)}
    poll_now().run()
    web.pages[FEED] = listing()
    poll_now().run()
    assert web.request_times(FEED) == [START]
    assert clock.now == START


def test_a_feed_claimed_by_another_process_is_left_to_it(poll_now, web, clock, open_context):
    web.pages = {FEED: listing(), OTHER: listing()}
    other = open_context().queue
    assert other.claim_feed(other.find_feed(FEED), clock.now + 300)
    poll_now(FEED, OTHER).run()
    assert [url for url, _, _ in web.requests] == [OTHER]


def test_a_feed_that_another_process_polls_meanwhile_is_left_to_it(
    poll_now, web, clock, open_context
):
    web.pages = {FEED: listing(), OTHER: listing()}
    polling = poll_now(FEED, OTHER)
    other = open_context().queue
    assert other.claim_feed(other.find_feed(OTHER), clock.now + 300)
    other.save_feed(other.find_feed(OTHER))
    polling.run()
    assert [url for url, _, _ in web.requests] == [FEED]


def test_a_page_claimed_by_another_process_is_not_fetched(
    poll_now, web, context, clock, open_context
):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}
    feeds = FeedPoller((FEED,), MINUTES, context, web, read_listing)
    feeds.poll(context.queue.find_feed(FEED))
    first, _ = context.queue.find_items(InputKind.PAGE)
    assert open_context().queue.claim(first, clock.now + 300)
    web.pages[FEED] = listing(page(3), page(1), page(2))
    poll_now().run()
    assert first.input not in [url for url, _, _ in web.requests]


def test_failures_before_a_feed_is_due_do_not_delay_its_next_poll(poll_now, web, context):
    web.pages = {FEED: FetchError("Busy.", is_transient=True)}
    for _ in range(4):
        poll_now().run()
    assert len(web.request_times(FEED)) == 4
    assert context.queue.find_feed(FEED).failures == 1


def test_failed_pages_are_tried_after_new_ones(poll_now, web, context, collection):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    poll_now().run()
    (failed,) = context.queue.find_items(InputKind.PAGE)
    context.clock.now += 600
    assert failed.next_at < context.clock.now
    web.pages = {FEED: listing(page(2)), page(1): b"One.", page(2): b"Two."}
    poll_now().run()
    assert urls(collection) == [page(2), page(1)]


def test_it_reports_its_progress(poll_now, web, reported):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}
    poll_now().run()
    events = [(each.name, each.done, each.total, each.unit) for each in reported]
    assert list(dict.fromkeys(events)) == [
        ("polling feeds", 0, 1, "feeds"),
        ("fetching pages", 0, 2, "pages"),
        ("fetching pages", 1, 2, "pages"),
    ]


def test_an_error_of_the_reporter_ends_it_and_leaves_nothing_claimed(poll_now, web, collection):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}

    def report(stage):
        if stage.done and stage.unit == "pages":
            raise BylineError("Stopped.")

    with pytest.raises(BylineError, match="Stopped"):
        poll_now(report=report).run()
    assert urls(collection) == [page(1)]
    poll_now().run()
    assert urls(collection) == [page(1), page(2)]


def test_without_feeds_there_is_nothing_to_do(context, web, clock, reported):
    hosts = HostSchedule()
    feeds = FeedPoller((), MINUTES, context, web, read_listing, hosts)
    PollNow(feeds, hosts, clock, reported.append).run()
    assert (web.requests, reported, clock.now) == ([], [], START)


def test_a_host_stays_claimed_until_a_request_is_recorded():
    hosts = HostSchedule()
    found = hosts.claim_first_free([FEED], str, 100.0)
    assert found == FEED
    assert hosts.claim_first_free([page(1), OTHER], str, 110.0) == OTHER
    hosts.record_request(FEED, 110.0)
    assert hosts.claim_first_free([page(1)], str, 114.9) is None
    assert hosts.claim_first_free([page(1)], str, 115.0) == page(1)
