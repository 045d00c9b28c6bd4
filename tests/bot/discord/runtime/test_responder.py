import asyncio
import threading
from datetime import UTC, datetime

import discord
import pytest

from bot.discord.i18n.language import language_context
from bot.discord.render.texts import AlreadyRunning
from bot.discord.runtime.responder import Responder, build_collection_name
from bot.discord.runtime.workers import Lane, WorkerPools
from corpus.errors import StoreError
from corpus.store.records import StoredQuestion
from tests.bot.discord.fakes import FakeIngest, FakeLibrary


@pytest.fixture
def desk():
    lanes = WorkerPools()
    yield Responder(FakeLibrary(), FakeIngest(FakeLibrary()), lanes)
    lanes.close()


def test_servers_and_direct_messages_have_collections_of_their_own():
    assert build_collection_name(5, 7) == "guild-5"
    assert build_collection_name(None, 7) == "dm-7"


async def test_work_is_done_outside_the_event_loops_thread(desk: Responder):
    thread = await desk.run("x", lambda _: threading.current_thread().name, Lane.REINDEXING)
    assert thread.startswith("byline-reindexing")


async def test_a_busy_lane_holds_up_no_other(desk: Responder):
    release = threading.Event()
    long = [
        asyncio.ensure_future(desk.run("x", lambda _: release.wait(10), Lane.REINDEXING))
        for _ in range(5)
    ]
    assert await desk.run("x", lambda server: server.articles.name, Lane.QUESTIONS) == "x"
    release.set()
    assert await asyncio.gather(*long) == [True] * 5


async def test_closing_waits_for_what_is_being_served(desk: Responder):
    with desk.track(discord.Object(1)):
        assert not await desk.finish(within=0)
    assert await desk.finish(within=0)


class Waiting:
    """A member who waits for an answer, and what is shown to them."""

    def __init__(self, number: int) -> None:
        self.id, self.shown = number, ""

    async def edit_original_response(self, *, embed: discord.Embed, **_: object) -> None:
        self.shown = embed.description


async def test_whoever_waits_in_vain_is_told_in_their_language(desk: Responder):
    reader, leser = Waiting(1), Waiting(2)
    with language_context("de"), desk.track(leser), language_context("en-US"), desk.track(reader):
        await desk.finish(within=0)
    assert reader.shown == "I am restarting. Ask again in a minute."
    assert leser.shown == "Ich starte gerade neu. Frag in einer Minute noch einmal."


def test_one_place_has_one_turn_and_another_its_own(desk: Responder):
    with (
        desk.reindex_lock("a"),
        desk.reindex_lock("b"),
        pytest.raises(AlreadyRunning),
        desk.reindex_lock("a"),
    ):
        pass
    with desk.reindex_lock("a"):
        pass


def asked():
    return StoredQuestion(
        "key", "When?", answered=False, at=datetime(2020, 2, 3, tzinfo=UTC), citations=()
    )


async def test_a_question_is_kept_before_its_answer_is_shown(desk: Responder):
    kept = desk._library.server_state("x").questions.kept
    async with desk.log_question("x", asked()):
        assert [each.key for each in kept] == ["key"]


async def test_a_store_that_hangs_holds_up_no_answer(desk: Responder):
    release = threading.Event()
    hanging = [
        asyncio.ensure_future(desk.run("x", lambda _: release.wait(10), Lane.WRITES))
        for _ in range(2)
    ]
    await asyncio.sleep(0)
    kept = desk._library.server_state("x").questions.kept
    async with desk.log_question("x", asked()):
        assert kept == []
        release.set()
    assert [each.key for each in kept] == ["key"]
    assert await asyncio.gather(*hanging) == [True, True]


async def test_a_question_that_cannot_be_kept_is_answered_all_the_same(desk: Responder):
    desk._library.server_state("x").questions.failure = StoreError("The disk is full.")
    shown = []
    async with desk.log_question("x", asked()):
        shown.append("the answer")
    assert shown == ["the answer"]
