"""In which channels of a server questions are answered."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import discord

from bot.discord.render import settings_texts as texts
from bot.discord.render.settings_texts import WrongChannel
from corpus.store.server_settings import ServerSettings

InteractionOrMessage = discord.Interaction[discord.Client] | discord.Message

_MAX_NAMED = 5
_LOAD_SECONDS = 0.8
"""Seconds: what Discord waits for is not held up by a slow disk."""


def find_parent_channel_id(channel: object) -> int | None:
    """The id of a channel, or of the one that a thread or a forum's post is in."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return getattr(channel, "id", None)


def check_channel(source: InteractionOrMessage, now: ServerSettings) -> None:
    """Raise ``WrongChannel`` where something is asked in a channel in which nothing is answered."""
    if (
        source.guild is None
        or not now.channels
        or find_parent_channel_id(source.channel) in now.channels
    ):
        return
    there = [each for each in now.channels if source.guild.get_channel(each)]
    raise WrongChannel(_format_elsewhere(there))


async def start_channel_check(
    load: Coroutine[Any, Any, ServerSettings], source: InteractionOrMessage
) -> asyncio.Future[ServerSettings]:
    """Raise ``WrongChannel`` as ``check`` does, if what is set is ``known`` within a moment.

    Otherwise it is to be checked once it is known: that is what is returned.
    """
    reading = asyncio.ensure_future(load)
    done, _ = await asyncio.wait({reading}, timeout=_LOAD_SECONDS)
    if done:
        check_channel(source, reading.result())
    return reading


def _format_elsewhere(channels: list[int]) -> str:
    named, more = channels[:_MAX_NAMED], len(channels) - _MAX_NAMED
    if not named:
        return texts.CHANNELS_DELETED
    if more > 0:
        return texts.format_elsewhere_more(texts.format_channel_links(named), more)
    return texts.format_elsewhere(texts.format_channel_links(named))
