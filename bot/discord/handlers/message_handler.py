"""Questions in messages: mentions of the bot, replies to it, and direct messages."""

import re

import discord

from bot.discord.components.custom_ids import Renderable
from bot.discord.components.views import to_message_kwargs
from bot.discord.handlers import threads
from bot.discord.handlers.ask_flow import AskRequest, AskResult, answer_question
from bot.discord.i18n.language import ENGLISH, translate
from bot.discord.render import embeds, texts
from bot.discord.render.settings_texts import WrongChannel
from bot.discord.render.texts import RateLimited
from bot.discord.runtime import delivery
from bot.discord.runtime.answer_channels import check_channel
from bot.discord.runtime.errors import log_unexpected, render_error
from bot.discord.runtime.responder import Responder, build_collection_name
from bot.discord.runtime.workers import Lane

_MENTION_OR_EMOJI = re.compile(r"<(?:@[!&]?|#|a?:\w{1,32}:)\d+>")
_USER_MESSAGE_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})


def parse_question(message: discord.Message, bot_id: int) -> str | None:
    """Return the question to the bot, which may be empty, or ``None`` if it is not for the bot.

    A message is for the bot if its text mentions the bot or if it replies to a message of the
    bot. Discord does not send the text of a reply that does not ping the bot.
    """
    if message.author.bot or message.webhook_id or message.type not in _USER_MESSAGE_TYPES:
        return None
    question = strip_mentions(message.content)
    if message.guild is None or re.search(rf"<@!?{bot_id}>", message.content):
        return question
    return question or None if _is_reply_to(message, bot_id) else None


def find_replied_key(message: discord.Message, bot_id: int) -> str | None:
    """Return the key of the answer that a message replies to, or ``None``."""
    answer = message.reference.resolved if message.reference else None
    return threads.find_key(answer, bot_id) if isinstance(answer, discord.Message) else None


async def find_followed_key(message: discord.Message, bot_id: int) -> str | None:
    """Return the key of the answer that a message follows, or ``None``.

    This is the answer that it replies to; without a reply, the last answer in the thread.
    """
    if message.reference is not None:
        return find_replied_key(message, bot_id)
    return await threads.find_last_key(message, bot_id)


def get_locale(message: discord.Message) -> str:
    """Return the locale of the message's server; Discord does not send a person's locale."""
    return str(message.guild.preferred_locale) if message.guild else ENGLISH


def strip_mentions(content: str) -> str:
    """Remove mentions and custom emoji, and join the text to one line."""
    return " ".join(_MENTION_OR_EMOJI.sub(" ", content).split())


def _is_reply_to(message: discord.Message, bot_id: int) -> bool:
    answered = message.reference.resolved if message.reference else None
    return isinstance(answered, discord.Message) and answered.author.id == bot_id


async def answer_message(
    responder: Responder, message: discord.Message, question: str, bot_id: int
) -> None:
    """Reply to a message with the answer, the reason why there is none, or how to ask."""
    with responder.track(message):
        try:
            answer = await _answer(responder, message, question, bot_id)
        except RateLimited as error:
            if not responder.rate_limits.should_notify(message.author.id):
                return
            answer = embeds.render_notice(error.message)
        except WrongChannel as error:
            if responder.rate_limits.should_notify(message.author.id):
                await _reply_with_text(message, error.message)
            return
        if isinstance(answer, AskResult):
            async with responder.log_question(
                _find_collection_name(message), answer.stored_question
            ):
                await _show(message, answer.screen)
        else:
            await _show(message, answer)


async def _show(message: discord.Message, shown: Renderable) -> None:
    try:
        await _reply(message, shown)
    except delivery.UNREACHABLE as error:
        await _reply_with_error(message, error)


async def _reply_with_text(message: discord.Message, sentence: str) -> None:
    try:
        await delivery.reply(message, content=translate(sentence))
    except delivery.UNREACHABLE as error:
        log_unexpected(error)


async def _reply(message: discord.Message, shown: Renderable) -> None:
    if may_show_embeds(message):
        await delivery.reply(message, **to_message_kwargs(shown))
    else:
        await delivery.reply(message, content=translate(texts.NEED_EMBEDS))


async def _reply_with_error(message: discord.Message, error: BaseException) -> None:
    try:
        await _reply(message, render_error(error))
    except delivery.UNREACHABLE as unreachable:
        log_unexpected(unreachable)


def may_show_embeds(message: discord.Message) -> bool:
    """Whether the bot may post embeds in this message's channel; Discord drops them otherwise."""
    channel = message.channel
    if message.guild is None or isinstance(channel, discord.PartialMessageable):
        return True
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return True  # unknown: the parent channel is hidden from the bot
    return channel.permissions_for(message.guild.me).embed_links


async def _answer(
    responder: Responder, message: discord.Message, question: str, bot_id: int
) -> AskResult | discord.Embed:
    """Answer a message. Raises ``RateLimited`` and ``WrongChannel``."""
    if responder.is_closing:
        return embeds.render_notice(texts.RESTARTING)
    place = _find_collection_name(message)
    try:
        check_channel(message, await responder.get_settings(place))
        responder.check_rate_limit(place, message.author.id)
        if not question:
            return embeds.render_notice(texts.HOW_TO_ASK)
        request = AskRequest(question, follows=await find_followed_key(message, bot_id))
        return await responder.run(
            place, lambda server: answer_question(server, request), Lane.QUESTIONS
        )
    except (RateLimited, WrongChannel):
        raise
    except Exception as error:  # noqa: BLE001 - the member sees any error
        return render_error(error)


def _find_collection_name(message: discord.Message) -> str:
    return build_collection_name(message.guild.id if message.guild else None, message.author.id)
