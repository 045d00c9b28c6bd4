"""A feed that is to be followed is read at once, so that what is none is refused at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.arrival.entries import Entry
from bot.arrival.feeds import FeedArrivals
from bot.arrival.hosts import Hosts
from bot.arrival.schedule import Failure
from bot.reports import BegunFeed
from corpus.store.feeds import Following
from corpus.store.records import Feed
from corpus.web import Fetched, Fetcher, FetchError
from corpus.web.base import Clock


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
