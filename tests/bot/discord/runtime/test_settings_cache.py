import asyncio

import pytest

from bot.discord.runtime.settings_cache import CACHE_SECONDS, SettingsCache
from corpus.errors import StoreError
from corpus.store.server_settings import Length, ServerSettings


class Stored:
    """Preferences that can be read, slowly or not at all; counts the readings."""

    def __init__(self) -> None:
        self.now = ServerSettings()
        self.readings = 0
        self.begun = asyncio.Event()
        self.failure: Exception | None = None
        self.time = 0.0

    async def read(self, place: str) -> ServerSettings:
        self.readings += 1
        self.begun.set()
        found = self.now
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        return found


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def recent(stored: Stored) -> SettingsCache:
    return SettingsCache(stored.read, clock=lambda: stored.time)


async def test_many_who_ask_at_one_time_share_one_reading(recent: SettingsCache, stored: Stored):
    await asyncio.gather(*(recent.get("a") for _ in range(100)))
    await recent.get("a")
    assert stored.readings == 1
    await recent.get("b")
    assert stored.readings == 2


async def test_what_another_process_sets_is_noticed_after_some_seconds(
    recent: SettingsCache, stored: Stored
):
    await recent.get("a")
    stored.now = ServerSettings(length=Length.LONG)
    stored.time = CACHE_SECONDS
    assert (await recent.get("a")).length is Length.MEDIUM
    stored.time = CACHE_SECONDS + 0.1
    assert (await recent.get("a")).length is Length.LONG


async def test_what_is_forgotten_is_read_anew_even_while_it_is_being_read(
    recent: SettingsCache, stored: Stored
):
    old = asyncio.ensure_future(recent.get("a"))
    await stored.begun.wait()
    stored.now = ServerSettings(length=Length.SHORT)
    recent.evict("a")
    assert (await recent.get("a")).length is Length.SHORT
    assert (await old).length is Length.MEDIUM
    assert (await recent.get("a")).length is Length.SHORT


async def test_a_failure_is_told_and_not_remembered(recent: SettingsCache, stored: Stored):
    stored.failure = StoreError("The disk is full.")
    with pytest.raises(StoreError):
        await recent.get("a")
    stored.failure = None
    assert await recent.get("a") == ServerSettings()


async def test_who_stops_waiting_spoils_it_for_nobody(recent: SettingsCache):
    leaving = asyncio.ensure_future(recent.get("a"))
    staying = asyncio.ensure_future(recent.get("a"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == ServerSettings()
