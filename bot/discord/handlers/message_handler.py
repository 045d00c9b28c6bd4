"""Questions asked by mentioning the bot, or in a direct message."""

import re

import discord

from bot.discord.components.custom_ids import Shown
from bot.discord.components.views import parts
from bot.discord.handlers import threads
from bot.discord.handlers.ask_flow import Answered, Wanted, answered
from bot.discord.i18n.language import ENGLISH, say
from bot.discord.render import embeds, texts
from bot.discord.render.settings_texts import NotHere
from bot.discord.render.texts import TooMany
from bot.discord.runtime import delivery
from bot.discord.runtime.answer_channels import check
from bot.discord.runtime.errors import explained, noted
from bot.discord.runtime.responder import Desk, collection_name
from bot.discord.runtime.workers import Lane

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
    return threads.key_under(answer, bot_id) if isinstance(answer, discord.Message) else None


async def key_followed(message: discord.Message, bot_id: int) -> str | None:
    """The key of the answer that a message follows; ``None`` where it is a question of its own.

    That is the answer that it replies to, and in a thread, without a reply, the last one there.
    """
    if message.reference is not None:
        return key_replied_to(message, bot_id)
    return await threads.last_key(message, bot_id)


def locale_of(message: discord.Message) -> str:
    """The locale to answer a message in: its server's; of a person, Discord tells none."""
    return str(message.guild.preferred_locale) if message.guild else ENGLISH


def words_of(content: str) -> str:
    """A message as a question: without mentions and custom emoji, on one line."""
    return " ".join(_TOKEN.sub(" ", content).split())


def _replies_to(message: discord.Message, bot_id: int) -> bool:
    answered = message.reference.resolved if message.reference else None
    return isinstance(answered, discord.Message) and answered.author.id == bot_id


async def answer_message(desk: Desk, message: discord.Message, question: str, bot_id: int) -> None:
    """Reply to a message with the answer, the reason why there is none, or how to ask."""
    with desk.serving(message):
        try:
            found = await _answered(desk, message, question, bot_id)
        except TooMany as error:
            if not desk.limits.tells(message.author.id):
                return
            found = embeds.notice(error.sentence)
        except NotHere as error:
            if desk.limits.tells(message.author.id):
                await _tell(message, error.sentence)
            return
        if isinstance(found, Answered):
            async with desk.keeping(_place(message), found.asked):
                await _show(message, found.screen)
        else:
            await _show(message, found)


async def _show(message: discord.Message, shown: Shown) -> None:
    try:
        await _reply(message, shown)
    except delivery.UNREACHABLE as error:
        await _reply_after(message, error)


async def _tell(message: discord.Message, sentence: str) -> None:
    try:
        await delivery.reply(message, content=say(sentence))
    except delivery.UNREACHABLE as error:
        noted(error)


async def _reply(message: discord.Message, shown: Shown) -> None:
    if may_show_embeds(message):
        await delivery.reply(message, **parts(shown))
    else:
        await delivery.reply(message, content=say(texts.NEED_EMBEDS))


async def _reply_after(message: discord.Message, error: BaseException) -> None:
    try:
        await _reply(message, explained(error))
    except delivery.UNREACHABLE as unreachable:
        noted(unreachable)


def may_show_embeds(message: discord.Message) -> bool:
    """Whether the bot may post embeds where this message stands; Discord drops them otherwise."""
    channel = message.channel
    if message.guild is None or isinstance(channel, discord.PartialMessageable):
        return True
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return True  # nobody knows: the channel that it is in is hidden from the bot
    return channel.permissions_for(message.guild.me).embed_links


async def _answered(
    desk: Desk, message: discord.Message, question: str, bot_id: int
) -> Answered | discord.Embed:
    """What to show. Raises ``TooMany`` and ``NotHere``."""
    if desk.closing:
        return embeds.notice(texts.CLOSING)
    place = _place(message)
    try:
        check(message, await desk.preferences(place))
        desk.let_in(place, message.author.id)
        if not question:
            return embeds.notice(texts.HOW_TO_ASK)
        wanted = Wanted(question, follows=await key_followed(message, bot_id))
        return await desk.work(place, lambda c: answered(c, wanted), Lane.QUESTIONS)
    except (TooMany, NotHere):
        raise
    except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the asker is told
        return explained(error)


def _place(message: discord.Message) -> str:
    return collection_name(message.guild.id if message.guild else None, message.author.id)
