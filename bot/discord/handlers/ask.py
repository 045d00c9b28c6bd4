"""``/ask``, the "Check against articles" menu command, and ``/reindex``."""

from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.answering.claims import is_question
from bot.discord.components.views import Interaction
from bot.discord.handlers import ask_flow
from bot.discord.handlers.message_handler import strip_mentions
from bot.discord.render import embeds, texts
from bot.discord.render.choices import build_choices
from bot.discord.runtime import progress
from bot.discord.runtime.permissions import check_can_manage
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane


def build_question_commands(responder: Responder) -> list[app_commands.Command[Any, ..., None]]:
    """Build ``/ask`` and ``/reindex``."""
    return [_build_ask_command(responder), _build_reindex_command(responder)]


def _build_ask_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Ask the articles a question.")
    @app_commands.describe(
        question="What you want to know, in a sentence.",
        article="Answer only from this article; start typing to find it.",
        since="Answer from articles published on or after this date, such as 2012-10-05.",
        until="Answer from articles published on or before this date, such as 2012-10-05.",
        private="Show the answer only to you.",
    )
    async def ask(
        interaction: Interaction,
        question: str,
        article: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - Discord's options go by name
    ) -> None:
        first, last = ask_flow.parse_days(since, until)
        wanted = ask_flow.AskRequest(question, article, first, last, private)
        await ask_flow.ask(responder, interaction, wanted)

    @ask.autocomplete("article")
    async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await complete_articles(responder, interaction, typed)

    return ask


def build_check_menu(responder: Responder) -> app_commands.ContextMenu:
    """Build the menu command of a message that checks what it claims.

    A message that asks something is answered. Only the member who uses it sees the result, because
    the author did not ask for one.
    """

    async def check(interaction: Interaction, message: discord.Message) -> None:
        text = strip_mentions(message.content)
        if not text:
            await responder.respond_privately(interaction, embeds.render_notice(texts.NO_WORDS))
        elif is_question(text):
            await ask_flow.ask(responder, interaction, ask_flow.AskRequest(text, private=True))
        else:
            await ask_flow.check(responder, interaction, text)

    return app_commands.ContextMenu(name=texts.CHECK, callback=check)


def _build_reindex_command(responder: Responder) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(
        description="Fetch new articles from the feeds, then rebuild the indexes."
    )
    @app_commands.guild_only()
    @app_commands.check(partial(check_can_manage, responder))
    async def reindex(interaction: Interaction) -> None:
        place = find_collection_name(interaction)
        with responder.reindex_lock(place), responder.track(interaction):
            await responder.defer(interaction, ephemeral=True)
            async with progress.show_progress(responder, interaction) as report:
                done = await responder.run(
                    place, lambda _: responder.ingest.reindex(place, report), Lane.REINDEXING
                )
            await responder.show(interaction, embeds.render_reindex(done))

    return reindex


async def complete_articles(
    responder: Responder, interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Offer the articles of this server whose titles contain ``typed``."""
    lines = await responder.run(
        find_collection_name(interaction), lambda server: server.articles.articles(), Lane.LOOKUPS
    )
    return build_choices(lines, typed)
