"""Watching as it is ordered or set: opened for a while, with the real clock and the real web."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.background import PeriodicTask
from bot.collection import Collection
from bot.ingest.entries import Entry
from bot.ingest.events import (
    EventListener,
    IngestContext,
    IngestEvent,
    IngestTarget,
    format_event,
)
from bot.ingest.feeds import FeedPoller
from bot.ingest.folders import FolderWatcher
from bot.ingest.hosts import HostSchedule
from bot.ingest.notify import ChangeNotifier
from bot.ingest.on_demand import CountingTarget, FeedContents, FirstRead, PollNow
from bot.ingest.retry import reset
from bot.ingest.targets import WatchTargets, parse_targets
from bot.library import Library
from bot.reports import FeedStart, ReindexReport, Reporter
from bot.settings import Settings
from corpus.errors import BylineError
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import InputKind
from corpus.web import FetchedPage, Fetcher
from corpus.web.base import SystemClock

_log = logging.getLogger(__name__)

_SCAN_SECONDS = 30.0
"""How often folders are looked at, whatever the operating system says of them."""
_FAST_SCAN_SECONDS = 5.0
"""The same where it says nothing."""
_FEEDS_SECONDS = 60.0
_SUBSCRIPTION_SECONDS = 20.0
"""How often the subscriptions are read, so that a new one is polled."""


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


class IngestService:
    """Ingests articles from folders and feeds: watched, followed by servers, or on demand.

    ``open_queue`` opens the ingest queue of a collection, ``find_subscriptions`` returns the feeds
    that each collection follows. All requests to the web share ``hosts`` and one fetcher.
    """

    def __init__(
        self,
        settings: Settings,
        library: Library,
        open_queue: Callable[[str], IngestQueue],
        find_subscriptions: Callable[[], SubscriptionsByCollection],
        make_fetcher: Callable[[], Fetcher],
    ) -> None:
        self._settings = settings
        self._library = library
        self._open_queue = open_queue
        self._find_subscriptions = find_subscriptions
        self._make_fetcher = make_fetcher
        self._hosts = HostSchedule()

    @contextmanager
    def watch(
        self,
        targets: WatchTargets,
        collection: Collection,
        warn: Callable[[str], None],
        notify: EventListener,
        *,
        retry: bool = False,
    ) -> Iterator[None]:
        """Watch while the block runs; ``warn`` receives failures that concern no single input.

        With ``retry`` the dead letters of these targets are tried again.
        """
        context = self._build_context(collection.name, collection, notify)
        if retry:
            count = retry_failed(context.queue, targets, time.time())
            warn(f"Failed inputs that are tried again: {count:,}.")
        watch = Watch(self._build_config(targets), context, warn)
        watch.start()
        try:
            yield
        finally:
            watch.stop()

    @contextmanager
    def watch_in_background(self) -> Iterator[None]:
        """Watch the folders and feeds of the settings and the subscriptions of all servers.

        Events are logged. A folder that does not exist yet is waited for. Raises ``UsageError``
        for a setting that cannot be watched.
        """
        targets = parse_targets(self._settings.watched)
        with self.watch_subscriptions():
            if not targets:
                yield
                return
            collection = self._library.collection(self._settings.collection)
            with self.watch(targets, collection, _log.warning, _log_event):
                yield

    @contextmanager
    def watch_subscriptions(self) -> Iterator[None]:
        """Poll the feeds that servers follow while the block runs."""
        poller = SubscriptionPoller(self._find_subscriptions, self.build_round)
        task = PeriodicTask(
            "subscriptions", poller.run_round, lambda: _SUBSCRIPTION_SECONDS, _log.warning
        )
        task.start()
        try:
            yield
        finally:
            task.stop()

    def build_round(self, name: str, urls: tuple[str, ...]) -> Round:
        """Return the function that polls these feeds of a collection once."""
        context = self._build_context(name, self._library.collection(name), _log_event)
        return build_feed_poller(self._build_config(WatchTargets(feeds=urls)), context).run_round

    def follow(self, name: str, url: str, most: int) -> FeedStart | None:
        """Fetch a feed and subscribe a collection to it; ``None`` if ``most`` others are followed.

        A feed that cannot be fetched for now is followed all the same. Raises ``FetchError`` for
        an address that can never be fetched, and ``ReadError`` for what is not a feed.
        """
        context = self._build_context(name, self._library.collection(name), _log_event)
        poller = build_feed_poller(self._build_config(WatchTargets(feeds=(url,))), context)
        first_read = FirstRead(
            self._library.server_state(name).feeds,
            poller,
            self._make_fetcher(),
            _parse_listing,
            self._hosts,
            context.clock,
        )
        return first_read.follow(url, most)

    def reindex(self, name: str, report: Reporter) -> ReindexReport:
        """Ingest what is due (see ``poll_now``), then build the indexes of a collection anew."""
        collection = self._library.collection(name)
        before = collection.index_position()
        embedded = self.poll_now(name, report)
        reindexed = collection.reindex(report, since=before)
        return replace(reindexed, embedded=reindexed.embedded + embedded)

    def poll_now(self, name: str, report: Reporter) -> int:
        """Poll a collection's feeds and retry its failed pages at once, for some 90 seconds.

        Returns the number of passages embedded. Files are left to whoever watches their folders. A
        feed that fails does not affect the others. Raises ``BylineError`` if the store or the
        indexes fail, and whatever the reporter raises.
        """
        target = CountingTarget(self._library.collection(name))
        context = self._build_context(name, target, _log_event)
        targets = self._find_all_targets(name)
        failed = [item for item in context.queue.find_failed() if item.kind is not InputKind.FEED]
        context.queue.enqueue(
            [reset(item, context.now()) for item in failed if targets.is_source_of(item)]
        )
        poller = build_feed_poller(self._build_config(targets), context)
        PollNow(poller, self._hosts, context.clock, report).run()
        return target.embedded

    def _find_all_targets(self, name: str) -> WatchTargets:
        """Return everything that is watched for a collection while the bot runs."""
        watched = self._settings.watched if name == self._settings.collection else ()
        subscriptions = self._library.server_state(name).feeds.all()
        return parse_targets([*watched, *(each.url for each in subscriptions)])

    def _build_config(self, targets: WatchTargets) -> WatchConfig:
        interval = self._settings.feed_minutes * 60.0
        return WatchConfig(targets, interval, self._make_fetcher, self._hosts)

    def _build_context(
        self, name: str, target: IngestTarget, notify: EventListener
    ) -> IngestContext:
        queue = self._open_queue(name)
        draw = random.Random().random  # noqa: S311 - spreads requests, keeps no secret
        return IngestContext(target, queue, notify, SystemClock(), draw)


def _parse_listing(page: FetchedPage) -> FeedContents:
    from corpus.parsers.feed import parse_listing

    return parse_listing(page.content, charset=page.charset, url=page.url)


def _log_event(event: IngestEvent) -> None:
    level = logging.WARNING if event.refused else logging.INFO
    _log.log(level, "%s", format_event(event, time.time()))
