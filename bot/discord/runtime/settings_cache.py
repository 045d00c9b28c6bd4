"""A cache of server settings, which every answer needs."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.discord.runtime.rate_limits import MonotonicClock
from corpus.store.server_settings import ServerSettings

CACHE_SECONDS = 5.0
"""Seconds until a change by another process is seen."""
_MAX_ENTRIES = 10_000
"""Collections in the cache."""

LoadSettings = Callable[[str], Coroutine[Any, Any, ServerSettings]]


class SettingsCache:
    """The settings of each collection, loaded again after ``CACHE_SECONDS``."""

    def __init__(self, load: LoadSettings, clock: MonotonicClock = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._entries: dict[str, tuple[float, asyncio.Task[ServerSettings]]] = {}

    async def get(self, collection_name: str) -> ServerSettings:
        """Return the settings of a collection; concurrent calls share one load."""
        since, loading = self._entries.get(collection_name, (0.0, None))
        if loading is None or self._clock() - since > CACHE_SECONDS or _has_failed(loading):
            loading = self._start_load(collection_name)
        return await asyncio.shield(loading)

    def evict(self, collection_name: str) -> None:
        """Load the settings of a collection again at the next call."""
        self._entries.pop(collection_name, None)

    def _start_load(self, collection_name: str) -> asyncio.Task[ServerSettings]:
        if len(self._entries) >= _MAX_ENTRIES:
            self._entries.clear()
        loading = asyncio.get_running_loop().create_task(self._load(collection_name))
        self._entries[collection_name] = self._clock(), loading
        return loading


def _has_failed(loading: asyncio.Task[ServerSettings]) -> bool:
    return loading.done() and (loading.cancelled() or loading.exception() is not None)
