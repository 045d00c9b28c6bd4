"""Watching as it is ordered or set: opened for a while, with the real clock and the real web."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from bot.background import Loop
from bot.errors import UsageError
from bot.ingest.entries import Entry
from bot.ingest.events import Arrival, Desk, Taker, Teller, WatchOrder, in_words
from bot.ingest.feeds import FeedArrivals
from bot.ingest.folders import FolderArrivals
from bot.ingest.hosts import Hosts
from bot.ingest.notify import Noticing
from bot.ingest.on_demand import Beginning, CountingTaker, Gathering, Listing
from bot.ingest.retry import again
from bot.ingest.targets import Targets, refuse_absent, targets_of
from bot.keeping import KeptArticles
from bot.library import ArticleLibrary
from bot.reports import BegunFeed, Reporter
from bot.settings import Settings
from corpus.errors import BylineError
from corpus.store.ingest_queue import Arrivals
from corpus.store.records import Kind
from corpus.web import Fetched, Fetcher
from corpus.web.base import SystemClock

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


_log = logging.getLogger(__name__)

Followed = Mapping[str, tuple[str, ...]]
"""The addresses of the feeds that each collection follows."""
Each = tuple[str, tuple[str, ...]]
"""A collection, and the feeds that it follows."""
Round = Callable[[Callable[[], bool]], float | None]
"""Does what is due, and says after how many seconds something else will be."""


class FollowedFeeds:
    """Looks at each round which feeds are followed; ``watch`` makes the round of a collection's."""

    def __init__(
        self, followed: Callable[[], Followed], watch: Callable[[str, tuple[str, ...]], Round]
    ) -> None:
        self._followed = followed
        self._watch = watch
        self._watched: dict[Each, Round] = {}

    def round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due in every collection; one that fails costs no other its turn.

        Raises ``StoreError`` where it cannot be read what is followed.
        """
        wanted = list(self._followed().items())
        self._watched = {each: self._watched[each] for each in wanted if each in self._watched}
        pauses = [self._of(each, is_stopping) for each in wanted]
        return min((pause for pause in pauses if pause is not None), default=None)

    def _of(self, each: Each, is_stopping: Callable[[], bool]) -> float | None:
        try:
            if each not in self._watched:
                self._watched[each] = self._watch(*each)
            return self._watched[each](is_stopping)
        except BylineError as error:
            _log.warning("The feeds of %s are tried again: %s", each[0], error)
        except Exception:  # noqa: BLE001 - one collection costs no other
            _log.exception("The feeds of %s are tried again", each[0])
        return None


_SUBSCRIPTION_SECONDS = 20.0
"""How often it is looked whether a server follows another feed."""


def ordered(order: WatchOrder, settings: Settings) -> Targets:
    """The folders and feeds of an order, or those that are set.

    Raises ``UsageError`` where there are none, and for one that cannot be watched.
    """
    targets = targets_of(order.inputs or settings.watched)
    if not targets:
        raise UsageError(
            "There is nothing to watch. Name folders and feeds, or set BYLINE_WATCH and "
            "BYLINE_FEEDS."
        )
    refuse_absent(targets)
    return targets


@contextmanager
def watched(
    settings: Settings,
    targets: Targets,
    collection: KeptArticles,
    warn: Callable[[str], None],
    told: Teller,
    *,
    retry: bool = False,
) -> Iterator[None]:
    """Watch while the block runs; ``warn`` hears of failures that are no input's."""
    desk = _desk(collection, told)
    if retry:
        count = try_again(collection.arrivals, targets, time.time())
        warn(f"Set aside and tried again: {count:,}.")
    watching = Watching(_watched(settings, targets, collection), desk, warn)
    watching.start()
    try:
        yield
    finally:
        watching.stop()


@contextmanager
def watched_aside(settings: Settings, library: ArticleLibrary) -> Iterator[None]:
    """Watch what is set, and what servers follow, while the bot runs; what arrives is logged.

    Raises ``UsageError`` for a setting that names something that cannot be watched. A folder that
    is not there yet is waited for.
    """
    targets = targets_of(settings.watched)
    with _followed(settings, library):
        if not targets:
            yield
            return
        collection = library.collection(settings.collection)
        with watched(settings, targets, collection, _log.warning, _logged):
            yield


@contextmanager
def _followed(settings: Settings, library: ArticleLibrary) -> Iterator[None]:
    feeds = FollowedFeeds(library.followed, partial(follow, settings, library))
    loop = Loop("followed-feeds", feeds.round, lambda: _SUBSCRIPTION_SECONDS, _log.warning)
    loop.start()
    try:
        yield
    finally:
        loop.stop()


def follow(settings: Settings, library: ArticleLibrary, name: str, urls: tuple[str, ...]) -> Round:
    """What asks the feeds that a collection follows, with the real clock; arrivals are logged."""
    collection = library.collection(name)
    watched = _watched(settings, Targets(feeds=urls), collection)
    return feed_arrivals(watched, _desk(collection, _logged)).round


def gather(settings: Settings, collection: KeptArticles, report: Reporter) -> int:
    """Take in at once what a collection's feeds name, and what was set aside, within a time.

    Returns how many passages were embedded for it. Files are left to who watches their folders.
    Raises ``BylineError`` where the store or the indexes fail, and whatever the reporter raises.
    """
    taker = CountingTaker(collection)
    targets, desk = _all_targets(settings, collection), _desk(collection, _logged, taker)
    aside = [each for each in collection.arrivals.set_aside() if each.kind is not Kind.FEED]
    collection.arrivals.wait([again(each, desk.now()) for each in aside if targets.cover(each)])
    feeds = feed_arrivals(_watched(settings, targets, collection), desk)
    Gathering(feeds, collection.hosts, desk.clock, report).run()
    return taker.embedded


def begin(settings: Settings, collection: KeptArticles, url: str, most: int) -> BegunFeed | None:
    """Read a feed and follow it; ``None`` where ``most`` are followed without it.

    Raises ``FetchError`` and ``ReadError`` for what can never be read.
    """
    desk = _desk(collection, _logged)
    feeds = feed_arrivals(_watched(settings, Targets(feeds=(url,)), collection), desk)
    parts = collection.feeds, feeds, collection.fetcher(), _listing, collection.hosts, desk.clock
    return Beginning(*parts).follow(url, most)


def _listing(answer: Fetched) -> Listing:
    from corpus.parsers.feed import listing

    return listing(answer.content, charset=answer.charset, url=answer.url)


def _all_targets(settings: Settings, collection: KeptArticles) -> Targets:
    """What is watched for a collection while the bot runs."""
    is_set = collection.name == settings.collection
    followed = [each.url for each in collection.feeds.all()]
    return targets_of([*(settings.watched if is_set else ()), *followed])


def _watched(settings: Settings, targets: Targets, collection: KeptArticles) -> Watched:
    interval = settings.feed_minutes * 60.0
    return Watched(targets, interval, collection.fetcher, collection.hosts)


def _desk(collection: KeptArticles, told: Teller, taker: Taker | None = None) -> Desk:
    draw = random.Random().random  # noqa: S311 - spreads requests, keeps no secret
    return Desk(taker or collection, collection.arrivals, told, SystemClock(), draw)


def _logged(arrival: Arrival) -> None:
    level = logging.WARNING if arrival.refused else logging.INFO
    _log.log(level, "%s", in_words(arrival, time.time()))
