"""``/articles``: add, list and remove a server's articles."""

from pathlib import PurePath

import aiohttp
import discord
from discord import app_commands

from bot.discord import rendering, texts
from bot.discord.background import Lane
from bot.discord.desk import Desk, Interaction, place_of
from bot.discord.permissions import may_manage
from bot.discord.questions import offered
from corpus.errors import ReadError

_KINDS = frozenset({".txt", ".jsonl"})


class Articles(app_commands.Group):
    """Commands for members who may manage the server."""

    def __init__(self, desk: Desk, attachment_limit: int) -> None:
        super().__init__(
            name="articles",
            description="Add, list and remove this server's articles.",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._desk = desk
        self._limit = attachment_limit

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse whoever may not manage the server, with the reason."""
        return may_manage(interaction)

    @app_commands.command(description="Add an article from a file.")
    @app_commands.describe(file="A .txt file with one article, or a .jsonl file with many.")
    async def add(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Read an attachment into this server's collection."""
        with self._desk.serving(interaction):
            await self._desk.defer(interaction, ephemeral=True)
            content = await fetched(file, self._limit)
            embed = await self._desk.work(
                place_of(interaction),
                lambda articles: rendering.imported(articles.add_document(file.filename, content)),
                Lane.CHANGES,
            )
            await self._desk.show(interaction, embed)

    @app_commands.command(name="list", description="List this server's articles, newest first.")
    @app_commands.describe(page="Which page of the list to show.")
    async def list_(self, interaction: Interaction, page: app_commands.Range[int, 1] = 1) -> None:
        """Show a page of this server's articles."""
        await self._desk.answer(
            interaction,
            lambda articles: rendering.articles(articles.articles(), page),
            ephemeral=True,
        )

    @app_commands.command(description="Remove an article and all its versions.")
    @app_commands.describe(article="The article's headline; begin to type to find it.")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Remove an article from this server's collection."""
        await self._desk.answer(
            interaction,
            lambda articles: rendering.removed(articles.remove(article)),
            ephemeral=True,
            lane=Lane.CHANGES,
        )

    @remove.autocomplete("article")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offered(self._desk, interaction, typed)


async def fetched(file: discord.Attachment, limit: int) -> bytes:
    """The attachment's bytes. Raises ``ReadError`` for another kind of file, or one past the limit.

    ``limit`` is in bytes.
    """
    if PurePath(file.filename).suffix.lower() not in _KINDS:
        raise ReadError(texts.wrong_kind(file.filename))
    if file.size > limit:
        raise ReadError(texts.too_large(file.filename, file.size, limit))
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise ReadError(texts.FETCH_FAILED) from error
