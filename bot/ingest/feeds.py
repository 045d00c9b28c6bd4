"""What arrives by feeds: a round asks those that are due, and takes pages that they named.

One address is asked at a time. A feed or page is claimed in the store before it is asked, so that
two processes that read the same feed fetch nothing twice; what a process has claimed and left is
free again after some minutes.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.ingest.entries import Entry, build_pages, find_untried, schedule_pages
from bot.ingest.events import IngestContext, IngestEvent, build_reason, describe_unexpected
from bot.ingest.hosts import HostSchedule
from bot.ingest.retry import CLAIM_SECONDS, MAX_TRIES, Failure, compute_poll_pause, is_due
from corpus.errors import BylineError, ReadError
from corpus.store.records import FeedState, InputKind, QueuedInput, hash_feed_url
from corpus.web import FetchedPage, Fetcher, FetchError

ParseEntries = Callable[[FetchedPage], Sequence[Entry]]
"""Reads a feed's entries; raises ``ReadError`` for what is no feed."""

_log = logging.getLogger(__name__)


class FeedPoller:
    """Asks some feeds every ``interval`` seconds, and takes each page that they name once.

    Who shares ``hosts`` asks no host at the same time.
    """

    def __init__(
        self,
        feeds: Sequence[str],
        interval: float,
        desk: IngestContext,
        fetcher: Fetcher,
        read_entries: ParseEntries,
        hosts: HostSchedule | None = None,
    ) -> None:
        self._feeds = feeds
        self._interval = interval
        self._desk = desk
        self._fetcher = fetcher
        self._read_entries = read_entries
        self._hosts = hosts or HostSchedule()

    def run_round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due. Returns after how many seconds something else will be, if known.

        Raises ``BylineError`` where the store or the indexes fail.
        """
        while not is_stopping() and (step := self._next_step()):
            step()
        return self._find_wait()

    def _next_step(self) -> Callable[[], None] | None:
        """The next thing to do now: feeds go before pages."""
        now = self._desk.now()
        due = [feed for feed in self.find_states() if is_due(feed.next_at, now)]
        if feed := self._hosts.claim_first_free(due, lambda each: each.url, now):
            return partial(self.poll, feed)
        if page := self._hosts.claim_first_free(
            self.find_due_pages(), lambda each: each.input, now
        ):
            return partial(self.ingest_page, page)
        return None

    def find_states(self) -> list[FeedState]:
        """How far each feed has been read."""
        return [self._desk.queue.find_feed(url) for url in self._feeds]

    def find_due_pages(self, within: float = 0.0) -> list[QueuedInput]:
        """The pages that are to be taken now, or within so many seconds."""
        now = self._desk.now() + within
        return [page for page in self._find_pages() if is_due(page.next_at, now)]

    def _find_pages(self) -> list[QueuedInput]:
        return [p for p in self._desk.queue.find_items(InputKind.PAGE) if p.origin in self._feeds]

    def poll(self, feed: FeedState) -> None:
        """Ask a feed, in the state that it was found in, unless another process is at it."""
        if not self._desk.queue.claim_feed(feed, self._desk.now() + CLAIM_SECONDS):
            self._hosts.record_request(feed.url, self._desk.now())
            return
        try:
            answer = self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            entries = self._parse_entries(answer)
        except Exception as error:  # noqa: BLE001 - whatever a server sends costs this turn only
            self.record_failure(feed, self._to_failure(feed.url, error))
        else:
            self._hosts.record_request(feed.url, self._desk.now())
            self.record_poll(feed, answer, entries)

    def _parse_entries(self, answer: FetchedPage) -> Sequence[Entry]:
        return () if answer.is_unchanged else self._read_entries(answer)

    def record_poll(self, feed: FeedState, answer: FetchedPage, entries: Sequence[Entry]) -> None:
        """Keep what a feed named, and how far it has been read, in one step."""
        now, arrivals = self._desk.now(), self._desk.queue
        named = build_pages(entries, feed.url, now)
        known = arrivals.find_stamps(page.key for page in named)
        queue = find_untried(self._find_pages(), feed.url, now)
        found = schedule_pages(named, known, queue, now, self._interval)
        before = feed if answer.is_unchanged else FeedState(feed.url)
        etag, modified = answer.etag or before.etag, answer.last_modified or before.last_modified
        next_at = now + compute_poll_pause(self._interval, 0, self._desk.draw())
        arrivals.save_feed(FeedState(feed.url, etag, modified, next_at), found)

    def record_failure(self, feed: FeedState, failure: Failure) -> None:
        """Ask a feed ever more rarely while it fails; one that fails for long counts as set aside.

        It is asked all the same: a feed may come back.
        """
        now = self._desk.now()
        # one that was asked before its time does not count: nobody is to wait longer for it
        failures = feed.failures + 1 if is_due(feed.next_at, now) else max(feed.failures, 1)
        pause = compute_poll_pause(self._interval, failures, self._desk.draw(), failure.retry_after)
        next_at, is_lasting = now + pause, not failure.is_transient or failures >= MAX_TRIES
        self._desk.queue.save_feed(replace(feed, next_at=next_at, failures=failures))
        shown = None if is_lasting else next_at
        url, key, reason = feed.url, hash_feed_url(feed.url), failure.reason
        self._desk.queue.enqueue(
            [QueuedInput(key, InputKind.FEED, url, url, "", failures, shown, reason, now)]
        )
        self._desk.notify(IngestEvent(url, refused=reason, next_at=next_at))

    def ingest_page(self, page: QueuedInput) -> None:
        """Take a page, in the state that it was found in, unless another process is at it."""
        if not self._desk.queue.claim(page, self._desk.now() + CLAIM_SECONDS):
            self._hosts.record_request(page.input, self._desk.now())
            return
        try:
            fetched = self._fetcher.fetch(page.input)
        except Exception as error:  # noqa: BLE001 - the same
            self._desk.report_failure(page, self._to_failure(page.input, error))
        else:
            self._hosts.record_request(page.input, self._desk.now())
            self._add(page, fetched)

    def _add(self, page: QueuedInput, fetched: FetchedPage) -> None:
        try:
            report = self._desk.collection.add_page(fetched)
        except BylineError:
            raise  # the store or an index failed, not this page: its turn comes again
        except Exception as error:  # noqa: BLE001 - the same
            self._desk.report_failure(page, self._to_failure(page.input, error))
            return
        if report.added or report.updated or report.unchanged:
            self._desk.queue.mark_done({page.key: page.stamp})
            self._desk.report_import(page.input, report)
        else:
            self._desk.report_failure(page, Failure(build_reason(fetched.url, report.refused)))

    def _to_failure(self, url: str, error: Exception) -> Failure:
        retry_after = error.retry_after if isinstance(error, FetchError) else None
        self._hosts.record_request(url, self._desk.now(), retry_after)
        if isinstance(error, FetchError):
            return Failure(error.message, error.is_transient, retry_after)
        if isinstance(error, ReadError):
            return Failure(error.message)
        _log.error("%s could not be taken", url, exc_info=error)
        return Failure(describe_unexpected(error))

    def _find_wait(self) -> float | None:
        """Seconds until the first feed or page is due and its host may be asked."""
        now = self._desk.now()
        times = [(feed.url, feed.next_at) for feed in self.find_states()]
        times += [
            (page.input, page.next_at) for page in self._find_pages() if page.next_at is not None
        ]
        waits = [max(at - now, self._hosts.seconds_until_free(url, now), 0.0) for url, at in times]
        return min(waits, default=None)
