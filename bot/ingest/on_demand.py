"""Polls feeds on demand: all feeds of a collection at once, or a new one for the first time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.ingest.entries import Entry
from bot.ingest.events import IngestTarget
from bot.ingest.feeds import FeedPoller
from bot.ingest.hosts import HostSchedule
from bot.ingest.retry import Failure
from bot.reports import FeedStart, ImportReport, JobProgress, Reporter
from corpus.article import Article
from corpus.messages import message
from corpus.store.feeds import FeedSubscriptions
from corpus.store.records import FeedState, QueuedInput
from corpus.web import FetchedPage, Fetcher, FetchError
from corpus.web.base import Clock

MAX_SECONDS = 90.0
"""Seconds for which feeds and pages are fetched; the rest stays in the queue."""
_RETRY_WITHIN = 1.0
"""Seconds within which a page counts as due: those of a feed are milliseconds apart."""
_MAX_SLEEP = 1.0
"""The most seconds between two progress reports, each of which can stop the work."""


class CountingTarget:
    """A collection that counts the passages embedded for the files and pages added."""

    def __init__(self, collection: IngestTarget) -> None:
        self._collection = collection
        self.embedded = 0

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Add files, as the collection does."""
        return self._count(self._collection.add(inputs))

    def add_page(self, page: FetchedPage) -> ImportReport:
        """Add a page, as the collection does."""
        return self._count(self._collection.add_page(page))

    def article(self, reference: str) -> Article:
        """Return an article by its id. Raises ``UnknownArticle``."""
        return self._collection.article(reference)

    def _count(self, report: ImportReport) -> ImportReport:
        self.embedded += report.embedded
        return report


class PollNow:
    """Polls feeds before they are due, each once, and ingests the pages that are due.

    A feed that another process polls meanwhile is left to it. ``hosts`` is that of the poller.
    """

    def __init__(
        self, poller: FeedPoller, hosts: HostSchedule, clock: Clock, report: Reporter
    ) -> None:
        self._poller = poller
        self._hosts = hosts
        self._clock = clock
        self._report = report
        now, feeds = clock.time(), poller.find_states()
        self._unpolled = {each.url: each.next_at for each in feeds if each.claimed_until <= now}
        self._total, self._polled, self._fetched = len(self._unpolled), 0, 0

    def run(self, seconds: float = MAX_SECONDS) -> None:
        """Work until nothing is due whose host will be free in time.

        Ends after ``seconds`` and one request at the latest. Raises ``BylineError`` if the store or
        the indexes fail, and whatever the reporter raises.
        """
        ends = self._clock.monotonic() + seconds
        while (left := ends - self._clock.monotonic()) > 0:
            pause = self._step()
            if pause is None or pause > left:
                return
            if pause:
                self._clock.sleep(min(pause, _MAX_SLEEP))

    def _step(self) -> float | None:
        """Do one step; return the seconds to wait before the next, or ``None`` if none is due."""
        feeds, pages, now = self._find_due_feeds(), self._find_due_pages(), self._clock.time()
        self._report_progress(len(pages), is_polling=bool(feeds))
        if feed := self._hosts.claim_first_free(feeds, _get_url, now):
            del self._unpolled[feed.url]
            self._polled += 1
            self._poller.poll(feed)
            return 0.0
        if page := self._hosts.claim_first_free(pages, _get_input, now):
            self._fetched += 1
            self._poller.ingest_page(page)
            return 0.0
        addresses = [*map(_get_url, feeds), *map(_get_input, pages)]
        return min((self._hosts.seconds_until_free(each, now) for each in addresses), default=None)

    def _find_due_feeds(self) -> list[FeedState]:
        """Return the feeds that no process has polled since the start."""
        feeds = self._poller.find_states()
        return [each for each in feeds if self._unpolled.get(each.url) == each.next_at]

    def _find_due_pages(self) -> list[QueuedInput]:
        """Return the due pages, those that failed before last."""
        return sorted(
            self._poller.find_due_pages(_RETRY_WITHIN), key=lambda page: page.reason is not None
        )

    def _report_progress(self, pages: int, *, is_polling: bool) -> None:
        if is_polling:
            self._report(JobProgress(message("polling feeds"), self._polled, self._total, "feeds"))
        elif pages:
            total = self._fetched + pages
            self._report(JobProgress(message("fetching pages"), self._fetched, total, "pages"))


def _get_url(feed: FeedState) -> str:
    return feed.url


def _get_input(page: QueuedInput) -> str:
    return page.input


class FeedContents(Protocol):
    """The title and entries of a feed."""

    @property
    def title(self) -> str:
        """The name that the feed gives itself."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The listed entries."""


ParseListing = Callable[[FetchedPage], FeedContents]
"""Returns the contents of a feed; raises ``ReadError`` if it is not a feed."""


@dataclass(frozen=True, slots=True)
class FirstRead:
    """Reads a feed for the first time and subscribes to it."""

    subscriptions: FeedSubscriptions
    poller: FeedPoller
    fetcher: Fetcher
    parse_listing: ParseListing
    hosts: HostSchedule
    clock: Clock

    def follow(self, url: str, most: int) -> FeedStart | None:
        """Subscribe to a feed; return ``None`` if there are ``most`` other subscriptions.

        A feed that cannot be fetched for now is subscribed to nevertheless. Raises ``FetchError``
        for an address that can never be fetched, and ``ReadError`` for content that is not a feed.
        """
        if len([each for each in self.subscriptions.all() if each.url != url]) >= most:
            return None
        try:
            response = self._fetch(url)
            listing = self.parse_listing(response)
        except FetchError as error:
            if not error.is_transient:
                raise
            return self._follow_unread(url, most, error)
        if not self.subscriptions.add(url, most):
            return None
        self.poller.record_poll(FeedState(url), response, listing.entries)
        return FeedStart(url, listing.title, len(listing.entries))

    def _fetch(self, url: str) -> FetchedPage:
        try:
            response = self.fetcher.fetch(url)
        except FetchError as error:
            self.hosts.record_request(url, self.clock.time(), error.retry_after)
            raise
        self.hosts.record_request(url, self.clock.time())
        return response

    def _follow_unread(self, url: str, most: int, error: FetchError) -> FeedStart | None:
        if not self.subscriptions.add(url, most):
            return None
        failure = Failure(error.message, is_transient=True, retry_after=error.retry_after)
        self.poller.record_failure(FeedState(url), failure)
        return FeedStart(url, reason=error.message)
