"""``/articles``: add, list and remove a server's articles."""

import discord
from discord import app_commands

from bot.discord import keeping, keeping_texts, paging, removing
from bot.discord.buttons import Interaction
from bot.discord.desk import Desk
from bot.discord.permissions import manages, may_manage
from bot.discord.questions import offered
from corpus.errors import ReadError


class Articles(app_commands.Group):
    """Commands for members who may change the articles."""

    def __init__(self, desk: Desk, attachment_limit: int) -> None:
        super().__init__(
            name="articles",
            description="Add, list and remove this server's articles.",
            guild_only=True,
        )
        self._desk = desk
        self._limit = attachment_limit

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse whoever may not change the articles, with the reason."""
        return await may_manage(self._desk, interaction)

    @app_commands.command(description="Add a file, a web page or a feed; or write into a form.")
    @app_commands.describe(
        file="Text, Markdown, a web page, PDF, a feed, or JSON Lines with many articles.",
        url="The address of a page, or of a feed whose articles are all added.",
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        url: str | None = None,
    ) -> None:
        """Read what is given into this server's collection; without either, open a form."""
        if file and url:
            raise ReadError(keeping_texts.ONE_OF_BOTH)
        if file:
            await keeping.add_file(self._desk, interaction, file, self._limit)
        elif url:
            await keeping.add_page(self._desk, interaction, url)
        else:
            await keeping.open_form(interaction)

    @app_commands.command(name="list", description="List this server's articles, newest first.")
    @app_commands.describe(page="Which page of the list to show.")
    async def list_(self, interaction: Interaction, page: app_commands.Range[int, 1] = 1) -> None:
        """Show a page of this server's articles."""
        await self._desk.answer(
            interaction,
            lambda articles: paging.articles(articles.articles(), page),
            ephemeral=True,
        )

    @app_commands.command(description="Remove an article and all its versions, after asking.")
    @app_commands.describe(article="The article's headline; begin to type to find it.")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Ask whether the article is to go; the buttons remove it, or do not."""
        member = interaction.user.id
        await self._desk.answer(
            interaction,
            lambda articles: removing.asked(articles, article, member),
            ephemeral=True,
        )

    @remove.autocomplete("article")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not await manages(self._desk, interaction):
            return []
        return await offered(self._desk, interaction, typed)
