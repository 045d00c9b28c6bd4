"""Follow-up questions: the form, and the answer in a thread or in place.

In a channel of a server, a follow-up question is answered in the thread of the answer. Elsewhere,
or if the thread cannot be opened, it is answered in place.
"""

import asyncio
import logging
from typing import Any

import discord

from bot.conversation import history
from bot.discord.components.custom_ids import ButtonAction, Screen
from bot.discord.components.forms import build_question_form, get_question
from bot.discord.components.views import Interaction, is_ephemeral, to_message_kwargs
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
from corpus.messages import message

_log = logging.getLogger(__name__)

OPEN_FORM_SECONDS = 1.5
"""Seconds to wait before the form opens: Discord accepts a form within three seconds."""
_POST_SECONDS = 120.0
"""Seconds in which Discord certainly remembers nonces ("the past few minutes")."""
_MAX_NAME_LENGTH = 100


async def open_follow_up_form(
    responder: Responder, interaction: Interaction, action: ButtonAction
) -> None:
    """Open the form, unless this server has no such answer.

    Raises ``WrongChannel`` in a channel where the bot does not answer.
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
    """Answer the question of a submitted form, privately if the answer before was private."""
    question = get_question(interaction)
    if not question:
        await responder.respond_privately(interaction, embeds.render_notice(texts.UNKNOWN_ANSWER))
        return
    private = is_ephemeral(interaction)
    request = ask_flow.AskRequest(question, private=private, follows=action.key)
    answer = threads.find_thread_answer(interaction)
    if private or answer is None:
        await ask_flow.ask(responder, interaction, request)
    else:
        await _ask_in_thread(responder, interaction, request, answer)


async def _ask_in_thread(
    responder: Responder,
    interaction: Interaction,
    request: ask_flow.AskRequest,
    answer: discord.Message,
) -> None:
    collection_name = find_collection_name(interaction)
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True, checks_channel=True)
        found, name = await responder.run(
            collection_name,
            lambda server: (
                ask_flow.answer_question(server, request),
                _build_thread_name(server, request.follows),
            ),
            Lane.QUESTIONS,
        )
        async with responder.log_question(collection_name, found.stored_question):
            place = await _post_in_thread(interaction, answer, name, found.screen)
            place = place or await _post_in_channel(interaction, answer, found.screen)
            if place is None:
                await responder.show(interaction, found.screen)
        if place is not None:
            await _show_place(responder, interaction, place)


async def _post_in_thread(
    interaction: Interaction, answer: discord.Message, name: str, screen: Screen
) -> str | None:
    """Post the answer in the thread; return its mention, or ``None`` if it is not posted."""
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
    """Reply to the answer; return the URL of the reply, or ``None`` if it is not posted."""
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
    # After a temporary error the message may have been posted, so it is not posted elsewhere.
    if is_temporary(error):
        raise error
    _log.warning("A follow-up could not be posted (%s)", error)


def _format_asker(interaction: Interaction) -> str:
    name = truncate(to_one_line(interaction.user.display_name), _MAX_NAME_LENGTH)
    return f"-# {translate(message('Asked by {name}', name=name))}"


async def _show_place(responder: Responder, interaction: Interaction, place: str) -> None:
    try:
        await responder.show(
            interaction, embeds.render_titled("", [texts.format_answered_in(place)])
        )
    except delivery.UNREACHABLE as error:  # not an error for the member: the answer is posted
        _log.warning("The place of an answer could not be shown (%s)", type(error).__name__)


def _build_thread_name(server: Server, key: str | None) -> str:
    """Return the thread's name: the first public question of the conversation."""
    before = history.load_conversation(server.state.questions, key, private=False)
    return threads.format_thread_name(before[0].text if before else "")
