"""The check that a question is asked in a channel where the bot answers."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import discord

from bot.discord.render import settings_texts as texts
from bot.discord.render.settings_texts import WrongChannel
from corpus.messages import message
from corpus.store.server_settings import ServerSettings

InteractionOrMessage = discord.Interaction[discord.Client] | discord.Message

_MAX_NAMED = 5
_LOAD_SECONDS = 0.8
"""Seconds to wait for the settings, so that a slow disk does not exceed Discord's time limit."""


def find_parent_channel_id(channel: object) -> int | None:
    """Return the id of a channel, or of the parent of a thread or a forum post."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return getattr(channel, "id", None)


def check_channel(source: InteractionOrMessage, now: ServerSettings) -> None:
    """Raise ``WrongChannel`` if the settings exclude the channel of a question."""
    if (
        source.guild is None
        or not now.channels
        or find_parent_channel_id(source.channel) in now.channels
    ):
        return
    existing = [each for each in now.channels if source.guild.get_channel(each)]
    raise WrongChannel(_format_elsewhere(existing))


async def start_channel_check(
    load: Coroutine[Any, Any, ServerSettings], source: InteractionOrMessage
) -> asyncio.Future[ServerSettings]:
    """Check the channel if the settings load within 0.8 s. Raises ``WrongChannel``.

    Returns the load; if it is not done, the caller checks the channel when it is.
    """
    loading = asyncio.ensure_future(load)
    done, _ = await asyncio.wait({loading}, timeout=_LOAD_SECONDS)
    if done:
        check_channel(source, loading.result())
    return loading


def _format_elsewhere(channels: list[int]) -> str:
    named, more = channels[:_MAX_NAMED], len(channels) - _MAX_NAMED
    if not named:
        return texts.CHANNELS_DELETED
    if more > 0:
        return message(
            "I do not answer questions in this channel. Please ask in {channels}, or in one of "
            "{more} more.",
            channels=texts.format_channel_links(named),
            more=more,
        )
    return texts.format_elsewhere(texts.format_channel_links(named))
