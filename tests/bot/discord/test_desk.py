import asyncio

import discord
import pytest

from bot.discord.background import Lane, Lanes
from bot.discord.desk import Desk, collection_name
from bot.discord.texts import Busy
from tests.bot.discord.fakes import FakeLibrary


@pytest.fixture
def desk():
    lanes = Lanes()
    yield Desk(FakeLibrary(), lanes)
    lanes.close()


def test_servers_and_direct_messages_have_collections_of_their_own():
    assert collection_name(5, 7) == "guild-5"
    assert collection_name(None, 7) == "dm-7"


async def test_work_is_done_outside_the_event_loops_thread(desk: Desk):
    import threading

    thread = await desk.work("x", lambda _: threading.current_thread().name, Lane.REINDEXING)
    assert thread.startswith("byline-reindexing")


async def test_a_busy_lane_holds_up_no_other(desk: Desk):
    import threading

    release = threading.Event()
    long = [
        asyncio.ensure_future(desk.work("x", lambda _: release.wait(10), Lane.REINDEXING))
        for _ in range(5)
    ]
    assert await desk.work("x", lambda articles: articles.name, Lane.QUESTIONS) == "x"
    release.set()
    assert await asyncio.gather(*long) == [True] * 5


async def test_closing_waits_for_what_is_being_served(desk: Desk):
    with desk.serving(discord.Object(1)):
        assert not await desk.finish(within=0)
    assert await desk.finish(within=0)


def test_one_place_has_one_turn_and_another_its_own(desk: Desk):
    with desk.turn("a"), desk.turn("b"), pytest.raises(Busy), desk.turn("a"):
        pass
    with desk.turn("a"):
        pass
