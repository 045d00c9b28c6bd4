"""What a person is told when something fails, and what the log is told."""

import logging
import secrets

import aiohttp
import discord
from discord import app_commands

from bot.discord import rendering, texts
from bot.discord.desk import EPHEMERAL, NO_MENTIONS, Interaction
from corpus.errors import BylineError

_log = logging.getLogger(__name__)

_CHANGED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
_UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)


class Refused(app_commands.CheckFailure):
    """A member may not do this; ``str()`` is the sentence that says why."""


def explained(error: BaseException) -> discord.Embed:
    """The error as a person sees it; one that nobody foresaw is logged under a reference."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, BylineError | Refused):
        return rendering.problem(str(cause))
    if isinstance(cause, app_commands.CheckFailure):
        return rendering.problem(texts.NOT_ALLOWED)
    if isinstance(cause, _CHANGED):
        return rendering.problem(texts.COMMAND_CHANGED)
    return rendering.problem(texts.went_wrong(_logged(cause)))


async def tell(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    """Show the error to the person who asked and to nobody else."""
    embed = explained(error)
    try:
        await _whisper(interaction, embed)
    except _UNREACHABLE as unreachable:
        _log.warning("An error could not be shown in Discord: %s", type(unreachable).__name__)


async def _whisper(interaction: Interaction, embed: discord.Embed) -> None:
    if not interaction.response.is_done():
        await interaction.response.send_message(embed=embed, ephemeral=True)
    elif interaction.extras.get(EPHEMERAL):
        await interaction.edit_original_response(embed=embed, allowed_mentions=NO_MENTIONS)
    else:
        await _take_back(interaction, embed)


async def _take_back(interaction: Interaction, embed: discord.Embed) -> None:
    # The first message after a public deferral stays public whatever its flags say, so that
    # one is filled and taken away again, and the sentence itself goes in a message of its own.
    await interaction.edit_original_response(content=texts.NOT_PUBLIC, allowed_mentions=NO_MENTIONS)
    await interaction.followup.send(embed=embed, ephemeral=True, allowed_mentions=NO_MENTIONS)
    await interaction.delete_original_response()


def _logged(error: BaseException) -> str:
    reference = secrets.token_hex(3).upper()
    _log.error("Unexpected error, reference %s", reference, exc_info=error)
    return reference
