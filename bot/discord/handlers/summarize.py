"""``/summarize``, of an article or a topic, and ``/digest``, of what is new."""

from typing import Any, Literal

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.handlers import ask_flow, pagination
from bot.discord.handlers.ask import complete_articles
from bot.discord.render import embeds, overviews, texts
from bot.discord.runtime.responder import Responder
from bot.errors import UsageError
from bot.server_state import Server
from corpus.store.server_settings import Length

_LengthName = Literal["short", "medium", "long"]


def build_summary_commands(responder: Responder) -> list[app_commands.Command[Any, ..., None]]:
    """The commands that serve summaries from this desk."""
    return [_build_summarize_command(responder), _build_digest_command(responder)]


def _build_summarize_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
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
        length: _LengthName | None = None,
    ) -> None:
        await _show_summary(
            responder, interaction, article, topic, Length(length) if length else None
        )

    @summarize.autocomplete("article")
    async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await complete_articles(responder, interaction, typed)

    return summarize


async def _show_summary(
    responder: Responder,
    interaction: Interaction,
    article: str | None,
    topic: str | None,
    length: Length | None,
) -> None:
    if bool(article) == bool(topic):
        raise UsageError(texts.ARTICLE_OR_TOPIC)

    def summarize_for(server: Server) -> discord.Embed:
        most = (length or server.state.settings.get().length).max_sentences
        if topic:
            return overviews.render_topic(server.articles.summarize_topic(topic, most))
        return embeds.render_summary(server.articles.summarize(article or "", most))

    await responder.respond(interaction, summarize_for, checks_channel=True)


def _build_digest_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Show what was published or arrived since a day.")
    @app_commands.describe(
        since="The day to begin with, as 2012-10-05; a week ago if you leave it out.",
        page="Which page to show.",
    )
    async def digest(
        interaction: Interaction, since: str | None = None, page: app_commands.Range[int, 1] = 1
    ) -> None:
        first, _ = ask_flow.parse_days(since, None)
        await responder.respond(
            interaction,
            lambda server: pagination.build_digest_page(server.articles.digest(first, page)),
            checks_channel=True,
        )

    return digest
