"""Follow up: the form for a question that follows an answer, and where that is answered.

In a server's channel it is answered in the thread on the answer; everywhere else, and where no
thread is to be had, in place.
"""

import asyncio
import logging
from typing import Any

import discord

from bot.conversation import history
from bot.discord.components.custom_ids import Press, Screen
from bot.discord.components.forms import asked_in, question_form
from bot.discord.components.views import Interaction, parts
from bot.discord.handlers import ask_flow, threads
from bot.discord.i18n.language import say
from bot.discord.render import embeds, texts
from bot.discord.render.escape import one_line
from bot.discord.render.truncate import begin
from bot.discord.runtime import delivery
from bot.discord.runtime.delivery import is_passing
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection

_log = logging.getLogger(__name__)

TO_OPEN_A_FORM = 1.5
"""Seconds: a form has to be the first answer to a press, within three."""
_TO_POST = 120.0
"""Seconds, in which Discord surely remembers nonces ("the past few minutes")."""
_ASKER = 100


async def open_form(desk: Desk, interaction: Interaction, press: Press) -> None:
    """Open the form for a question, unless the answer is known to be none of this place's.

    Raises ``NotHere`` in a channel where no questions are answered.
    """
    place = place_of(interaction)
    with desk.serving(interaction):
        await desk.admit(interaction)
        finding = asyncio.ensure_future(
            desk.work(place, lambda c: c.asked.find(press.key), Lane.LOOKUPS)
        )
        done, _ = await asyncio.wait({finding}, timeout=TO_OPEN_A_FORM)
        if done and finding.result() is None:
            await desk.whisper(interaction, embeds.notice(texts.UNKNOWN_BUTTON))
            return
        await interaction.response.send_modal(question_form(press.key))
        await finding


async def follow(desk: Desk, interaction: Interaction, press: Press) -> None:
    """Answer the question of the form, to the member alone where the answer before it was."""
    question = asked_in(interaction)
    if not question:
        await desk.whisper(interaction, embeds.notice(texts.UNKNOWN_BUTTON))
        return
    private = is_ephemeral(interaction)
    wanted = ask_flow.Wanted(question, private=private, follows=press.key)
    answer = threads.answer_with_thread(interaction)
    if private or answer is None:
        await ask_flow.ask(desk, interaction, wanted)
    else:
        await _ask_in_thread(desk, interaction, wanted, answer)


def is_ephemeral(interaction: Interaction) -> bool:
    """Whether the pressed button stands under a message that only the member sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _ask_in_thread(
    desk: Desk, interaction: Interaction, wanted: ask_flow.Wanted, answer: discord.Message
) -> None:
    place = place_of(interaction)
    with desk.serving(interaction):
        await desk.defer(interaction, ephemeral=True, asks=True)
        found, name = await desk.work(
            place,
            lambda c: (ask_flow.answered(c, wanted), _name(c, wanted.follows)),
            Lane.QUESTIONS,
        )
        async with desk.keeping(place, found.asked):
            where = await _in_thread(interaction, answer, name, found.screen)
            where = where or await _in_channel(interaction, answer, found.screen)
            if where is None:
                await desk.show(interaction, found.screen)
        if where is not None:
            await _tell(desk, interaction, where)


async def _in_thread(
    interaction: Interaction, answer: discord.Message, name: str, screen: Screen
) -> str | None:
    """Post the answer in the thread; where that is, or ``None`` where it is certainly not there."""
    opened = await threads.opened(answer, name)
    if opened is None:
        return None
    above = _asked_by(interaction)
    if opened.is_new:
        above += f"\n-# {say(texts.ASK_ON)}"
    try:
        await _post(opened.thread, interaction, content=above, **parts(screen))
    except discord.HTTPException as error:
        _unless_refused(error)
        return None
    return opened.thread.mention


async def _in_channel(
    interaction: Interaction, answer: discord.Message, screen: Screen
) -> str | None:
    """Post the answer under the one that it follows; otherwise as ``_in_thread``."""
    reference = answer.to_reference(fail_if_not_exists=False)
    above = _asked_by(interaction)
    try:
        posted = await _post(
            answer.channel, interaction, reference=reference, content=above, **parts(screen)
        )
    except discord.HTTPException as error:
        _unless_refused(error)
        return None
    return posted.jump_url


async def _post(
    channel: discord.abc.Messageable,
    interaction: Interaction,
    **shown: Any,  # noqa: ANN401
) -> discord.Message:
    return await delivery.post(channel, str(interaction.id), _TO_POST, **shown)


def _unless_refused(error: discord.HTTPException) -> None:
    # What may have been posted all the same is not posted anywhere else.
    if is_passing(error):
        raise error
    _log.warning("A follow-up could not be posted (%s)", error)


def _asked_by(interaction: Interaction) -> str:
    name = begin(one_line(interaction.user.display_name), _ASKER)
    return f"-# {say(texts.asked_by(name))}"


async def _tell(desk: Desk, interaction: Interaction, where: str) -> None:
    try:
        await desk.show(interaction, embeds.titled("", [texts.answered_in(where)]))
    except delivery.UNREACHABLE as error:  # the answer is there: nothing is wrong with that
        _log.warning("Where an answer is could not be told (%s)", type(error).__name__)


def _name(articles: Collection, key: str | None) -> str:
    """The thread's name: the question that the conversation began with, as far as it is public."""
    before = history.conversation(articles.asked, key, private=False)
    return threads.name_of(before[0].text if before else "")
