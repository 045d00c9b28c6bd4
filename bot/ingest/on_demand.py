"""Taking in at once what feeds name, because somebody asks for it."""

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
"""How long feeds and pages are asked for; what is left then comes by itself."""
_RETRY_WITHIN = 1.0
"""Seconds within which a page counts as due: those of a feed follow one another."""
_MAX_SLEEP = 1.0
"""Seconds of waiting after which it is reported again, and so may be stopped."""


class CountingTarget:
    """A collection that takes files and pages, and counts the passages embedded for them."""

    def __init__(self, collection: IngestTarget) -> None:
        self._collection = collection
        self.embedded = 0

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Take files."""
        return self._count(self._collection.add(inputs))

    def add_page(self, page: FetchedPage) -> ImportReport:
        """Take what stood at a web address."""
        return self._count(self._collection.add_page(page))

    def article(self, reference: str) -> Article:
        """One article by its id. Raises ``UnknownArticle``."""
        return self._collection.article(reference)

    def _count(self, report: ImportReport) -> ImportReport:
        self.embedded += report.embedded
        return report


class PollNow:
    """Asks feeds before their time, each once, and takes the pages that are due.

    Feeds that another process is asking, or asks meanwhile, are left to it. ``hosts`` has to be
    what the feeds go by.
    """

    def __init__(
        self, feeds: FeedPoller, hosts: HostSchedule, clock: Clock, report: Reporter
    ) -> None:
        self._feeds = feeds
        self._hosts = hosts
        self._clock = clock
        self._report = report
        now, found = clock.time(), feeds.find_states()
        self._unasked = {each.url: each.next_at for each in found if each.claimed_until <= now}
        self._all, self._asked, self._taken = len(self._unasked), 0, 0

    def run(self, seconds: float = MAX_SECONDS) -> None:
        """Go on until nothing is due whose host may be asked in time.

        At the latest it ends after ``seconds`` and one request. Raises ``BylineError`` where the
        store or the indexes fail, and whatever the reporter raises.
        """
        ends = self._clock.monotonic() + seconds
        while (left := ends - self._clock.monotonic()) > 0:
            pause = self._step()
            if pause is None or pause > left:
                return
            if pause:
                self._clock.sleep(min(pause, _MAX_SLEEP))

    def _step(self) -> float | None:
        """Do one thing; returns the seconds to wait before the next, ``None`` where none is due."""
        feeds, pages, now = self._find_due_feeds(), self._find_due_pages(), self._clock.time()
        self._report_progress(len(pages), asking=bool(feeds))
        if feed := self._hosts.claim_first_free(feeds, _get_url, now):
            del self._unasked[feed.url]
            self._asked += 1
            self._feeds.poll(feed)
            return 0.0
        if page := self._hosts.claim_first_free(pages, _get_input, now):
            self._taken += 1
            self._feeds.ingest_page(page)
            return 0.0
        addresses = [*map(_get_url, feeds), *map(_get_input, pages)]
        return min((self._hosts.seconds_until_free(each, now) for each in addresses), default=None)

    def _find_due_feeds(self) -> list[FeedState]:
        """The feeds that nobody has asked since this began."""
        found, unasked = self._feeds.find_states(), self._unasked
        return [each for each in found if unasked.get(each.url) == each.next_at]

    def _find_due_pages(self) -> list[QueuedInput]:
        """What is new before what is tried again."""
        return sorted(
            self._feeds.find_due_pages(_RETRY_WITHIN), key=lambda page: page.reason is not None
        )

    def _report_progress(self, pages: int, *, asking: bool) -> None:
        if asking:
            self._report(JobProgress(message("asking feeds"), self._asked, self._all, "feeds"))
        elif pages:
            whole = self._taken + pages
            self._report(JobProgress(message("fetching pages"), self._taken, whole, "pages"))


def _get_url(feed: FeedState) -> str:
    return feed.url


def _get_input(page: QueuedInput) -> str:
    return page.input


class FeedContents(Protocol):
    """A feed as it was read."""

    @property
    def title(self) -> str:
        """What it calls itself."""

    @property
    def entries(self) -> Sequence[Entry]:
        """What it names."""


ParseListing = Callable[[FetchedPage], FeedContents]
"""Reads a feed; raises ``ReadError`` for what is none."""


@dataclass(frozen=True, slots=True)
class FirstRead:
    """Reads a feed for the first time and follows it. ``feeds`` keeps how far it was read."""

    following: FeedSubscriptions
    feeds: FeedPoller
    fetcher: Fetcher
    read: ParseListing
    hosts: HostSchedule
    clock: Clock

    def follow(self, url: str, most: int) -> FeedStart | None:
        """Follow a feed; ``None`` where ``most`` are followed without it.

        One that cannot be fetched for now is followed all the same. Raises ``FetchError`` for an
        address that no try can help, and ``ReadError`` for what is no feed.
        """
        if len([each for each in self.following.all() if each.url != url]) >= most:
            return None
        try:
            answer = self._fetch(url)
            listing = self.read(answer)
        except FetchError as error:
            if not error.is_transient:
                raise
            return self._follow_unread(url, most, error)
        if not self.following.add(url, most):
            return None
        self.feeds.record_poll(FeedState(url), answer, listing.entries)
        return FeedStart(url, listing.title, len(listing.entries))

    def _fetch(self, url: str) -> FetchedPage:
        try:
            answer = self.fetcher.fetch(url)
        except FetchError as error:
            self.hosts.record_request(url, self.clock.time(), error.retry_after)
            raise
        self.hosts.record_request(url, self.clock.time())
        return answer

    def _follow_unread(self, url: str, most: int, error: FetchError) -> FeedStart | None:
        if not self.following.add(url, most):
            return None
        failure = Failure(error.message, is_transient=True, retry_after=error.retry_after)
        self.feeds.record_failure(FeedState(url), failure)
        return FeedStart(url, reason=error.message)
