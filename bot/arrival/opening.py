"""Watching as it is ordered or set: opened for a while, with the real clock and the real web."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bot.arrival.beginning import Beginning, Listing
from bot.arrival.desk import Desk
from bot.arrival.following import FollowedFeeds, Round
from bot.arrival.gathering import CountingTaker, Gathering
from bot.arrival.loop import Loop
from bot.arrival.ports import Arrival, Taker, Teller, WatchOrder
from bot.arrival.schedule import again
from bot.arrival.targets import Targets, refuse_absent, targets_of
from bot.arrival.telling import in_words
from bot.arrival.watching import Watched, Watching, feed_arrivals, try_again
from bot.errors import UsageError
from bot.keeping import KeptArticles
from bot.library import ArticleLibrary
from bot.reports import BegunFeed, Reporter
from bot.settings import Settings
from corpus.store.records import Kind
from corpus.web import Fetched
from corpus.web.base import SystemClock

_log = logging.getLogger(__name__)

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
