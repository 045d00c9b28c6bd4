"""Watching as it is ordered or set: opened for a while, with the real clock and the real web."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.arrival.desk import Desk
from bot.arrival.ports import Arrival, Teller, WatchOrder
from bot.arrival.targets import Targets, refuse_absent, targets_of
from bot.arrival.telling import in_words
from bot.arrival.watching import Watched, Watching, try_again
from bot.collection import ArticleCollection
from bot.errors import UsageError
from bot.library import ArticleLibrary
from bot.settings import Settings
from corpus.fetching.limits import SystemClock

_log = logging.getLogger(__name__)


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
    """Watch what is set, if anything is, while the bot runs; what arrives is logged.

    Raises ``UsageError`` for a setting that names something that cannot be watched. A folder that
    is not there yet is waited for.
    """
    targets = targets_of(settings.watched)
    if not targets:
        yield
        return
    collection = library.collection(settings.collection)
    with watched(settings, targets, collection, _log.warning, _logged):
        yield


def _logged(arrival: Arrival) -> None:
    level = logging.WARNING if arrival.refused else logging.INFO
    _log.log(level, "%s", in_words(arrival, time.time()))
