"""Folders and feeds watched in threads, put together from their parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.arrival.desk import Desk
from bot.arrival.entries import Entry
from bot.arrival.feeds import FeedArrivals
from bot.arrival.folders import FolderArrivals
from bot.arrival.hosts import Hosts
from bot.arrival.loop import Loop
from bot.arrival.noticing import Noticing
from bot.arrival.schedule import again
from bot.arrival.targets import Targets
from corpus.store.ingest_queue import Arrivals
from corpus.store.records import Kind
from corpus.web import Fetched, Fetcher

_LOOK_SECONDS = 30.0
"""How often folders are looked at, whatever the operating system says of them."""
_LOOK_OFTEN_SECONDS = 5.0
"""The same where it says nothing."""
_FEEDS_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched, feeds every ``interval`` seconds; the others are needed for them."""

    targets: Targets
    interval: float
    make_fetcher: Callable[[], Fetcher]
    hosts: Hosts


class Watching:
    """Watches from ``start`` to ``stop``; ``warn`` hears of failures that are no input's."""

    def __init__(self, watched: Watched, desk: Desk, warn: Callable[[str], None]) -> None:
        self._loops: list[Loop] = []
        self._noticing: Noticing | None = None
        if watched.targets.folders:
            self._watch_folders(watched, desk, warn)
        if watched.targets.feeds:
            self._watch_feeds(watched, desk, warn)

    def start(self) -> None:
        """Begin: what has come since the last time is taken first."""
        if self._noticing:
            self._noticing.start()
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Stop within some seconds. What is under way is kept or done again, never lost."""
        if self._noticing:
            self._noticing.stop()
        for loop in self._loops:
            loop.stop()

    def _watch_folders(self, watched: Watched, desk: Desk, warn: Callable[[str], None]) -> None:
        from corpus.parsers.detect import SUFFIXES

        folders = watched.targets.folders
        arrivals = FolderArrivals(folders, SUFFIXES, desk)
        loop = Loop("folders", arrivals.round, self._look_pause, warn)
        self._noticing = Noticing(folders, loop.wake)
        self._loops.append(loop)

    def _look_pause(self) -> float:
        is_told = self._noticing and self._noticing.works
        return _LOOK_SECONDS if is_told else _LOOK_OFTEN_SECONDS

    def _watch_feeds(self, watched: Watched, desk: Desk, warn: Callable[[str], None]) -> None:
        arrivals = feed_arrivals(watched, desk)
        self._loops.append(Loop("feeds", arrivals.round, lambda: _FEEDS_SECONDS, warn))


def feed_arrivals(watched: Watched, desk: Desk) -> FeedArrivals:
    """What asks the watched feeds."""
    fetcher, feeds = watched.make_fetcher(), watched.targets.feeds
    return FeedArrivals(feeds, watched.interval, desk, fetcher, _entries, watched.hosts)


def _entries(answer: Fetched) -> Sequence[Entry]:
    from corpus.parsers.feed import entries

    return entries(answer.content, charset=answer.charset, url=answer.url)


def try_again(arrivals: Arrivals, targets: Targets, now: float) -> int:
    """Make due what of these folders and feeds is set aside; returns how much that is."""
    mine = [item for item in arrivals.set_aside() if targets.cover(item)]
    arrivals.wait([again(item, now) for item in mine if item.kind is not Kind.FEED])
    for item in mine:
        if item.kind is Kind.FEED:
            arrivals.keep_feed(replace(arrivals.feed(item.input), next_at=now))
    return len(mine)
