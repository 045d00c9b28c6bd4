"""Where questions are answered, and that Discord is told in time even where that is not known."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import discord
import pytest

from bot.discord.render.settings_texts import WrongChannel
from bot.discord.runtime.answer_channels import check_channel, find_parent_channel_id
from bot.discord.runtime.responder import Responder
from bot.discord.runtime.workers import WorkerPools
from corpus.store.server_settings import ServerSettings
from tests.bot.discord.fakes import FakeIngest, FakeLibrary, FakeSettings

HERE, HALL = 5, 6


class Response:
    """Takes note of a deferral."""

    def __init__(self) -> None:
        self.deferred = asyncio.Event()

    async def defer(self, **how: object) -> None:
        self.deferred.set()


def asked_in(channel: int, guild: int | None = 1) -> SimpleNamespace:
    """What is asked in a channel of a server, whose channels are all there."""
    server = SimpleNamespace(id=guild, get_channel=discord.Object) if guild else None
    return SimpleNamespace(
        guild=server, guild_id=guild, channel=discord.Object(channel), user=discord.Object(9),
        extras={}, response=Response(),
    )  # fmt: skip


class SlowSettings(FakeSettings):
    """Cannot be read before it is let go."""

    def __init__(self, now: ServerSettings) -> None:
        super().__init__()
        self.current = now
        self.let_go = threading.Event()

    def get(self) -> ServerSettings:
        assert self.let_go.wait(60)
        return super().get()


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def desk(library: FakeLibrary) -> Iterator[Responder]:
    lanes = WorkerPools()
    yield Responder(library, FakeIngest(library), lanes)
    lanes.close()


def test_without_channels_everything_is_answered_everywhere():
    check_channel(asked_in(HALL), ServerSettings())
    check_channel(asked_in(HALL, guild=None), ServerSettings(channels=(HERE,)))
    check_channel(asked_in(HERE), ServerSettings(channels=(HERE,)))
    with pytest.raises(WrongChannel, match="Please ask in <#5>"):
        check_channel(asked_in(HALL), ServerSettings(channels=(HERE,)))


def test_a_place_that_is_not_known_is_none_of_the_channels():
    assert find_parent_channel_id(None) is None
    with pytest.raises(WrongChannel):
        check_channel(
            SimpleNamespace(guild=asked_in(1).guild, channel=None), ServerSettings(channels=(1,))
        )


@pytest.mark.parametrize("channel", [HERE, HALL])
async def test_while_the_store_is_slow_discord_is_told_first_and_the_channel_checked_after(
    desk: Responder, library: FakeLibrary, channel: int
):
    slow = SlowSettings(ServerSettings(channels=(HERE,)))
    library.states["guild-1"] = replace(library.server_state("guild-1"), settings=slow)
    question = asked_in(channel)
    deferral = asyncio.ensure_future(desk.defer(question, ephemeral=False, checks_channel=True))
    await question.response.deferred.wait()
    assert not deferral.done()
    slow.let_go.set()
    if channel == HALL:
        with pytest.raises(WrongChannel):
            await deferral
    else:
        await deferral


async def test_a_question_in_the_wrong_channel_is_not_deferred(
    desk: Responder, library: FakeLibrary
):
    library.server_state("guild-1").settings.change(channels=(HERE,))
    question = asked_in(HALL)
    with pytest.raises(WrongChannel):
        await desk.defer(question, ephemeral=False, checks_channel=True)
    assert not question.response.deferred.is_set()


async def test_a_change_holds_for_the_next_question(desk: Responder):
    await desk.defer(asked_in(HALL), ephemeral=False, checks_channel=True)
    await desk.change_settings(
        "guild-1", lambda server: server.state.settings.change(channels=(HERE,))
    )
    with pytest.raises(WrongChannel):
        await desk.defer(asked_in(HALL), ephemeral=False, checks_channel=True)
