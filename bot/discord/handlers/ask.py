"""The commands that ask, and ``/reindex``, which makes the answers right again."""

from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.handlers import ask_flow
from bot.discord.handlers.message_handler import words_of
from bot.discord.render import embeds, texts
from bot.discord.render.choices import choices
from bot.discord.runtime import progress
from bot.discord.runtime.permissions import may_manage
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from bot.reports import ReindexReport, Reporter


def question_commands(desk: Desk) -> list[app_commands.Command[Any, ..., None]]:
    """The commands that serve from this desk."""
    return [_ask(desk), _reindex(desk)]


def _ask(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Ask the articles a question.")
    @app_commands.describe(
        question="What you want to know, in a sentence.",
        article="Answer from this article alone; begin to type to find it.",
        since="Answer from articles published since this day, as 2012-10-05.",
        until="Answer from articles published until this day, as 2012-10-05.",
        private="Show the answer to you alone.",
    )
    async def ask(
        interaction: Interaction,
        question: str,
        article: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - Discord's options go by name
    ) -> None:
        first, last = ask_flow.days(since, until)
        wanted = ask_flow.Wanted(question, article, first, last, private)
        await ask_flow.ask(desk, interaction, wanted)

    @ask.autocomplete("article")
    async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offered(desk, interaction, typed)

    return ask


def check_menu(desk: Desk) -> app_commands.ContextMenu:
    """The command of a message's menu that treats the message as the question.

    Only who uses it sees the answer: the message's author has not asked for one.
    """

    async def check(interaction: Interaction, message: discord.Message) -> None:
        question = words_of(message.content)
        if question:
            await ask_flow.ask(desk, interaction, ask_flow.Wanted(question, private=True))
        else:
            await desk.whisper(interaction, embeds.notice(texts.NO_WORDS))

    return app_commands.ContextMenu(name=texts.CHECK, callback=check)


def _reindex(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Take what feeds have new, then build the indexes anew.")
    @app_commands.guild_only()
    @app_commands.check(partial(may_manage, desk))
    async def reindex(interaction: Interaction) -> None:
        place = place_of(interaction)
        with desk.turn(place), desk.serving(interaction):
            await desk.defer(interaction, ephemeral=True)
            async with progress.shown(desk, interaction) as report:
                done = await desk.work(place, partial(_reindexed, report), Lane.REINDEXING)
            await desk.show(interaction, embeds.reindexed(done))

    return reindex


def _reindexed(report: Reporter, articles: Collection) -> ReindexReport:
    return articles.reindex(report, asks_feeds=True)


async def offered(
    desk: Desk, interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """The articles of this place's collection whose titles hold what was typed."""
    lines = await desk.work(place_of(interaction), lambda c: c.articles(), Lane.LOOKUPS)
    return choices(lines, typed)
