"""Where questions are answered, and that Discord is told in time even where that is not known."""

import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import discord
import pytest

from bot.discord.render.settings_texts import NotHere
from bot.discord.runtime.answer_channels import check, home_of
from bot.discord.runtime.responder import Desk
from bot.discord.runtime.workers import Lanes
from corpus.store.server_settings import Preferences
from tests.bot.discord.fakes import FakeLibrary, FakePreferences

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


class SlowPreferences(FakePreferences):
    """Cannot be read before it is let go."""

    def __init__(self, now: Preferences) -> None:
        super().__init__(now)
        self.let_go = threading.Event()

    def get(self) -> Preferences:
        assert self.let_go.wait(60)
        return super().get()


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def desk(library: FakeLibrary) -> Iterator[Desk]:
    lanes = Lanes()
    yield Desk(library, lanes)
    lanes.close()


def test_without_channels_everything_is_answered_everywhere():
    check(asked_in(HALL), Preferences())
    check(asked_in(HALL, guild=None), Preferences(channels=(HERE,)))
    check(asked_in(HERE), Preferences(channels=(HERE,)))
    with pytest.raises(NotHere, match="Please ask in <#5>"):
        check(asked_in(HALL), Preferences(channels=(HERE,)))


def test_a_place_that_is_not_known_is_none_of_the_channels():
    assert home_of(None) is None
    with pytest.raises(NotHere):
        check(SimpleNamespace(guild=asked_in(1).guild, channel=None), Preferences(channels=(1,)))


@pytest.mark.parametrize("channel", [HERE, HALL])
async def test_while_the_store_is_slow_discord_is_told_first_and_the_channel_checked_after(
    desk: Desk, library: FakeLibrary, channel: int
):
    slow = SlowPreferences(Preferences(channels=(HERE,)))
    library.collection("guild-1").preferences = slow
    question = asked_in(channel)
    deferral = asyncio.ensure_future(desk.defer(question, ephemeral=False, asks=True))
    await question.response.deferred.wait()
    assert not deferral.done()
    slow.let_go.set()
    if channel == HALL:
        with pytest.raises(NotHere):
            await deferral
    else:
        await deferral


async def test_a_question_in_the_wrong_channel_is_not_deferred(desk: Desk, library: FakeLibrary):
    library.collection("guild-1").preferences.change(channels=(HERE,))
    question = asked_in(HALL)
    with pytest.raises(NotHere):
        await desk.defer(question, ephemeral=False, asks=True)
    assert not question.response.deferred.is_set()


async def test_a_change_holds_for_the_next_question(desk: Desk):
    await desk.defer(asked_in(HALL), ephemeral=False, asks=True)
    await desk.change("guild-1", lambda articles: articles.preferences.change(channels=(HERE,)))
    with pytest.raises(NotHere):
        await desk.defer(asked_in(HALL), ephemeral=False, asks=True)
