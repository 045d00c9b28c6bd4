"""What is set for each place, remembered for some seconds: it is looked at before each answer."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.discord.runtime.rate_limits import Clock
from corpus.store.server_settings import Preferences

SECONDS = 5.0
"""After so many, what another process has set is noticed."""
_MOST = 10_000
"""Places remembered at once."""

Read = Callable[[str], Coroutine[Any, Any, Preferences]]


class RecentPreferences:
    """The preferences of places, read when they are asked for and not known of late."""

    def __init__(self, read: Read, clock: Clock = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._known: dict[str, tuple[float, asyncio.Task[Preferences]]] = {}

    async def get(self, place: str) -> Preferences:
        """What is set for a place; all who ask at one time share one reading of it."""
        since, reading = self._known.get(place, (0.0, None))
        if reading is None or self._clock() - since > SECONDS or _has_failed(reading):
            reading = self._begin(place)
        return await asyncio.shield(reading)

    def forget(self, place: str) -> None:
        """Read it anew when it is next asked for."""
        self._known.pop(place, None)

    def _begin(self, place: str) -> asyncio.Task[Preferences]:
        if len(self._known) >= _MOST:
            self._known.clear()
        reading = asyncio.get_running_loop().create_task(self._read(place))
        self._known[place] = self._clock(), reading
        return reading


def _has_failed(reading: asyncio.Task[Preferences]) -> bool:
    return reading.done() and (reading.cancelled() or reading.exception() is not None)
