"""What arrives by feeds: a round asks those that are due, and takes pages that they named.

One address is asked at a time. A feed or page is claimed in the store before it is asked, so that
two processes that read the same feed fetch nothing twice; what a process has claimed and left is
free again after some minutes.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.ingest.entries import Entry, pages_of, queued, untried
from bot.ingest.events import Arrival, Desk, reason_of, unexpected
from bot.ingest.hosts import Hosts
from bot.ingest.retry import CLAIM_SECONDS, MOST_TRIES, Failure, is_due, poll_pause
from corpus.errors import BylineError, ReadError
from corpus.store.records import Feed, Kind, Waiting, feed_key
from corpus.web import Fetched, Fetcher, FetchError

ReadEntries = Callable[[Fetched], Sequence[Entry]]
"""Reads a feed's entries; raises ``ReadError`` for what is no feed."""

_log = logging.getLogger(__name__)


class FeedArrivals:
    """Asks some feeds every ``interval`` seconds, and takes each page that they name once.

    Who shares ``hosts`` asks no host at the same time.
    """

    def __init__(
        self,
        feeds: Sequence[str],
        interval: float,
        desk: Desk,
        fetcher: Fetcher,
        read_entries: ReadEntries,
        hosts: Hosts | None = None,
    ) -> None:
        self._feeds = feeds
        self._interval = interval
        self._desk = desk
        self._fetcher = fetcher
        self._read_entries = read_entries
        self._hosts = hosts or Hosts()

    def round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due. Returns after how many seconds something else will be, if known.

        Raises ``BylineError`` where the store or the indexes fail.
        """
        while not is_stopping() and (step := self._next_step()):
            step()
        return self._soonest()

    def _next_step(self) -> Callable[[], None] | None:
        """The next thing to do now: feeds go before pages."""
        now = self._desk.now()
        due = [feed for feed in self.states() if is_due(feed.next_at, now)]
        if feed := self._hosts.first_free(due, lambda each: each.url, now):
            return partial(self.poll, feed)
        if page := self._hosts.first_free(self.due_pages(), lambda each: each.input, now):
            return partial(self.take, page)
        return None

    def states(self) -> list[Feed]:
        """How far each feed has been read."""
        return [self._desk.arrivals.feed(url) for url in self._feeds]

    def due_pages(self, within: float = 0.0) -> list[Waiting]:
        """The pages that are to be taken now, or within so many seconds."""
        now = self._desk.now() + within
        return [page for page in self._pages() if is_due(page.next_at, now)]

    def _pages(self) -> list[Waiting]:
        return [p for p in self._desk.arrivals.waiting(Kind.PAGE) if p.origin in self._feeds]

    def poll(self, feed: Feed) -> None:
        """Ask a feed, in the state that it was found in, unless another process is at it."""
        if not self._desk.arrivals.claim_feed(feed, self._desk.now() + CLAIM_SECONDS):
            self._hosts.asked(feed.url, self._desk.now())
            return
        try:
            answer = self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            entries = self._entries(answer)
        except Exception as error:  # noqa: BLE001 - whatever a server sends costs this turn only
            self.poll_failed(feed, self._failure(feed.url, error))
        else:
            self._hosts.asked(feed.url, self._desk.now())
            self.polled(feed, answer, entries)

    def _entries(self, answer: Fetched) -> Sequence[Entry]:
        return () if answer.is_unchanged else self._read_entries(answer)

    def polled(self, feed: Feed, answer: Fetched, entries: Sequence[Entry]) -> None:
        """Keep what a feed named, and how far it has been read, in one step."""
        now, arrivals = self._desk.now(), self._desk.arrivals
        named = pages_of(entries, feed.url, now)
        known = arrivals.known(page.key for page in named)
        queue = untried(self._pages(), feed.url, now)
        found = queued(named, known, queue, now, self._interval)
        before = feed if answer.is_unchanged else Feed(feed.url)
        etag, modified = answer.etag or before.etag, answer.last_modified or before.last_modified
        next_at = now + poll_pause(self._interval, 0, self._desk.draw())
        arrivals.keep_feed(Feed(feed.url, etag, modified, next_at), found)

    def poll_failed(self, feed: Feed, failure: Failure) -> None:
        """Ask a feed ever more rarely while it fails; one that fails for long counts as set aside.

        It is asked all the same: a feed may come back.
        """
        now = self._desk.now()
        # one that was asked before its time does not count: nobody is to wait longer for it
        failures = feed.failures + 1 if is_due(feed.next_at, now) else max(feed.failures, 1)
        pause = poll_pause(self._interval, failures, self._desk.draw(), failure.retry_after)
        next_at, is_lasting = now + pause, not failure.may_pass or failures >= MOST_TRIES
        self._desk.arrivals.keep_feed(replace(feed, next_at=next_at, failures=failures))
        shown = None if is_lasting else next_at
        url, key, reason = feed.url, feed_key(feed.url), failure.reason
        self._desk.arrivals.wait(
            [Waiting(key, Kind.FEED, url, url, "", failures, shown, reason, now)]
        )
        self._desk.tell(Arrival(url, refused=reason, next_at=next_at))

    def take(self, page: Waiting) -> None:
        """Take a page, in the state that it was found in, unless another process is at it."""
        if not self._desk.arrivals.claim(page, self._desk.now() + CLAIM_SECONDS):
            self._hosts.asked(page.input, self._desk.now())
            return
        try:
            fetched = self._fetcher.fetch(page.input)
        except Exception as error:  # noqa: BLE001 - the same
            self._desk.failed(page, self._failure(page.input, error))
        else:
            self._hosts.asked(page.input, self._desk.now())
            self._add(page, fetched)

    def _add(self, page: Waiting, fetched: Fetched) -> None:
        try:
            report = self._desk.collection.add_page(fetched)
        except BylineError:
            raise  # the store or an index failed, not this page: its turn comes again
        except Exception as error:  # noqa: BLE001 - the same
            self._desk.failed(page, self._failure(page.input, error))
            return
        if report.added or report.updated or report.unchanged:
            self._desk.arrivals.take({page.key: page.stamp})
            self._desk.arrived(page.input, report)
        else:
            self._desk.failed(page, Failure(reason_of(fetched.url, report.refused)))

    def _failure(self, url: str, error: Exception) -> Failure:
        retry_after = error.retry_after if isinstance(error, FetchError) else None
        self._hosts.asked(url, self._desk.now(), retry_after)
        if isinstance(error, FetchError):
            return Failure(error.sentence, error.may_pass, retry_after)
        if isinstance(error, ReadError):
            return Failure(error.sentence)
        _log.error("%s could not be taken", url, exc_info=error)
        return Failure(unexpected(error))

    def _soonest(self) -> float | None:
        """Seconds until the first feed or page is due and its host may be asked."""
        now = self._desk.now()
        times = [(feed.url, feed.next_at) for feed in self.states()]
        times += [(page.input, page.next_at) for page in self._pages() if page.next_at is not None]
        waits = [max(at - now, self._hosts.wait(url, now), 0.0) for url, at in times]
        return min(waits, default=None)
