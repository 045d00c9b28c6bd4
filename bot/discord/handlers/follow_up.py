"""Follow up: the form for a question that follows an answer, and where that is answered.

In a server's channel it is answered in the thread on the answer; everywhere else, and where no
thread is to be had, in place.
"""

import asyncio
import logging
from typing import Any

import discord

from bot.conversation import history
from bot.discord.components.custom_ids import ButtonAction, Screen
from bot.discord.components.forms import build_question_form, get_question
from bot.discord.components.views import Interaction, to_message_kwargs
from bot.discord.handlers import ask_flow, threads
from bot.discord.i18n.language import translate
from bot.discord.render import embeds, texts
from bot.discord.render.escape import to_one_line
from bot.discord.render.truncate import truncate
from bot.discord.runtime import delivery
from bot.discord.runtime.delivery import is_temporary
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.server_state import Server

_log = logging.getLogger(__name__)

OPEN_FORM_SECONDS = 1.5
"""Seconds: a form has to be the first answer to a press, within three."""
_POST_SECONDS = 120.0
"""Seconds, in which Discord surely remembers nonces ("the past few minutes")."""
_MAX_NAME_LENGTH = 100


async def open_follow_up_form(
    responder: Responder, interaction: Interaction, action: ButtonAction
) -> None:
    """Open the form for a question, unless the answer is known to be none of this place's.

    Raises ``WrongChannel`` in a channel where no questions are answered.
    """
    place = find_collection_name(interaction)
    with responder.track(interaction):
        await responder.start_channel_check(interaction)
        finding = asyncio.ensure_future(
            responder.run(
                place, lambda server: server.state.questions.find(action.key), Lane.LOOKUPS
            )
        )
        done, _ = await asyncio.wait({finding}, timeout=OPEN_FORM_SECONDS)
        if done and finding.result() is None:
            await responder.respond_privately(
                interaction, embeds.render_notice(texts.UNKNOWN_ANSWER)
            )
            return
        await interaction.response.send_modal(build_question_form(action.key))
        await finding


async def answer_follow_up(
    responder: Responder, interaction: Interaction, action: ButtonAction
) -> None:
    """Answer the question of the form, to the member alone where the answer before it was."""
    question = get_question(interaction)
    if not question:
        await responder.respond_privately(interaction, embeds.render_notice(texts.UNKNOWN_ANSWER))
        return
    private = is_ephemeral(interaction)
    wanted = ask_flow.AskRequest(question, private=private, follows=action.key)
    answer = threads.find_thread_answer(interaction)
    if private or answer is None:
        await ask_flow.ask(responder, interaction, wanted)
    else:
        await _ask_in_thread(responder, interaction, wanted, answer)


def is_ephemeral(interaction: Interaction) -> bool:
    """Whether the pressed button stands under a message that only the member sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _ask_in_thread(
    responder: Responder,
    interaction: Interaction,
    request: ask_flow.AskRequest,
    answer: discord.Message,
) -> None:
    place = find_collection_name(interaction)
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True, checks_channel=True)
        found, name = await responder.run(
            place,
            lambda server: (
                ask_flow.answer_question(server, request),
                _build_thread_name(server, request.follows),
            ),
            Lane.QUESTIONS,
        )
        async with responder.log_question(place, found.stored_question):
            where = await _post_in_thread(interaction, answer, name, found.screen)
            where = where or await _post_in_channel(interaction, answer, found.screen)
            if where is None:
                await responder.show(interaction, found.screen)
        if where is not None:
            await _show_location(responder, interaction, where)


async def _post_in_thread(
    interaction: Interaction, answer: discord.Message, name: str, screen: Screen
) -> str | None:
    """Post the answer in the thread; where that is, or ``None`` where it is certainly not there."""
    opened = await threads.open_thread(answer, name)
    if opened is None:
        return None
    above = _format_asker(interaction)
    if opened.is_new:
        above += f"\n-# {translate(texts.FOLLOW_UP_HINT)}"
    try:
        await _post(opened.thread, interaction, content=above, **to_message_kwargs(screen))
    except discord.HTTPException as error:
        _reraise_temporary(error)
        return None
    return opened.thread.mention


async def _post_in_channel(
    interaction: Interaction, answer: discord.Message, screen: Screen
) -> str | None:
    """Post the answer under the one that it follows; otherwise as ``_in_thread``."""
    reference = answer.to_reference(fail_if_not_exists=False)
    above = _format_asker(interaction)
    try:
        posted = await _post(
            answer.channel,
            interaction,
            reference=reference,
            content=above,
            **to_message_kwargs(screen),
        )
    except discord.HTTPException as error:
        _reraise_temporary(error)
        return None
    return posted.jump_url


async def _post(
    channel: discord.abc.Messageable,
    interaction: Interaction,
    **shown: Any,  # noqa: ANN401
) -> discord.Message:
    return await delivery.post(channel, str(interaction.id), _POST_SECONDS, **shown)


def _reraise_temporary(error: discord.HTTPException) -> None:
    # What may have been posted all the same is not posted anywhere else.
    if is_temporary(error):
        raise error
    _log.warning("A follow-up could not be posted (%s)", error)


def _format_asker(interaction: Interaction) -> str:
    name = truncate(to_one_line(interaction.user.display_name), _MAX_NAME_LENGTH)
    return f"-# {translate(texts.format_asked_by(name))}"


async def _show_location(responder: Responder, interaction: Interaction, where: str) -> None:
    try:
        await responder.show(
            interaction, embeds.render_titled("", [texts.format_answered_in(where)])
        )
    except delivery.UNREACHABLE as error:  # the answer is there: nothing is wrong with that
        _log.warning("Where an answer is could not be told (%s)", type(error).__name__)


def _build_thread_name(server: Server, key: str | None) -> str:
    """The thread's name: the question that the conversation began with, as far as it is public."""
    before = history.load_conversation(server.state.questions, key, private=False)
    return threads.format_thread_name(before[0].text if before else "")
