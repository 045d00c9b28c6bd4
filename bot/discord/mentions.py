"""Questions asked by mentioning the bot, or in a direct message."""

import re

import discord

from bot.discord import rendering, texts
from bot.discord.background import Lane
from bot.discord.desk import NO_MENTIONS, Desk, collection_name
from bot.discord.failures import explained

_WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})


def question_in(message: discord.Message, bot_id: int) -> str | None:
    """The question put to the bot, perhaps empty; ``None`` where the message is not for it.

    A reply that only pings the bot is not for it: the mention has to stand in the text.
    """
    if message.author.bot or message.webhook_id or message.type not in _WRITTEN:
        return None
    mention = re.compile(rf"<@!?{bot_id}>")
    if message.guild is not None and not mention.search(message.content):
        return None
    return " ".join(mention.sub(" ", message.content).split())


async def answer_message(desk: Desk, message: discord.Message, question: str) -> None:
    """Reply to a message with the answer, the reason why there is none, or how to ask."""
    with desk.serving():
        embed = await _answered(desk, message, question)
        reference = message.to_reference(fail_if_not_exists=False)
        if may_show_embeds(message):
            await message.channel.send(
                embed=embed, reference=reference, allowed_mentions=NO_MENTIONS
            )
        else:
            await message.channel.send(
                texts.NEED_EMBEDS, reference=reference, allowed_mentions=NO_MENTIONS
            )


def may_show_embeds(message: discord.Message) -> bool:
    """Whether the bot may post embeds where this message stands; Discord drops them otherwise."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return True
    return message.channel.permissions_for(message.guild.me).embed_links


async def _answered(desk: Desk, message: discord.Message, question: str) -> discord.Embed:
    if not question:
        return rendering.notice(texts.HOW_TO_ASK)
    place = collection_name(message.guild.id if message.guild else None, message.author.id)
    try:
        return await desk.work(
            place, lambda articles: rendering.reply(articles.ask(question)), Lane.QUESTIONS
        )
    except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the asker is told
        return explained(error)
