"""Delivery of messages to Discord, with retries and without duplicates.

A request whose response was lost may have succeeded. So only requests that are safe to repeat are
retried: an acknowledgement, which Discord accepts once; an edit; and a message with a nonce, of
which Discord keeps the first (documentation of Create Message, ``enforce_nonce``).
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
"""Seconds to wait before each further attempt, without end."""

_RATE_LIMITED = 429
_MIN_SERVER_ERROR = 500
_ACKNOWLEDGED_KEY = "acknowledged"
_ALREADY_ACKNOWLEDGED = 40060
_ACKNOWLEDGE_SECONDS = 3.0
_ANSWER_SECONDS = 14 * 60.0  # Discord accepts edits for 15 minutes
_NO_MENTIONS = discord.AllowedMentions.none()

UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
"""The errors of a failed call to Discord (``TimeoutError`` is an ``OSError``)."""


def generate_pauses(first: float = 1.0, longest: float = 300.0) -> Pauses:
    """Generate 1, 2, 4 … seconds, at most five minutes, without end."""
    pause = first
    while True:
        yield pause
        pause = min(2 * pause, longest)


def is_temporary(error: BaseException) -> bool:
    """Whether a retry can help: server errors, rate limits and lost connections."""
    if isinstance(error, discord.HTTPException):
        return error.status >= _MIN_SERVER_ERROR or error.status == _RATE_LIMITED
    network = (aiohttp.ClientError, discord.GatewayNotFound, TimeoutError, OSError)
    return isinstance(error, network)


async def retry(
    call: Callable[[], Awaitable[T]],
    name: str,
    pauses: Pauses | None = None,
    within: float = math.inf,
) -> T:
    """Call until it succeeds, for at most ``within`` seconds; ``name`` is for the log.

    Raises a permanent error at once, and the last temporary error when the time is over.
    """
    waits = generate_pauses() if pauses is None else pauses
    deadline = time.monotonic() + within
    while True:
        try:
            return await call()
        except Exception as error:
            if not is_temporary(error):
                raise
            pause = next(waits)
            if time.monotonic() + pause > deadline:
                raise
            _log.warning(
                "%s failed (%s); trying again in %.0f s", name, type(error).__name__, pause
            )
        await asyncio.sleep(pause)


async def acknowledge(interaction: Interaction, *, ephemeral: bool, thinking: bool = True) -> None:
    """Acknowledge an interaction; Discord shows "thinking".

    Without ``thinking``, the message of the button stays as it is until it is edited.
    Raises one of ``UNREACHABLE`` if this fails within Discord's limit of three seconds.
    """

    async def defer() -> None:
        await _ignore_acknowledged(
            interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
        )

    await retry(defer, "Acknowledging a question", generate_pauses(0.2), _ACKNOWLEDGE_SECONDS)
    interaction.extras[_ACKNOWLEDGED_KEY] = True


def is_acknowledged(interaction: Interaction) -> bool:
    """Whether this interaction has a response or is acknowledged."""
    return interaction.response.is_done() or bool(interaction.extras.get(_ACKNOWLEDGED_KEY))


async def respond_privately(interaction: Interaction, embed: discord.Embed) -> None:
    """Respond immediately, only to the member. Raises one of ``UNREACHABLE``."""

    async def send() -> None:
        await _ignore_acknowledged(interaction.response.send_message(embed=embed, ephemeral=True))

    await retry(send, "Answering at once", generate_pauses(0.2), _ACKNOWLEDGE_SECONDS)


async def edit_original(
    interaction: Interaction,
    within: float = _ANSWER_SECONDS,
    **shown: Any,  # noqa: ANN401
) -> None:
    """Edit the original response; ``shown`` are the keyword arguments of discord.py.

    Retries for at most ``within`` seconds. Raises one of ``UNREACHABLE``.
    """

    async def edit() -> None:
        await interaction.edit_original_response(**shown, allowed_mentions=_NO_MENTIONS)

    await retry(edit, "Showing an answer", generate_pauses(), within)


async def reply(message: discord.Message, within: float = _ANSWER_SECONDS, **shown: Any) -> None:  # noqa: ANN401
    """Reply to a message once: the nonce is the message's id. Otherwise as ``edit_original``."""
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
    """Post in a channel once: of two messages with the same nonce Discord keeps the first.

    Discord remembers a nonce, of at most 25 characters, for a few minutes. Otherwise as
    ``edit_original``.
    """

    async def send() -> discord.Message:
        return await channel.send(**shown, nonce=nonce, allowed_mentions=_NO_MENTIONS)

    return await retry(send, "Posting in a channel", generate_pauses(), within)


async def post_fallback(interaction: Interaction, sentence: str, within: float) -> None:
    """Post in the channel of an interaction that is lost. Raises one of ``UNREACHABLE``."""
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        return
    send = channel.send

    async def post_sentence() -> None:
        await send(sentence, nonce=interaction.id, allowed_mentions=_NO_MENTIONS)

    await retry(post_sentence, "Reporting a lost answer", generate_pauses(), within)


async def _ignore_acknowledged(response: Awaitable[object]) -> None:
    # If the first attempt succeeded but its response was lost, the next one fails with this code.
    try:
        await response
    except discord.HTTPException as error:
        if error.code != _ALREADY_ACKNOWLEDGED:
            raise
