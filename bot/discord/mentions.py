"""Questions asked by mentioning the bot, or in a direct message."""

import re

import discord

from bot.discord import delivering, rendering, texts
from bot.discord.asking import Answered, Wanted, answered
from bot.discord.background import Lane
from bot.discord.buttons import parts
from bot.discord.desk import Desk, collection_name
from bot.discord.failures import explained, noted
from bot.discord.presses import Shown, pressed
from bot.discord.texts import TooMany

_TOKEN = re.compile(r"<(?:@[!&]?|#|a?:\w{1,32}:)\d+>")
_WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})


def question_in(message: discord.Message, bot_id: int) -> str | None:
    """The question put to the bot, perhaps empty; ``None`` where the message is not for it.

    It is for the bot where it mentions it in its text, or replies to a message of the bot. Of a
    reply that does not ping the bot, Discord does not tell the words.
    """
    if message.author.bot or message.webhook_id or message.type not in _WRITTEN:
        return None
    question = words_of(message.content)
    if message.guild is None or re.search(rf"<@!?{bot_id}>", message.content):
        return question
    return question or None if _replies_to(message, bot_id) else None


def key_replied_to(message: discord.Message, bot_id: int) -> str | None:
    """The key of the answer of the bot's that a message replies to; ``None`` where to none."""
    answer = message.reference.resolved if message.reference else None
    if not isinstance(answer, discord.Message) or answer.author.id != bot_id:
        return None
    rows = [row for row in answer.components if isinstance(row, discord.ActionRow)]
    ids = [getattr(each, "custom_id", None) or "" for row in rows for each in row.children]
    return next((press.key for press in map(pressed, ids) if press), None)


def words_of(content: str) -> str:
    """A message as a question: without mentions and custom emoji, on one line."""
    return " ".join(_TOKEN.sub(" ", content).split())


def _replies_to(message: discord.Message, bot_id: int) -> bool:
    answered = message.reference.resolved if message.reference else None
    return isinstance(answered, discord.Message) and answered.author.id == bot_id


async def answer_message(
    desk: Desk, message: discord.Message, question: str, follows: str | None = None
) -> None:
    """Reply to a message with the answer, the reason why there is none, or how to ask.

    ``follows`` is the key of the answer that it replies to.
    """
    wanted = Wanted(question, follows=follows)
    with desk.serving(message):
        try:
            found = await _answered(desk, message, wanted)
        except TooMany as error:
            if not desk.limits.tells(message.author.id):
                return
            found = rendering.notice(str(error))
        try:
            await _reply(message, found.screen if isinstance(found, Answered) else found)
        except delivering.UNREACHABLE as error:
            await _reply_after(message, error)
        if isinstance(found, Answered):
            await desk.keep(_place(message), found.asked)


async def _reply(message: discord.Message, shown: Shown) -> None:
    if may_show_embeds(message):
        await delivering.reply(message, **parts(shown))
    else:
        await delivering.reply(message, content=texts.NEED_EMBEDS)


async def _reply_after(message: discord.Message, error: BaseException) -> None:
    try:
        await _reply(message, explained(error))
    except delivering.UNREACHABLE as unreachable:
        noted(unreachable)


def may_show_embeds(message: discord.Message) -> bool:
    """Whether the bot may post embeds where this message stands; Discord drops them otherwise."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return True
    return message.channel.permissions_for(message.guild.me).embed_links


async def _answered(
    desk: Desk, message: discord.Message, wanted: Wanted
) -> Answered | discord.Embed:
    """What to show. Raises ``TooMany``."""
    if desk.closing:
        return rendering.notice(texts.CLOSING)
    place = _place(message)
    desk.let_in(place, message.author.id)
    if not wanted.question:
        return rendering.notice(texts.HOW_TO_ASK)
    try:
        return await desk.work(place, lambda c: answered(c, wanted), Lane.QUESTIONS)
    except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the asker is told
        return explained(error)


def _place(message: discord.Message) -> str:
    return collection_name(message.guild.id if message.guild else None, message.author.id)
