"""``/summarize``, of an article or a topic, and ``/digest``, of what is new."""

from typing import Any, Literal

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.handlers import ask_flow, pagination
from bot.discord.handlers.ask import offered
from bot.discord.render import embeds, overviews, texts
from bot.discord.runtime.responder import Desk
from bot.errors import UsageError
from bot.ports import Collection
from corpus.store.server_settings import Length

_Lengths = Literal["short", "medium", "long"]


def summary_commands(desk: Desk) -> list[app_commands.Command[Any, ..., None]]:
    """The commands that serve summaries from this desk."""
    return [_summarize(desk), _digest(desk)]


def _summarize(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Show the sentences that cover an article, or a topic, best.")
    @app_commands.describe(
        article="The article's headline; begin to type to find it.",
        topic="Instead of an article: what all articles say of this.",
        length="How many sentences: 3, 5 or 8; without it as many as this server has set, else 5.",
    )
    async def summarize(
        interaction: Interaction,
        article: str | None = None,
        topic: str | None = None,
        length: _Lengths | None = None,
    ) -> None:
        await _told(desk, interaction, article, topic, Length(length) if length else None)

    @summarize.autocomplete("article")
    async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offered(desk, interaction, typed)

    return summarize


async def _told(
    desk: Desk,
    interaction: Interaction,
    article: str | None,
    topic: str | None,
    length: Length | None,
) -> None:
    if bool(article) == bool(topic):
        raise UsageError(texts.ARTICLE_OR_TOPIC)

    def told(articles: Collection) -> discord.Embed:
        most = (length or articles.preferences.get().length).sentences
        if topic:
            return overviews.topic(articles.summarize_topic(topic, most))
        return embeds.summary(articles.summarize(article or "", most))

    await desk.answer(interaction, told, asks=True)


def _digest(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Show what was published or arrived since a day.")
    @app_commands.describe(
        since="The day to begin with, as 2012-10-05; a week ago if you leave it out.",
        page="Which page to show.",
    )
    async def digest(
        interaction: Interaction, since: str | None = None, page: app_commands.Range[int, 1] = 1
    ) -> None:
        first, _ = ask_flow.days(since, None)
        await desk.answer(
            interaction, lambda c: pagination.digest(c.digest(first, page)), asks=True
        )

    return digest
