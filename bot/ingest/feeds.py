"""Polls feeds and ingests the pages that they list.

One address is fetched at a time. A feed or page is claimed in the store before it is fetched, so
that two processes that poll the same feed fetch nothing twice; a claim ends after five minutes.
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
"""Returns the entries of a feed; raises ``ReadError`` if the content is not a feed."""

_log = logging.getLogger(__name__)


class FeedPoller:
    """Polls some feeds every ``interval`` seconds, and ingests each page that they list once.

    Pollers that share ``hosts`` do not send requests to a host at the same time.
    """

    def __init__(
        self,
        feeds: Sequence[str],
        interval: float,
        context: IngestContext,
        fetcher: Fetcher,
        parse_entries: ParseEntries,
        hosts: HostSchedule | None = None,
    ) -> None:
        self._feeds = feeds
        self._interval = interval
        self._context = context
        self._fetcher = fetcher
        self._parse_entries = parse_entries
        self._hosts = hosts or HostSchedule()

    def run_round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due; return the seconds until the next step, or ``None`` if there is none.

        Raises ``BylineError`` if the store or the indexes fail.
        """
        while not is_stopping() and (step := self._next_step()):
            step()
        return self._find_wait()

    def _next_step(self) -> Callable[[], None] | None:
        """Return what to do now, if anything: feeds go before pages."""
        now = self._context.now()
        due = [feed for feed in self.find_states() if is_due(feed.next_at, now)]
        if feed := self._hosts.claim_first_free(due, lambda each: each.url, now):
            return partial(self.poll, feed)
        if page := self._hosts.claim_first_free(
            self.find_due_pages(), lambda each: each.input, now
        ):
            return partial(self.ingest_page, page)
        return None

    def find_states(self) -> list[FeedState]:
        """Return the state of each feed."""
        return [self._context.queue.find_feed(url) for url in self._feeds]

    def find_due_pages(self, within: float = 0.0) -> list[QueuedInput]:
        """Return the pages that are due within so many seconds."""
        now = self._context.now() + within
        return [page for page in self._find_pages() if is_due(page.next_at, now)]

    def _find_pages(self) -> list[QueuedInput]:
        return [
            p for p in self._context.queue.find_items(InputKind.PAGE) if p.origin in self._feeds
        ]

    def poll(self, feed: FeedState) -> None:
        """Fetch a feed, unless its state has changed or another process has claimed it."""
        if not self._context.queue.claim_feed(feed, self._context.now() + CLAIM_SECONDS):
            self._hosts.record_request(feed.url, self._context.now())
            return
        try:
            response = self._fetcher.fetch(
                feed.url, etag=feed.etag, last_modified=feed.last_modified
            )
            entries = () if response.is_unchanged else self._parse_entries(response)
        except Exception as error:  # noqa: BLE001 - a bad response affects this poll only
            self.record_failure(feed, self._to_failure(feed.url, error))
        else:
            self._hosts.record_request(feed.url, self._context.now())
            self.record_poll(feed, response, entries)

    def record_poll(self, feed: FeedState, response: FetchedPage, entries: Sequence[Entry]) -> None:
        """Store the state of a feed and queue its new pages, in one transaction."""
        now, queue = self._context.now(), self._context.queue
        listed = build_pages(entries, feed.url, now)
        known = queue.find_stamps(page.key for page in listed)
        untried = find_untried(self._find_pages(), feed.url, now)
        pages = schedule_pages(listed, known, untried, now, self._interval)
        before = feed if response.is_unchanged else FeedState(feed.url)
        etag, modified = (
            response.etag or before.etag,
            response.last_modified or before.last_modified,
        )
        next_at = now + compute_poll_pause(self._interval, 0, self._context.draw())
        queue.save_feed(FeedState(feed.url, etag, modified, next_at), pages)

    def record_failure(self, feed: FeedState, failure: Failure) -> None:
        """Store that a poll failed; the next one is later for each failure in a row.

        A feed that fails for long is reported as set aside, but is still polled.
        """
        now = self._context.now()
        # A poll on demand, before the feed was due, must not delay the next one.
        failures = feed.failures + 1 if is_due(feed.next_at, now) else max(feed.failures, 1)
        pause = compute_poll_pause(
            self._interval, failures, self._context.draw(), failure.retry_after
        )
        next_at, is_lasting = now + pause, not failure.is_transient or failures >= MAX_TRIES
        self._context.queue.save_feed(replace(feed, next_at=next_at, failures=failures))
        shown = None if is_lasting else next_at
        url, key, reason = feed.url, hash_feed_url(feed.url), failure.reason
        self._context.queue.enqueue(
            [QueuedInput(key, InputKind.FEED, url, url, "", failures, shown, reason, now)]
        )
        self._context.notify(IngestEvent(url, refused=reason, next_at=next_at))

    def ingest_page(self, page: QueuedInput) -> None:
        """Fetch and add a page, unless it has changed or another process has claimed it."""
        if not self._context.queue.claim(page, self._context.now() + CLAIM_SECONDS):
            self._hosts.record_request(page.input, self._context.now())
            return
        try:
            fetched = self._fetcher.fetch(page.input)
        except Exception as error:  # noqa: BLE001 - the same
            self._context.report_failure(page, self._to_failure(page.input, error))
        else:
            self._hosts.record_request(page.input, self._context.now())
            self._add(page, fetched)

    def _add(self, page: QueuedInput, fetched: FetchedPage) -> None:
        try:
            report = self._context.collection.add_page(fetched)
        except BylineError:
            raise  # the store or an index failed, not this page: it stays in the queue
        except Exception as error:  # noqa: BLE001 - the same
            self._context.report_failure(page, self._to_failure(page.input, error))
            return
        if report.added or report.updated or report.unchanged:
            self._context.queue.mark_done({page.key: page.stamp})
            self._context.report_import(page.input, report)
        else:
            self._context.report_failure(page, Failure(build_reason(fetched.url, report.refused)))

    def _to_failure(self, url: str, error: Exception) -> Failure:
        retry_after = error.retry_after if isinstance(error, FetchError) else None
        self._hosts.record_request(url, self._context.now(), retry_after)
        if isinstance(error, FetchError):
            return Failure(error.message, error.is_transient, retry_after)
        if isinstance(error, ReadError):
            return Failure(error.message)
        _log.error("%s could not be added", url, exc_info=error)
        return Failure(describe_unexpected(error))

    def _find_wait(self) -> float | None:
        """Return the seconds until the first feed or page is due and its host is free."""
        now = self._context.now()
        times = [(feed.url, feed.next_at) for feed in self.find_states()]
        times += [
            (page.input, page.next_at) for page in self._find_pages() if page.next_at is not None
        ]
        waits = [max(at - now, self._hosts.seconds_until_free(url, now), 0.0) for url, at in times]
        return min(waits, default=None)
