"""Watching as it is ordered or set: opened for a while, with the real clock and the real web."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bot.arrival.desk import Desk
from bot.arrival.following import FollowedFeeds, Round
from bot.arrival.loop import Loop
from bot.arrival.ports import Arrival, Teller, WatchOrder
from bot.arrival.targets import Targets, refuse_absent, targets_of
from bot.arrival.telling import in_words
from bot.arrival.watching import Watched, Watching, feed_arrivals, try_again
from bot.collection import ArticleCollection
from bot.errors import UsageError
from bot.library import ArticleLibrary
from bot.settings import Settings
from corpus.fetching.limits import SystemClock

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 20.0
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
    collection: ArticleCollection,
    warn: Callable[[str], None],
    told: Teller,
    *,
    retry: bool = False,
) -> Iterator[None]:
    """Watch while the block runs; ``warn`` hears of failures that are no input's."""
    draw = random.Random().random  # noqa: S311 - spreads requests, keeps no secret
    desk = Desk(collection, collection.arrivals, told, SystemClock(), draw)
    if retry:
        count = try_again(collection.arrivals, targets, time.time())
        warn(f"Set aside and tried again: {count:,}.")
    watching = Watching(
        Watched(targets, settings.feed_minutes * 60.0, collection.fetcher), desk, warn
    )
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
    loop = Loop("followed-feeds", feeds.round, lambda: _LOOK_SECONDS, _log.warning)
    loop.start()
    try:
        yield
    finally:
        loop.stop()


def follow(settings: Settings, library: ArticleLibrary, name: str, urls: tuple[str, ...]) -> Round:
    """What asks the feeds that a collection follows, with the real clock; arrivals are logged."""
    collection = library.collection(name)
    draw = random.Random().random  # noqa: S311 - the same
    desk = Desk(collection, collection.arrivals, _logged, SystemClock(), draw)
    targets = Targets(feeds=urls)
    interval = settings.feed_minutes * 60.0
    return feed_arrivals(Watched(targets, interval, collection.fetcher), desk).round


def _logged(arrival: Arrival) -> None:
    level = logging.WARNING if arrival.refused else logging.INFO
    _log.log(level, "%s", in_words(arrival, time.time()))
