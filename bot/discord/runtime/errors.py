"""Errors as members see them, and unexpected errors in the log."""

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
from corpus.messages import message

_log = logging.getLogger(__name__)

_COMMAND_CHANGED = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
_SHOW_SECONDS = 60.0


class NotPermitted(app_commands.CheckFailure):
    """A member lacks a permission; ``str()`` is the sentence for the member."""


def render_error(error: BaseException) -> discord.Embed:
    """Render an error for the member; log an unexpected one under a reference."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, WrongChannel):
        return embeds.render_titled("", [cause.message])  # not escaped: it has channel mentions
    if isinstance(cause, BylineError | NotPermitted):
        return embeds.render_problem(get_sentence(cause))
    if isinstance(cause, app_commands.CheckFailure):
        return embeds.render_problem(texts.NOT_ALLOWED)
    if isinstance(cause, _COMMAND_CHANGED):
        return embeds.render_problem(texts.COMMAND_CHANGED)
    sentence = message(
        "Something went wrong (reference {reference}). The log has the details.",
        reference=log_unexpected(cause),
    )
    return embeds.render_problem(sentence)


def get_sentence(error: BylineError | NotPermitted) -> str:
    """Return the ``Message`` of an error, which can be translated."""
    return error.message if isinstance(error, BylineError) else error.args[0]


async def show_error(interaction: Interaction, error: Exception) -> None:
    """Show the error to the member and to nobody else."""
    embed = render_error(error)
    try:
        await _show_privately(interaction, embed)
    except delivery.UNREACHABLE as unreachable:
        await _post_fallback(interaction, unreachable)


async def _show_privately(interaction: Interaction, embed: discord.Embed) -> None:
    if not delivery.is_acknowledged(interaction):
        await delivery.respond_privately(interaction, embed)
    elif interaction.extras.get(EPHEMERAL_KEY):
        await delivery.edit_original(interaction, _SHOW_SECONDS, embed=embed)
    else:
        await _replace_public(interaction, embed)


async def _replace_public(interaction: Interaction, embed: discord.Embed) -> None:
    # The first message after a public deferral is always public. So it is filled and deleted,
    # and the error is sent in a private message of its own.
    await delivery.edit_original(interaction, _SHOW_SECONDS, content=translate(texts.NOT_PUBLIC))
    try:
        await interaction.followup.send(embed=embed, ephemeral=True, allowed_mentions=NO_MENTIONS)
    except delivery.UNREACHABLE:  # it may have arrived: sent again, it could appear twice
        await delivery.edit_original(interaction, _SHOW_SECONDS, content=None, embed=embed)
    else:
        await interaction.delete_original_response()


async def _post_fallback(interaction: Interaction, unreachable: BaseException) -> None:
    sentence = message(
        "An answer could not be shown (reference {reference}; the log has the details). Ask again.",
        reference=log_unexpected(unreachable),
    )
    try:
        await delivery.post_fallback(interaction, translate(sentence), _SHOW_SECONDS)
    except delivery.UNREACHABLE as error:
        _log.warning("The error could not be shown to the member: %s", type(error).__name__)


def log_unexpected(error: BaseException) -> str:
    """Log an unexpected error; return its reference."""
    reference = secrets.token_hex(3).upper()
    _log.error("Unexpected error, reference %s", reference, exc_info=error)
    return reference
