"""Staying connected: what is tried again, what ends the bot, and how it stops."""

import asyncio
import os
import signal
from collections.abc import Callable
from itertools import repeat

import discord
import pytest

from bot.discord.runner import _stop_on_signals, stay_connected
from bot.errors import DiscordError
from tests.bot.discord.fakes import FakeSession

TOKEN = "a-token"


class Closed:
    """What is left of a WebSocket after Discord closed it."""

    close_code = 4004


def raising(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def no_pauses():
    return repeat(0.0)


async def test_when_stopped_it_finishes_what_is_asked_and_closes():
    stop = asyncio.Event()
    session = FakeSession(connect_does=stop.set)
    await stay_connected(lambda: session, TOKEN, stop, no_pauses)
    assert session.did == ["login a-token", "connect", "finish", "close", "left"]


@pytest.mark.parametrize("error", [ConnectionResetError(), discord.GatewayNotFound()])
async def test_after_a_lost_connection_it_begins_anew_with_another_client(error: Exception):
    stop = asyncio.Event()
    lost, found = FakeSession(login_does=raising(error)), FakeSession(connect_does=stop.set)
    sessions = iter([lost, found])
    await stay_connected(lambda: next(sessions), TOKEN, stop, no_pauses)
    assert lost.did == ["login a-token", "left"]
    assert found.did[-1] == "left"


@pytest.mark.parametrize(
    "error", [discord.LoginFailure("no"), discord.ConnectionClosed(Closed(), shard_id=0)]
)
async def test_a_refused_token_is_explained_without_showing_it(error: Exception):
    session = FakeSession(login_does=raising(error))
    with pytest.raises(DiscordError, match="Discord refused the bot token") as refused:
        await stay_connected(lambda: session, TOKEN, asyncio.Event(), no_pauses)
    assert TOKEN not in str(refused.value)
    assert session.did[-1] == "left"


async def test_what_else_discord_refuses_for_good_is_a_discord_error():
    session = FakeSession(connect_does=raising(discord.PrivilegedIntentsRequired(0)))
    with pytest.raises(DiscordError, match="does not let the bot connect"):
        await stay_connected(lambda: session, TOKEN, asyncio.Event(), no_pauses)


async def test_a_fault_of_our_own_is_not_dressed_up():
    session = FakeSession(connect_does=raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await stay_connected(lambda: session, TOKEN, asyncio.Event(), no_pauses)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_asks_to_stop(number: signal.Signals):
    with _stop_on_signals() as stop:
        os.kill(os.getpid(), number)
        await asyncio.wait_for(stop.wait(), 5)
    assert stop.is_set()
