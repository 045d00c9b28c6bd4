"""Getting an answer to its asker whatever the network does: tried again, never posted twice.

A request whose answer was lost may have been carried out all the same. So only what may be done
twice is sent again: an acknowledgement, which Discord takes once; an edit; and a message with a
nonce, of which Discord keeps the first (its documentation of Create Message, ``enforce_nonce``).
"""

from collections.abc import Awaitable
from typing import Any

import aiohttp
import discord

from bot.discord.buttons import Interaction
from bot.discord.retrying import doubling, persistently

UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a failed call of Discord raises (``TimeoutError`` is an ``OSError``)."""


_ACKNOWLEDGED = "acknowledged"
_ALREADY_ACKNOWLEDGED = 40060
_TO_ACKNOWLEDGE = 3.0
_TO_ANSWER = 14 * 60.0  # Discord takes edits for 15 minutes
_NOBODY = discord.AllowedMentions.none()


async def acknowledge(interaction: Interaction, *, ephemeral: bool, thinking: bool = True) -> None:
    """Tell Discord that an answer is being worked on.

    Without ``thinking``, the message of the pressed button stays as it is until it is filled.
    Raises one of ``UNREACHABLE`` where Discord cannot be told within the three seconds it gives.
    """

    async def defer() -> None:
        await _once(interaction.response.defer(thinking=thinking, ephemeral=ephemeral))

    await persistently(defer, "Acknowledging a question", doubling(0.2), _TO_ACKNOWLEDGE)
    interaction.extras[_ACKNOWLEDGED] = True


def is_acknowledged(interaction: Interaction) -> bool:
    """Whether Discord has an answer to this interaction, or waits for one."""
    return interaction.response.is_done() or bool(interaction.extras.get(_ACKNOWLEDGED))


async def respond(interaction: Interaction, embed: discord.Embed) -> None:
    """Answer at once, to the asker alone. Raises one of ``UNREACHABLE``."""

    async def send() -> None:
        await _once(interaction.response.send_message(embed=embed, ephemeral=True))

    await persistently(send, "Answering at once", doubling(0.2), _TO_ACKNOWLEDGE)


async def fill(interaction: Interaction, within: float = _TO_ANSWER, **shown: Any) -> None:  # noqa: ANN401
    """Put an answer where "thinking" stands; ``shown`` are its parts as discord.py names them.

    Tried for ``within`` seconds at most. Raises one of ``UNREACHABLE``.
    """

    async def edit() -> None:
        await interaction.edit_original_response(**shown, allowed_mentions=_NOBODY)

    await persistently(edit, "Showing an answer", doubling(), within)


async def reply(message: discord.Message, within: float = _TO_ANSWER, **shown: Any) -> None:  # noqa: ANN401
    """Reply to a message, once: of two replies to one message Discord keeps the first.

    Otherwise as ``fill``.
    """
    reference = message.to_reference(fail_if_not_exists=False)

    async def send() -> None:
        await message.channel.send(
            **shown, reference=reference, nonce=message.id, allowed_mentions=_NOBODY
        )

    await persistently(send, "Replying to a message", doubling(), within)


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
        return await channel.send(**shown, nonce=nonce, allowed_mentions=_NOBODY)

    return await persistently(send, "Posting in a channel", doubling(), within)


async def say_beside(interaction: Interaction, sentence: str, within: float) -> None:
    """Say something in the interaction's channel where the interaction itself is lost.

    Raises one of ``UNREACHABLE``.
    """
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        return
    send = channel.send

    async def say() -> None:
        await send(sentence, nonce=interaction.id, allowed_mentions=_NOBODY)

    await persistently(say, "Telling of a lost answer", doubling(), within)


async def _once(answer: Awaitable[object]) -> None:
    # A first try that Discord took although its answer was lost makes the next one fail so.
    try:
        await answer
    except discord.HTTPException as error:
        if error.code != _ALREADY_ACKNOWLEDGED:
            raise
