"""Getting an answer to its asker whatever the network does: tried again, never posted twice.

A request whose answer was lost may have been carried out all the same. So only what may be done
twice is sent again: an acknowledgement, which Discord takes once; an edit; and a message with a
nonce, of which Discord keeps the first (its documentation of Create Message, ``enforce_nonce``).
"""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import aiohttp
import discord

from bot.discord.components.views import Interaction

_log = logging.getLogger(__name__)

T = TypeVar("T")
Pauses = Iterator[float]
"""Seconds to wait before each further try, without end."""

_RATE_LIMITED = 429
_MIN_SERVER_ERROR = 500


def generate_pauses(first: float = 1.0, longest: float = 300.0) -> Pauses:
    """1, 2, 4 … seconds, up to five minutes, and so on for ever."""
    pause = first
    while True:
        yield pause
        pause = min(2 * pause, longest)


def is_temporary(error: BaseException) -> bool:
    """Whether trying again later can help: server errors, rate limits, lost connections."""
    if isinstance(error, discord.HTTPException):
        return error.status >= _MIN_SERVER_ERROR or error.status == _RATE_LIMITED
    network = (aiohttp.ClientError, discord.GatewayNotFound, TimeoutError, OSError)
    return isinstance(error, network)


async def retry(
    call: Callable[[], Awaitable[T]],
    what: str,
    pauses: Pauses | None = None,
    within: float = math.inf,
) -> T:
    """Call until it succeeds, for ``within`` seconds at most.

    Raises the first error that trying again cannot help, and the last one when time is up.
    """
    waits = generate_pauses() if pauses is None else pauses
    ends = time.monotonic() + within
    while True:
        try:
            return await call()
        except Exception as error:
            if not is_temporary(error):
                raise
            pause = next(waits)
            if time.monotonic() + pause > ends:
                raise
            _log.warning("%s failed (%s); again in %.0f s", what, type(error).__name__, pause)
        await asyncio.sleep(pause)


UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a failed call of Discord raises (``TimeoutError`` is an ``OSError``)."""


_ACKNOWLEDGED_KEY = "acknowledged"
_ALREADY_ACKNOWLEDGED = 40060
_ACKNOWLEDGE_SECONDS = 3.0
_ANSWER_SECONDS = 14 * 60.0  # Discord takes edits for 15 minutes
_NO_MENTIONS = discord.AllowedMentions.none()


async def acknowledge(interaction: Interaction, *, ephemeral: bool, thinking: bool = True) -> None:
    """Tell Discord that an answer is being worked on.

    Without ``thinking``, the message of the pressed button stays as it is until it is filled.
    Raises one of ``UNREACHABLE`` where Discord cannot be told within the three seconds it gives.
    """

    async def defer() -> None:
        await _ignore_acknowledged(
            interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
        )

    await retry(defer, "Acknowledging a question", generate_pauses(0.2), _ACKNOWLEDGE_SECONDS)
    interaction.extras[_ACKNOWLEDGED_KEY] = True


def is_acknowledged(interaction: Interaction) -> bool:
    """Whether Discord has an answer to this interaction, or waits for one."""
    return interaction.response.is_done() or bool(interaction.extras.get(_ACKNOWLEDGED_KEY))


async def respond_privately(interaction: Interaction, embed: discord.Embed) -> None:
    """Answer at once, to the asker alone. Raises one of ``UNREACHABLE``."""

    async def send() -> None:
        await _ignore_acknowledged(interaction.response.send_message(embed=embed, ephemeral=True))

    await retry(send, "Answering at once", generate_pauses(0.2), _ACKNOWLEDGE_SECONDS)


async def edit_original(
    interaction: Interaction,
    within: float = _ANSWER_SECONDS,
    **shown: Any,  # noqa: ANN401
) -> None:
    """Put an answer where "thinking" stands; ``shown`` are its parts as discord.py names them.

    Tried for ``within`` seconds at most. Raises one of ``UNREACHABLE``.
    """

    async def edit() -> None:
        await interaction.edit_original_response(**shown, allowed_mentions=_NO_MENTIONS)

    await retry(edit, "Showing an answer", generate_pauses(), within)


async def reply(message: discord.Message, within: float = _ANSWER_SECONDS, **shown: Any) -> None:  # noqa: ANN401
    """Reply to a message, once: of two replies to one message Discord keeps the first.

    Otherwise as ``fill``.
    """
    reference = message.to_reference(fail_if_not_exists=False)

    async def send() -> None:
        await message.channel.send(
            **shown, reference=reference, nonce=message.id, allowed_mentions=_NO_MENTIONS
        )

    await retry(send, "Replying to a message", generate_pauses(), within)


async def post(
    channel: discord.abc.Messageable,
    nonce: str,
    within: float,
    **shown: Any,  # noqa: ANN401
) -> discord.Message:
    """Post in a channel, once: of two messages with one nonce Discord keeps the first.

    It remembers a nonce, of at most 25 characters, for some minutes. Otherwise as ``fill``.
    """

    async def send() -> discord.Message:
        return await channel.send(**shown, nonce=nonce, allowed_mentions=_NO_MENTIONS)

    return await retry(send, "Posting in a channel", generate_pauses(), within)


async def post_fallback(interaction: Interaction, sentence: str, within: float) -> None:
    """Say something in the interaction's channel where the interaction itself is lost.

    Raises one of ``UNREACHABLE``.
    """
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        return
    send = channel.send

    async def say() -> None:
        await send(sentence, nonce=interaction.id, allowed_mentions=_NO_MENTIONS)

    await retry(say, "Telling of a lost answer", generate_pauses(), within)


async def _ignore_acknowledged(answer: Awaitable[object]) -> None:
    # A first try that Discord took although its answer was lost makes the next one fail so.
    try:
        await answer
    except discord.HTTPException as error:
        if error.code != _ALREADY_ACKNOWLEDGED:
            raise
