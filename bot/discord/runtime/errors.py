"""What a person is told when something fails, and what the log is told."""

import logging
import secrets

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.i18n.language import translate
from bot.discord.render import embeds, texts
from bot.discord.render.settings_texts import WrongChannel
from bot.discord.runtime import delivery
from bot.discord.runtime.responder import EPHEMERAL_KEY, NO_MENTIONS
from corpus.errors import BylineError

_log = logging.getLogger(__name__)

_COMMAND_CHANGED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
_TELL_SECONDS = 60.0


class NotPermitted(app_commands.CheckFailure):
    """A member may not do this; ``str()`` is the sentence that says why."""


def render_error(error: BaseException) -> discord.Embed:
    """The error as a person sees it; one that nobody foresaw is logged under a reference."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, WrongChannel):
        return embeds.render_titled("", [cause.message])  # not escaped: it mentions channels
    if isinstance(cause, BylineError | NotPermitted):
        return embeds.render_problem(get_sentence(cause))
    if isinstance(cause, app_commands.CheckFailure):
        return embeds.render_problem(texts.NOT_ALLOWED)
    if isinstance(cause, _COMMAND_CHANGED):
        return embeds.render_problem(texts.COMMAND_CHANGED)
    return embeds.render_problem(texts.format_unexpected_error(log_unexpected(cause)))


def get_sentence(error: BylineError | NotPermitted) -> str:
    """What an error says, as it was made, so that it can be said in another language."""
    return error.message if isinstance(error, BylineError) else error.args[0]


async def show_error(interaction: Interaction, error: Exception) -> None:
    """Show the error to the person who asked and to nobody else."""
    embed = render_error(error)
    try:
        await _show_privately(interaction, embed)
    except delivery.UNREACHABLE as unreachable:
        await _post_fallback(interaction, unreachable)


async def _show_privately(interaction: Interaction, embed: discord.Embed) -> None:
    if not delivery.is_acknowledged(interaction):
        await delivery.respond_privately(interaction, embed)
    elif interaction.extras.get(EPHEMERAL_KEY):
        await delivery.edit_original(interaction, _TELL_SECONDS, embed=embed)
    else:
        await _replace_public(interaction, embed)


async def _replace_public(interaction: Interaction, embed: discord.Embed) -> None:
    # The first message after a public deferral stays public whatever its flags say, so that
    # one is filled and taken away again, and the sentence itself goes in a message of its own.
    await delivery.edit_original(interaction, _TELL_SECONDS, content=translate(texts.NOT_PUBLIC))
    try:
        await interaction.followup.send(embed=embed, ephemeral=True, allowed_mentions=NO_MENTIONS)
    except delivery.UNREACHABLE:  # it may be there or not: sent again, it might be there twice
        await delivery.edit_original(interaction, _TELL_SECONDS, content=None, embed=embed)
    else:
        await interaction.delete_original_response()


async def _post_fallback(interaction: Interaction, unreachable: BaseException) -> None:
    sentence = translate(texts.format_not_shown(log_unexpected(unreachable)))
    try:
        await delivery.post_fallback(interaction, sentence, _TELL_SECONDS)
    except delivery.UNREACHABLE as error:
        _log.warning("Nobody could be told of it: %s", type(error).__name__)


def log_unexpected(error: BaseException) -> str:
    """Log an error that nobody foresaw; returns the reference that it is logged under."""
    reference = secrets.token_hex(3).upper()
    _log.error("Unexpected error, reference %s", reference, exc_info=error)
    return reference
