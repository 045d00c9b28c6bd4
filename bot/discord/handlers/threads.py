"""Threads for follow-up questions, one for each answer.

A thread on a message has the message's id, and Discord creates only one (documentation of Start
Thread from Message). So a lost response does no harm: a second attempt finds the same thread.
"""

import asyncio
import logging
import re
from dataclasses import dataclass
from typing import Final

import discord

from bot.discord.components.custom_ids import parse_custom_id
from bot.discord.components.views import Interaction
from bot.discord.i18n.language import translate
from bot.discord.render import texts
from bot.discord.render.escape import to_one_line
from bot.discord.render.truncate import truncate
from bot.discord.runtime import delivery
from bot.discord.runtime.delivery import generate_pauses, retry

_log = logging.getLogger(__name__)

_THREAD_CHANNEL_TYPES = (discord.ChannelType.text, discord.ChannelType.news)
_REQUIRED_PERMISSIONS = discord.Permissions(
    view_channel=True, create_public_threads=True, send_messages_in_threads=True, embed_links=True
)
_THREAD_EXISTS = 160004
_OPEN_SECONDS = 20.0
_HISTORY_SECONDS = 5.0
"""Seconds; after them the question is answered without the earlier ones."""
_MAX_HISTORY = 30
"""Messages of a thread that are searched for its last answer."""
_MAX_NAME_LENGTH = 100
_ARCHIVE_MINUTES: Final = 1440  # minutes
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w{1,32}:)\d+>|[*`~|\\<>]|@(?=everyone|here)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A thread that is not locked; ``is_new`` if it has no messages yet."""

    thread: discord.Thread
    is_new: bool


def find_thread_answer(interaction: Interaction) -> discord.Message | None:
    """Return the answer whose thread this follow-up belongs to; ``None`` for one in place."""
    answer, channel = interaction.message, interaction.channel
    if answer is None or answer.flags.ephemeral or channel is None:
        return None
    if channel.type not in _THREAD_CHANNEL_TYPES or (answer.thread and answer.thread.locked):
        return None
    may_ask = interaction.permissions.send_messages_in_threads
    return (
        answer
        if may_ask and interaction.app_permissions.is_superset(_REQUIRED_PERMISSIONS)
        else None
    )


async def open_thread(answer: discord.Message, name: str) -> OpenThread | None:
    """Return the thread of an answer, creating it if needed; ``None`` if it cannot be used.

    Discord reopens an archived thread with the next message, but not a locked one.
    """
    known = answer.thread
    if known is None:
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                known = await retry(
                    lambda: _create_thread(answer, name), "Opening a thread", generate_pauses(0.5)
                )
        except delivery.UNREACHABLE as error:
            _log.warning("A thread could not be opened (%s)", error or type(error).__name__)
            return None
        is_new = known is not None and known.total_message_sent == 0
    else:
        is_new = False
    return OpenThread(known, is_new) if known and not known.locked else None


def format_thread_name(question: str) -> str:
    """Return a question without markup as a thread name of at most 100 UTF-16 units."""
    words = to_one_line(_MARKUP.sub(" ", to_one_line(question)))
    return truncate(words, _MAX_NAME_LENGTH, str) or translate(texts.FOLLOW_UP)


async def find_last_key(message: discord.Message, bot_id: int) -> str | None:
    """Return the key of the last answer before a message in its thread, or of the thread's start.

    Return ``None`` outside threads, without an answer, and if Discord does not respond.
    """
    thread = message.channel
    if not isinstance(thread, discord.Thread):
        return None
    try:
        async with asyncio.timeout(_HISTORY_SECONDS):
            return await _search_last_key(thread, message, bot_id)
    except delivery.UNREACHABLE as error:
        _log.warning("A thread could not be read (%s)", error or type(error).__name__)
        return None


def find_key(message: discord.Message, bot_id: int) -> str | None:
    """Return the key in the buttons of an answer; ``None`` for any other message."""
    if message.author.id != bot_id:
        return None
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    ids = [getattr(each, "custom_id", None) or "" for row in rows for each in row.children]
    return next((button.key for button in map(parse_custom_id, ids) if button), None)


async def _create_thread(answer: discord.Message, name: str) -> discord.Thread | None:
    try:
        return await answer.create_thread(name=name, auto_archive_duration=_ARCHIVE_MINUTES)
    except discord.HTTPException as error:
        if error.code != _THREAD_EXISTS or answer.guild is None:
            raise
    existing = await answer.guild.fetch_channel(answer.id)
    return existing if isinstance(existing, discord.Thread) else None


async def _search_last_key(
    thread: discord.Thread, before: discord.Message, bot_id: int
) -> str | None:
    async for each in thread.history(limit=_MAX_HISTORY, before=before):
        if key := find_key(each, bot_id):
            return key
    if not isinstance(thread.parent, discord.TextChannel):
        return None
    return find_key(await thread.parent.fetch_message(thread.id), bot_id)
