"""In which channels of a server questions are answered."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import discord

from bot.discord.render import settings_texts as texts
from bot.discord.render.settings_texts import NotHere
from corpus.store.server_settings import Preferences

Asked = discord.Interaction[discord.Client] | discord.Message

_NAMED = 5
_TO_KNOW = 0.8
"""Seconds: what Discord waits for is not held up by a slow disk."""


def home_of(channel: object) -> int | None:
    """The id of a channel, or of the one that a thread or a forum's post is in."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return getattr(channel, "id", None)


def check(asked: Asked, now: Preferences) -> None:
    """Raise ``NotHere`` where something is asked in a channel in which nothing is answered."""
    if asked.guild is None or not now.channels or home_of(asked.channel) in now.channels:
        return
    there = [each for each in now.channels if asked.guild.get_channel(each)]
    raise NotHere(_where(there))


async def admit(
    known: Coroutine[Any, Any, Preferences], asked: Asked
) -> asyncio.Future[Preferences]:
    """Raise ``NotHere`` as ``check`` does, if what is set is ``known`` within a moment.

    Otherwise it is to be checked once it is known: that is what is returned.
    """
    reading = asyncio.ensure_future(known)
    done, _ = await asyncio.wait({reading}, timeout=_TO_KNOW)
    if done:
        check(asked, reading.result())
    return reading


def mentions(channels: list[int]) -> str:
    """Channels as Discord shows them, by their names."""
    return ", ".join(f"<#{each}>" for each in channels)


def _where(channels: list[int]) -> str:
    named, more = channels[:_NAMED], len(channels) - _NAMED
    if not named:
        return texts.GONE
    if more > 0:
        return texts.elsewhere_too(mentions(named), more)
    return texts.elsewhere(mentions(named))
