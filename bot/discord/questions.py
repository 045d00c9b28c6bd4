"""``/ask`` and ``/summarize``, and ``/reindex``, which makes the answers right again."""

from typing import Any

from discord import app_commands

from bot.discord import rendering
from bot.discord.background import Lane
from bot.discord.choices import choices
from bot.discord.desk import Desk, Interaction, place_of
from bot.discord.permissions import may_manage


def question_commands(desk: Desk) -> list[app_commands.Command[Any, ..., None]]:
    """The commands that serve from this desk."""
    return [_ask(desk), _summarize(desk), _reindex(desk)]


def _ask(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Ask the articles a question.")
    @app_commands.describe(question="What you want to know, in a sentence.")
    async def ask(interaction: Interaction, question: str) -> None:
        await desk.answer(interaction, lambda articles: rendering.reply(articles.ask(question)))

    return ask


def _summarize(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Show the sentences that cover an article best.")
    @app_commands.describe(article="The article's headline; begin to type to find it.")
    async def summarize(interaction: Interaction, article: str) -> None:
        await desk.answer(
            interaction, lambda articles: rendering.summary(articles.summarize(article))
        )

    @summarize.autocomplete("article")
    async def titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offered(desk, interaction, typed)

    return summarize


def _reindex(desk: Desk) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(description="Build this server's indexes anew from its articles.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.check(may_manage)
    async def reindex(interaction: Interaction) -> None:
        with desk.turn(place_of(interaction)):
            await desk.answer(
                interaction,
                lambda articles: rendering.reindexed(articles.reindex()),
                ephemeral=True,
                lane=Lane.REINDEXING,
            )

    return reindex


async def offered(
    desk: Desk, interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """The articles of this place's collection whose titles hold what was typed."""
    lines = await desk.work(place_of(interaction), lambda c: c.articles(), Lane.QUESTIONS)
    return choices(lines, typed)
