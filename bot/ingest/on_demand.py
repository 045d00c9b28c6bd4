"""Taking in at once what feeds name, because somebody asks for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.ingest.entries import Entry
from bot.ingest.events import Taker
from bot.ingest.feeds import FeedArrivals
from bot.ingest.hosts import Hosts
from bot.ingest.retry import Failure
from bot.reports import BegunFeed, ImportReport, Reporter, Stage
from corpus.article import Article
from corpus.messages import said
from corpus.store.feeds import Following
from corpus.store.records import Feed, Waiting
from corpus.web import Fetched, Fetcher, FetchError
from corpus.web.base import Clock

SECONDS = 90.0
"""How long feeds and pages are asked for; what is left then comes by itself."""
_SOON = 1.0
"""Seconds within which a page counts as due: those of a feed follow one another."""
_NAP = 1.0
"""Seconds of waiting after which it is reported again, and so may be stopped."""


class CountingTaker:
    """A collection that takes files and pages, and counts the passages embedded for them."""

    def __init__(self, collection: Taker) -> None:
        self._collection = collection
        self.embedded = 0

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Take files."""
        return self._counted(self._collection.add(inputs))

    def add_page(self, page: Fetched) -> ImportReport:
        """Take what stood at a web address."""
        return self._counted(self._collection.add_page(page))

    def article(self, reference: str) -> Article:
        """One article by its id. Raises ``UnknownArticle``."""
        return self._collection.article(reference)

    def _counted(self, report: ImportReport) -> ImportReport:
        self.embedded += report.embedded
        return report


class Gathering:
    """Asks feeds before their time, each once, and takes the pages that are due.

    Feeds that another process is asking, or asks meanwhile, are left to it. ``hosts`` has to be
    what the feeds go by.
    """

    def __init__(self, feeds: FeedArrivals, hosts: Hosts, clock: Clock, report: Reporter) -> None:
        self._feeds = feeds
        self._hosts = hosts
        self._clock = clock
        self._report = report
        now, found = clock.time(), feeds.states()
        self._unasked = {each.url: each.next_at for each in found if each.claimed_until <= now}
        self._all, self._asked, self._taken = len(self._unasked), 0, 0

    def run(self, seconds: float = SECONDS) -> None:
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
                self._clock.sleep(min(pause, _NAP))

    def _step(self) -> float | None:
        """Do one thing; returns the seconds to wait before the next, ``None`` where none is due."""
        feeds, pages, now = self._due_feeds(), self._due_pages(), self._clock.time()
        self._tell(len(pages), asking=bool(feeds))
        if feed := self._hosts.first_free(feeds, _address, now):
            del self._unasked[feed.url]
            self._asked += 1
            self._feeds.poll(feed)
            return 0.0
        if page := self._hosts.first_free(pages, _input, now):
            self._taken += 1
            self._feeds.take(page)
            return 0.0
        addresses = [*map(_address, feeds), *map(_input, pages)]
        return min((self._hosts.wait(each, now) for each in addresses), default=None)

    def _due_feeds(self) -> list[Feed]:
        """The feeds that nobody has asked since this began."""
        found, unasked = self._feeds.states(), self._unasked
        return [each for each in found if unasked.get(each.url) == each.next_at]

    def _due_pages(self) -> list[Waiting]:
        """What is new before what is tried again."""
        return sorted(self._feeds.due_pages(_SOON), key=lambda page: page.reason is not None)

    def _tell(self, pages: int, *, asking: bool) -> None:
        if asking:
            self._report(Stage(said("asking feeds"), self._asked, self._all, "feeds"))
        elif pages:
            whole = self._taken + pages
            self._report(Stage(said("fetching pages"), self._taken, whole, "pages"))


def _address(feed: Feed) -> str:
    return feed.url


def _input(page: Waiting) -> str:
    return page.input


class Listing(Protocol):
    """A feed as it was read."""

    @property
    def title(self) -> str:
        """What it calls itself."""

    @property
    def entries(self) -> Sequence[Entry]:
        """What it names."""


ReadListing = Callable[[Fetched], Listing]
"""Reads a feed; raises ``ReadError`` for what is none."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Reads a feed for the first time and follows it. ``feeds`` keeps how far it was read."""

    following: Following
    feeds: FeedArrivals
    fetcher: Fetcher
    read: ReadListing
    hosts: Hosts
    clock: Clock

    def follow(self, url: str, most: int) -> BegunFeed | None:
        """Follow a feed; ``None`` where ``most`` are followed without it.

        One that cannot be fetched for now is followed all the same. Raises ``FetchError`` for an
        address that no try can help, and ``ReadError`` for what is no feed.
        """
        if len([each for each in self.following.all() if each.url != url]) >= most:
            return None
        try:
            answer = self._fetched(url)
            listing = self.read(answer)
        except FetchError as error:
            if not error.may_pass:
                raise
            return self._unread(url, most, error)
        if not self.following.add(url, most):
            return None
        self.feeds.polled(Feed(url), answer, listing.entries)
        return BegunFeed(url, listing.title, len(listing.entries))

    def _fetched(self, url: str) -> Fetched:
        try:
            answer = self.fetcher.fetch(url)
        except FetchError as error:
            self.hosts.asked(url, self.clock.time(), error.retry_after)
            raise
        self.hosts.asked(url, self.clock.time())
        return answer

    def _unread(self, url: str, most: int, error: FetchError) -> BegunFeed | None:
        if not self.following.add(url, most):
            return None
        failure = Failure(error.sentence, may_pass=True, retry_after=error.retry_after)
        self.feeds.poll_failed(Feed(url), failure)
        return BegunFeed(url, reason=error.sentence)
