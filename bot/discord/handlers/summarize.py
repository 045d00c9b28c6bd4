"""``/summarize`` for an article or a topic, and ``/digest`` for new articles."""

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
    """Build ``/summarize`` and ``/digest``."""
    return [_build_summarize_command(responder), _build_digest_command(responder)]


def _build_summarize_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(
        description="Show the sentences that best summarize an article or a topic."
    )
    @app_commands.describe(
        article="The article's headline; start typing to find it.",
        topic="Instead of an article: a topic, from all articles.",
        length="How many sentences: 3, 5 or 8. Default: the setting of this server.",
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
    @app_commands.command(description="Show articles published or added since a date.")
    @app_commands.describe(
        since="The first date, such as 2012-10-05. Default: a week ago.",
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
