"""What feeds name is taken at once when somebody asks for it, politely and within a time."""

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
def gather(desk, web, clock, reported):
    hosts = HostSchedule()

    def made(*feeds, desk=desk, report=reported.append):
        feeds = FeedPoller(feeds or (FEED,), MINUTES, desk, web, read_listing, hosts)
        return PollNow(feeds, hosts, clock, report)

    return made


def test_a_feed_is_asked_though_its_time_has_not_come(gather, web, shelf, clock):
    web.pages = {FEED: listing(page(1)), page(1): b"One.", page(2): b"Two."}
    gather().run()
    clock.now += 60
    web.pages[FEED] = listing(page(2), page(1))
    gather().run()
    assert shelf.read == [(page(1), "One."), (page(2), "Two.")]
    assert len(web.request_times(page(1))) == 1


def test_each_feed_is_asked_once(gather, web):
    web.pages = {FEED: listing(), OTHER: FetchError("Busy.", is_transient=True)}
    gather(FEED, OTHER).run()
    assert [(url, at) for url, at, _ in web.requests] == [(FEED, START), (OTHER, START)]


def test_a_host_is_asked_once_in_five_seconds_and_the_rest_is_left_when_time_is_up(
    gather, web, shelf, desk
):
    pages = [page(number) for number in range(50)]
    web.pages = {FEED: listing(*pages), **dict.fromkeys(pages, b"Words.")}
    gather().run()
    times = [at for _, at, _ in web.requests]
    assert all(later - earlier >= 5 for earlier, later in itertools.pairwise(times))
    assert times[-1] <= START + MAX_SECONDS
    assert urls(shelf) == pages[: len(times) - 1]
    assert len(times) == MAX_SECONDS // 5
    assert len(desk.queue.find_items(InputKind.PAGE)) == 50 - (len(times) - 1)


def test_nothing_is_waited_for_that_is_not_due(gather, web, clock):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    gather().run()
    assert len(web.request_times(page(1))) == 1
    assert clock.now == START + 5


def test_a_host_that_asks_for_a_long_pause_ends_it(gather, web, clock):
    web.pages = {FEED: FetchError("Too often.", is_transient=True, retry_after=3600)}
    gather().run()
    web.pages[FEED] = listing()
    gather().run()
    assert web.request_times(FEED) == [START]
    assert clock.now == START


def test_a_feed_that_somebody_else_is_asking_is_left_to_them(gather, web, clock, open_desk):
    web.pages = {FEED: listing(), OTHER: listing()}
    other = open_desk().queue
    assert other.claim_feed(other.find_feed(FEED), clock.now + 300)
    gather(FEED, OTHER).run()
    assert [url for url, _, _ in web.requests] == [OTHER]


def test_a_feed_that_somebody_else_asks_meanwhile_is_left_to_them(gather, web, clock, open_desk):
    web.pages = {FEED: listing(), OTHER: listing()}
    gathering = gather(FEED, OTHER)
    other = open_desk().queue
    assert other.claim_feed(other.find_feed(OTHER), clock.now + 300)
    other.save_feed(other.find_feed(OTHER))
    gathering.run()
    assert [url for url, _, _ in web.requests] == [FEED]


def test_a_page_that_somebody_is_fetching_is_not_fetched_beside_them(
    gather, web, desk, clock, open_desk
):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}
    feeds = FeedPoller((FEED,), MINUTES, desk, web, read_listing)
    feeds.poll(desk.queue.find_feed(FEED))
    first, _ = desk.queue.find_items(InputKind.PAGE)
    assert open_desk().queue.claim(first, clock.now + 300)
    web.pages[FEED] = listing(page(3), page(1), page(2))
    gather().run()
    assert first.input not in [url for url, _, _ in web.requests]


def test_a_feed_that_fails_before_its_time_is_not_asked_more_rarely_for_it(gather, web, desk):
    web.pages = {FEED: FetchError("Busy.", is_transient=True)}
    for _ in range(4):
        gather().run()
    assert len(web.request_times(FEED)) == 4
    assert desk.queue.find_feed(FEED).failures == 1


def test_what_is_tried_again_comes_after_what_is_new(gather, web, desk, shelf):
    web.pages = {FEED: listing(page(1)), page(1): FetchError("Busy.", is_transient=True)}
    gather().run()
    (failed,) = desk.queue.find_items(InputKind.PAGE)
    desk.clock.now += 600
    assert failed.next_at < desk.clock.now
    web.pages = {FEED: listing(page(2)), page(1): b"One.", page(2): b"Two."}
    gather().run()
    assert urls(shelf) == [page(2), page(1)]


def test_it_is_told_how_far_it_is(gather, web, reported):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}
    gather().run()
    told = [(each.name, each.done, each.total, each.unit) for each in reported]
    assert list(dict.fromkeys(told)) == [
        ("asking feeds", 0, 1, "feeds"),
        ("fetching pages", 0, 2, "pages"),
        ("fetching pages", 1, 2, "pages"),
    ]


def test_it_ends_where_the_report_does_and_leaves_nothing_claimed(gather, web, shelf):
    web.pages = {FEED: listing(page(1), page(2)), page(1): b"One.", page(2): b"Two."}

    def report(stage):
        if stage.done and stage.unit == "pages":
            raise BylineError("Stopped.")

    with pytest.raises(BylineError, match="Stopped"):
        gather(report=report).run()
    assert urls(shelf) == [page(1)]
    gather().run()
    assert urls(shelf) == [page(1), page(2)]


def test_without_feeds_there_is_nothing_to_do(desk, web, clock, reported):
    hosts = HostSchedule()
    feeds = FeedPoller((), MINUTES, desk, web, read_listing, hosts)
    PollNow(feeds, hosts, clock, reported.append).run()
    assert (web.requests, reported, clock.now) == ([], [], START)


def test_a_host_is_nobody_elses_until_it_has_been_asked():
    hosts = HostSchedule()
    found = hosts.claim_first_free([FEED], str, 100.0)
    assert found == FEED
    assert hosts.claim_first_free([page(1), OTHER], str, 110.0) == OTHER
    hosts.record_request(FEED, 110.0)
    assert hosts.claim_first_free([page(1)], str, 114.9) is None
    assert hosts.claim_first_free([page(1)], str, 115.0) == page(1)
