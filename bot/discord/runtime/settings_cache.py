"""What is set for each place, remembered for some seconds: it is looked at before each answer."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.discord.runtime.rate_limits import MonotonicClock
from corpus.store.server_settings import ServerSettings

CACHE_SECONDS = 5.0
"""After so many, what another process has set is noticed."""
_MAX_ENTRIES = 10_000
"""Places remembered at once."""

LoadSettings = Callable[[str], Coroutine[Any, Any, ServerSettings]]


class SettingsCache:
    """The preferences of places, read when they are asked for and not known of late."""

    def __init__(self, load: LoadSettings, clock: MonotonicClock = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._entries: dict[str, tuple[float, asyncio.Task[ServerSettings]]] = {}

    async def get(self, collection_name: str) -> ServerSettings:
        """What is set for a place; all who ask at one time share one reading of it."""
        since, reading = self._entries.get(collection_name, (0.0, None))
        if reading is None or self._clock() - since > CACHE_SECONDS or _has_failed(reading):
            reading = self._start_load(collection_name)
        return await asyncio.shield(reading)

    def evict(self, collection_name: str) -> None:
        """Read it anew when it is next asked for."""
        self._entries.pop(collection_name, None)

    def _start_load(self, collection_name: str) -> asyncio.Task[ServerSettings]:
        if len(self._entries) >= _MAX_ENTRIES:
            self._entries.clear()
        reading = asyncio.get_running_loop().create_task(self._load(collection_name))
        self._entries[collection_name] = self._clock(), reading
        return reading


def _has_failed(reading: asyncio.Task[ServerSettings]) -> bool:
    return reading.done() and (reading.cancelled() or reading.exception() is not None)
