"""What a person is told when something fails, and what the log is told."""

import logging
import secrets

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.i18n.language import say
from bot.discord.render import embeds, texts
from bot.discord.render.settings_texts import NotHere
from bot.discord.runtime import delivery
from bot.discord.runtime.responder import EPHEMERAL, NO_MENTIONS
from corpus.errors import BylineError

_log = logging.getLogger(__name__)

_CHANGED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
_TO_TELL = 60.0


class Refused(app_commands.CheckFailure):
    """A member may not do this; ``str()`` is the sentence that says why."""


def explained(error: BaseException) -> discord.Embed:
    """The error as a person sees it; one that nobody foresaw is logged under a reference."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, NotHere):
        return embeds.titled("", [cause.sentence])  # not escaped: it mentions channels
    if isinstance(cause, BylineError | Refused):
        return embeds.problem(sentence_of(cause))
    if isinstance(cause, app_commands.CheckFailure):
        return embeds.problem(texts.NOT_ALLOWED)
    if isinstance(cause, _CHANGED):
        return embeds.problem(texts.COMMAND_CHANGED)
    return embeds.problem(texts.went_wrong(noted(cause)))


def sentence_of(error: BylineError | Refused) -> str:
    """What an error says, as it was made, so that it can be said in another language."""
    return error.sentence if isinstance(error, BylineError) else error.args[0]


async def tell(interaction: Interaction, error: Exception) -> None:
    """Show the error to the person who asked and to nobody else."""
    embed = explained(error)
    try:
        await _whisper(interaction, embed)
    except delivery.UNREACHABLE as unreachable:
        await _tell_beside(interaction, unreachable)


async def _whisper(interaction: Interaction, embed: discord.Embed) -> None:
    if not delivery.is_acknowledged(interaction):
        await delivery.respond(interaction, embed)
    elif interaction.extras.get(EPHEMERAL):
        await delivery.fill(interaction, _TO_TELL, embed=embed)
    else:
        await _take_back(interaction, embed)


async def _take_back(interaction: Interaction, embed: discord.Embed) -> None:
    # The first message after a public deferral stays public whatever its flags say, so that
    # one is filled and taken away again, and the sentence itself goes in a message of its own.
    await delivery.fill(interaction, _TO_TELL, content=say(texts.NOT_PUBLIC))
    try:
        await interaction.followup.send(embed=embed, ephemeral=True, allowed_mentions=NO_MENTIONS)
    except delivery.UNREACHABLE:  # it may be there or not: sent again, it might be there twice
        await delivery.fill(interaction, _TO_TELL, content=None, embed=embed)
    else:
        await interaction.delete_original_response()


async def _tell_beside(interaction: Interaction, unreachable: BaseException) -> None:
    sentence = say(texts.not_shown(noted(unreachable)))
    try:
        await delivery.say_beside(interaction, sentence, _TO_TELL)
    except delivery.UNREACHABLE as error:
        _log.warning("Nobody could be told of it: %s", type(error).__name__)


def noted(error: BaseException) -> str:
    """Log an error that nobody foresaw; returns the reference that it is logged under."""
    reference = secrets.token_hex(3).upper()
    _log.error("Unexpected error, reference %s", reference, exc_info=error)
    return reference
