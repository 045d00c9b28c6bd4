"""Ingests articles from folders and feeds: while a block runs, or on demand."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from bot.background import PeriodicTask, RoundWork
from bot.collection import Collection
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
"""The most seconds between two scans of the folders."""
_FAST_SCAN_SECONDS = 5.0
"""The same if the operating system sends no change notifications."""
_FEEDS_SECONDS = 60.0
"""The most seconds between two rounds of the watched feeds."""
_SUBSCRIPTION_SECONDS = 20.0
"""Seconds between two reads of the subscriptions, so that a new one is polled."""


SubscriptionsByCollection = Mapping[str, tuple[str, ...]]
"""The addresses of the feeds that each collection follows."""


class SubscriptionPoller:
    """Polls the feeds that collections follow; subscriptions are read again in each round.

    ``build_round`` returns the function that polls these feeds of a collection once.
    """

    def __init__(
        self,
        find_subscriptions: Callable[[], SubscriptionsByCollection],
        build_round: Callable[[str, tuple[str, ...]], RoundWork],
    ) -> None:
        self._find_subscriptions = find_subscriptions
        self._build_round = build_round
        self._rounds: dict[tuple[str, tuple[str, ...]], RoundWork] = {}

    def run_round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due in every collection; one that fails does not affect the others.

        Raises ``StoreError`` if the subscriptions cannot be read.
        """
        wanted = list(self._find_subscriptions().items())
        self._rounds = {each: self._rounds[each] for each in wanted if each in self._rounds}
        pauses = [self._run_collection(*each, is_stopping) for each in wanted]
        return min((pause for pause in pauses if pause is not None), default=None)

    def _run_collection(
        self, name: str, urls: tuple[str, ...], is_stopping: Callable[[], bool]
    ) -> float | None:
        try:
            if (name, urls) not in self._rounds:
                self._rounds[name, urls] = self._build_round(name, urls)
            return self._rounds[name, urls](is_stopping)
        except BylineError as error:
            _log.warning("The feeds of %s are tried again: %s", name, error)
        except Exception:  # noqa: BLE001 - one collection does not affect the others
            _log.exception("The feeds of %s are tried again", name)
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

        With ``retry`` the dead letters of these targets are tried again first.
        """
        context = self._build_context(collection.name, collection, notify)
        if retry:
            count = _retry_failed(context.queue, targets, context.now())
            warn(f"Failed inputs that are tried again: {count:,}.")
        with ExitStack() as tasks:
            if targets.folders:
                tasks.enter_context(_watch_folders(targets.folders, context, warn))
            if targets.feeds:
                poller = self._build_poller(targets.feeds, context)
                task = PeriodicTask("feeds", poller.run_round, lambda: _FEEDS_SECONDS, warn)
                tasks.enter_context(task)
            yield

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
        with PeriodicTask(
            "subscriptions", poller.run_round, lambda: _SUBSCRIPTION_SECONDS, _log.warning
        ):
            yield

    def build_round(self, name: str, urls: tuple[str, ...]) -> RoundWork:
        """Return the function that polls these feeds of a collection once."""
        context = self._build_context(name, self._library.collection(name), _log_event)
        return self._build_poller(urls, context).run_round

    def follow(self, name: str, url: str, most: int) -> FeedStart | None:
        """Fetch a feed and subscribe a collection to it; ``None`` if ``most`` others are followed.

        A feed that cannot be fetched for now is followed all the same. Raises ``FetchError`` for
        an address that can never be fetched, and ``ReadError`` for what is not a feed.
        """
        context = self._build_context(name, self._library.collection(name), _log_event)
        poller = self._build_poller((url,), context)
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

        Returns the number of passages embedded. Files are left to the process that watches their
        folders. A feed that fails does not affect the others. Raises ``BylineError`` if the store
        or the indexes fail, and whatever the reporter raises.
        """
        target = CountingTarget(self._library.collection(name))
        context = self._build_context(name, target, _log_event)
        targets = self._find_all_targets(name)
        failed = [item for item in context.queue.find_failed() if item.kind is not InputKind.FEED]
        context.queue.enqueue(
            [reset(item, context.now()) for item in failed if targets.is_source_of(item)]
        )
        poller = self._build_poller(targets.feeds, context)
        PollNow(poller, self._hosts, context.clock, report).run()
        return target.embedded

    def _find_all_targets(self, name: str) -> WatchTargets:
        """Return everything that is watched for a collection while the bot runs."""
        watched = self._settings.watched if name == self._settings.collection else ()
        subscriptions = self._library.server_state(name).feeds.all()
        return parse_targets([*watched, *(each.url for each in subscriptions)])

    def _build_poller(self, feeds: Sequence[str], context: IngestContext) -> FeedPoller:
        return FeedPoller(
            feeds,
            self._settings.feed_minutes * 60.0,
            context,
            self._make_fetcher(),
            lambda page: _parse_listing(page).entries,
            self._hosts,
        )

    def _build_context(
        self, name: str, target: IngestTarget, notify: EventListener
    ) -> IngestContext:
        queue = self._open_queue(name)
        draw = random.Random().random  # noqa: S311 - spreads requests, keeps no secret
        return IngestContext(target, queue, notify, SystemClock(), draw)


@contextmanager
def _watch_folders(
    folders: Sequence[Path], context: IngestContext, warn: Callable[[str], None]
) -> Iterator[None]:
    from corpus.parsers.detect import SUFFIXES

    watcher = FolderWatcher(folders, SUFFIXES, context)
    task = PeriodicTask(
        "folders",
        watcher.run_round,
        lambda: _SCAN_SECONDS if notifier.is_working else _FAST_SCAN_SECONDS,
        warn,
    )
    notifier = ChangeNotifier(folders, task.wake)
    notifier.start()
    try:
        with task:
            yield
    finally:
        notifier.stop()


def _retry_failed(queue: IngestQueue, targets: WatchTargets, now: float) -> int:
    """Make the failed inputs of these targets due; return how many there are."""
    failed = [item for item in queue.find_failed() if targets.is_source_of(item)]
    queue.enqueue([reset(item, now) for item in failed if item.kind is not InputKind.FEED])
    for item in failed:
        if item.kind is InputKind.FEED:
            queue.save_feed(replace(queue.find_feed(item.input), next_at=now))
    return len(failed)


def _parse_listing(page: FetchedPage) -> FeedContents:
    from corpus.parsers.feed import parse_listing

    return parse_listing(page.content, charset=page.charset, url=page.url)


def _log_event(event: IngestEvent) -> None:
    level = logging.WARNING if event.refused else logging.INFO
    _log.log(level, "%s", format_event(event, time.time()))
