"""Watching as it is ordered or set: opened for a while, with the real clock and the real web."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from bot.background import PeriodicTask
from bot.errors import UsageError
from bot.ingest.entries import Entry
from bot.ingest.events import (
    EventListener,
    IngestContext,
    IngestEvent,
    IngestTarget,
    WatchRequest,
    format_event,
)
from bot.ingest.feeds import FeedPoller
from bot.ingest.folders import FolderWatcher
from bot.ingest.hosts import HostSchedule
from bot.ingest.notify import ChangeNotifier
from bot.ingest.on_demand import CountingTarget, FeedContents, FirstRead, PollNow
from bot.ingest.retry import reset
from bot.ingest.targets import WatchTargets, check_folders, parse_targets
from bot.keeping import CollectionBase
from bot.library import ArticleLibrary
from bot.reports import FeedStart, Reporter
from bot.settings import Settings
from corpus.errors import BylineError
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import InputKind
from corpus.web import FetchedPage, Fetcher
from corpus.web.base import SystemClock

_SCAN_SECONDS = 30.0
"""How often folders are looked at, whatever the operating system says of them."""
_FAST_SCAN_SECONDS = 5.0
"""The same where it says nothing."""
_FEEDS_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """What is watched, feeds every ``interval`` seconds; the others are needed for them."""

    targets: WatchTargets
    interval: float
    make_fetcher: Callable[[], Fetcher]
    hosts: HostSchedule


class Watch:
    """Watches from ``start`` to ``stop``; ``warn`` hears of failures that are no input's."""

    def __init__(
        self, watched: WatchConfig, desk: IngestContext, warn: Callable[[str], None]
    ) -> None:
        self._loops: list[PeriodicTask] = []
        self._noticing: ChangeNotifier | None = None
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

    def _watch_folders(
        self, watched: WatchConfig, desk: IngestContext, warn: Callable[[str], None]
    ) -> None:
        from corpus.parsers.detect import SUFFIXES

        folders = watched.targets.folders
        arrivals = FolderWatcher(folders, SUFFIXES, desk)
        loop = PeriodicTask("folders", arrivals.run_round, self._find_scan_pause, warn)
        self._noticing = ChangeNotifier(folders, loop.wake)
        self._loops.append(loop)

    def _find_scan_pause(self) -> float:
        is_told = self._noticing and self._noticing.is_working
        return _SCAN_SECONDS if is_told else _FAST_SCAN_SECONDS

    def _watch_feeds(
        self, watched: WatchConfig, desk: IngestContext, warn: Callable[[str], None]
    ) -> None:
        arrivals = build_feed_poller(watched, desk)
        self._loops.append(PeriodicTask("feeds", arrivals.run_round, lambda: _FEEDS_SECONDS, warn))


def build_feed_poller(watched: WatchConfig, desk: IngestContext) -> FeedPoller:
    """What asks the watched feeds."""
    fetcher, feeds = watched.make_fetcher(), watched.targets.feeds
    return FeedPoller(feeds, watched.interval, desk, fetcher, _parse_entries, watched.hosts)


def _parse_entries(answer: FetchedPage) -> Sequence[Entry]:
    from corpus.parsers.feed import parse_entries

    return parse_entries(answer.content, charset=answer.charset, url=answer.url)


def retry_failed(arrivals: IngestQueue, targets: WatchTargets, now: float) -> int:
    """Make due what of these folders and feeds is set aside; returns how much that is."""
    mine = [item for item in arrivals.find_failed() if targets.is_source_of(item)]
    arrivals.enqueue([reset(item, now) for item in mine if item.kind is not InputKind.FEED])
    for item in mine:
        if item.kind is InputKind.FEED:
            arrivals.save_feed(replace(arrivals.find_feed(item.input), next_at=now))
    return len(mine)


_log = logging.getLogger(__name__)

SubscriptionsByCollection = Mapping[str, tuple[str, ...]]
"""The addresses of the feeds that each collection follows."""
CollectionFeeds = tuple[str, tuple[str, ...]]
"""A collection, and the feeds that it follows."""
Round = Callable[[Callable[[], bool]], float | None]
"""Does what is due, and says after how many seconds something else will be."""


class SubscriptionPoller:
    """Looks at each round which feeds are followed; ``watch`` makes the round of a collection's."""

    def __init__(
        self,
        followed: Callable[[], SubscriptionsByCollection],
        watch: Callable[[str, tuple[str, ...]], Round],
    ) -> None:
        self._followed = followed
        self._watch = watch
        self._watched: dict[CollectionFeeds, Round] = {}

    def run_round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due in every collection; one that fails costs no other its turn.

        Raises ``StoreError`` where it cannot be read what is followed.
        """
        wanted = list(self._followed().items())
        self._watched = {each: self._watched[each] for each in wanted if each in self._watched}
        pauses = [self._run_collection(each, is_stopping) for each in wanted]
        return min((pause for pause in pauses if pause is not None), default=None)

    def _run_collection(
        self, each: CollectionFeeds, is_stopping: Callable[[], bool]
    ) -> float | None:
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


def resolve_targets(order: WatchRequest, settings: Settings) -> WatchTargets:
    """The folders and feeds of an order, or those that are set.

    Raises ``UsageError`` where there are none, and for one that cannot be watched.
    """
    targets = parse_targets(order.inputs or settings.watched)
    if not targets:
        raise UsageError(
            "There is nothing to watch. Name folders and feeds, or set BYLINE_WATCH and "
            "BYLINE_FEEDS."
        )
    check_folders(targets)
    return targets


@contextmanager
def watch_targets(
    settings: Settings,
    targets: WatchTargets,
    collection: CollectionBase,
    warn: Callable[[str], None],
    told: EventListener,
    *,
    retry: bool = False,
) -> Iterator[None]:
    """Watch while the block runs; ``warn`` hears of failures that are no input's."""
    desk = _build_context(collection, told)
    if retry:
        count = retry_failed(collection.ingest_queue, targets, time.time())
        warn(f"Set aside and tried again: {count:,}.")
    watching = Watch(_build_watch(settings, targets, collection), desk, warn)
    watching.start()
    try:
        yield
    finally:
        watching.stop()


@contextmanager
def watch_in_background(settings: Settings, library: ArticleLibrary) -> Iterator[None]:
    """Watch what is set, and what servers follow, while the bot runs; what arrives is logged.

    Raises ``UsageError`` for a setting that names something that cannot be watched. A folder that
    is not there yet is waited for.
    """
    targets = parse_targets(settings.watched)
    with _watch_subscriptions(settings, library):
        if not targets:
            yield
            return
        collection = library.collection(settings.collection)
        with watch_targets(settings, targets, collection, _log.warning, _log_event):
            yield


@contextmanager
def _watch_subscriptions(settings: Settings, library: ArticleLibrary) -> Iterator[None]:
    feeds = SubscriptionPoller(library.followed, partial(build_poller_round, settings, library))
    loop = PeriodicTask(
        "followed-feeds", feeds.run_round, lambda: _SUBSCRIPTION_SECONDS, _log.warning
    )
    loop.start()
    try:
        yield
    finally:
        loop.stop()


def build_poller_round(
    settings: Settings, library: ArticleLibrary, name: str, urls: tuple[str, ...]
) -> Round:
    """What asks the feeds that a collection follows, with the real clock; arrivals are logged."""
    collection = library.collection(name)
    watched = _build_watch(settings, WatchTargets(feeds=urls), collection)
    return build_feed_poller(watched, _build_context(collection, _log_event)).run_round


def poll_now(settings: Settings, collection: CollectionBase, report: Reporter) -> int:
    """Take in at once what a collection's feeds name, and what was set aside, within a time.

    Returns how many passages were embedded for it. Files are left to who watches their folders.
    Raises ``BylineError`` where the store or the indexes fail, and whatever the reporter raises.
    """
    taker = CountingTarget(collection)
    targets, desk = (
        _find_all_targets(settings, collection),
        _build_context(collection, _log_event, taker),
    )
    aside = [
        each for each in collection.ingest_queue.find_failed() if each.kind is not InputKind.FEED
    ]
    collection.ingest_queue.enqueue(
        [reset(each, desk.now()) for each in aside if targets.is_source_of(each)]
    )
    feeds = build_feed_poller(_build_watch(settings, targets, collection), desk)
    PollNow(feeds, collection.hosts, desk.clock, report).run()
    return taker.embedded


def follow_feed(
    settings: Settings, collection: CollectionBase, url: str, most: int
) -> FeedStart | None:
    """Read a feed and follow it; ``None`` where ``most`` are followed without it.

    Raises ``FetchError`` and ``ReadError`` for what can never be read.
    """
    desk = _build_context(collection, _log_event)
    feeds = build_feed_poller(_build_watch(settings, WatchTargets(feeds=(url,)), collection), desk)
    parts = (
        collection.feeds,
        feeds,
        collection.fetcher(),
        _parse_listing,
        collection.hosts,
        desk.clock,
    )
    return FirstRead(*parts).follow(url, most)


def _parse_listing(answer: FetchedPage) -> FeedContents:
    from corpus.parsers.feed import parse_listing

    return parse_listing(answer.content, charset=answer.charset, url=answer.url)


def _find_all_targets(settings: Settings, collection: CollectionBase) -> WatchTargets:
    """What is watched for a collection while the bot runs."""
    is_set = collection.name == settings.collection
    followed = [each.url for each in collection.feeds.all()]
    return parse_targets([*(settings.watched if is_set else ()), *followed])


def _build_watch(
    settings: Settings, targets: WatchTargets, collection: CollectionBase
) -> WatchConfig:
    interval = settings.feed_minutes * 60.0
    return WatchConfig(targets, interval, collection.fetcher, collection.hosts)


def _build_context(
    collection: CollectionBase, told: EventListener, taker: IngestTarget | None = None
) -> IngestContext:
    draw = random.Random().random  # noqa: S311 - spreads requests, keeps no secret
    return IngestContext(taker or collection, collection.ingest_queue, told, SystemClock(), draw)


def _log_event(arrival: IngestEvent) -> None:
    level = logging.WARNING if arrival.refused else logging.INFO
    _log.log(level, "%s", format_event(arrival, time.time()))
