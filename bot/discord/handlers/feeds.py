"""``/feeds``: the feeds that a server follows."""

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.handlers import articles
from bot.discord.i18n.stored_messages import translate_stored
from bot.discord.render import article_texts, embeds
from bot.discord.render.choices import truncate_choice
from bot.discord.render.escape import to_one_line
from bot.discord.render.truncate import truncate
from bot.discord.runtime.permissions import can_manage, check_can_manage
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.ingest.service import IngestService
from bot.server_state import Server
from corpus.errors import ReadError
from corpus.store.records import FeedSubscription, hash_feed_url
from corpus.web import FetchError

MAX_FEEDS = 25
"""Feeds that a server may follow: the limit of autocomplete."""


class FeedCommands(app_commands.Group):
    """Commands for members who may change the articles."""

    def __init__(self, responder: Responder) -> None:
        super().__init__(
            name="feeds",
            description="Follow feeds; their new articles are added automatically.",
            guild_only=True,
        )
        self._responder = responder

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse members who may not change the articles, with the reason."""
        return await check_can_manage(self._responder, interaction)

    @app_commands.command(description="Follow a feed; its articles are added automatically.")
    @app_commands.describe(url="The address of a feed in RSS or Atom.")
    async def add(self, interaction: Interaction, url: str) -> None:
        """Read a feed and follow it; refuse an address that is not a feed."""
        address, ingest = articles.parse_address(url), self._responder.ingest
        await self._responder.respond(
            interaction,
            lambda server: _follow(ingest, server.state.name, address),
            ephemeral=True,
            lane=Lane.FETCHING,
        )

    @app_commands.command(name="list", description="List the feeds that this server follows.")
    async def list_(self, interaction: Interaction) -> None:
        """Show the feeds, and why a feed cannot be read."""
        await self._responder.respond(
            interaction, lambda server: render_feeds(server.state.feeds.all()), ephemeral=True
        )

    @app_commands.command(description="Stop following a feed. Its articles stay.")
    @app_commands.describe(feed="The feed's address; start typing to find it.")
    async def remove(self, interaction: Interaction, feed: str) -> None:
        """Stop following a feed."""
        await self._responder.respond(
            interaction,
            lambda server: embeds.render_notice(_unfollow(server, feed)),
            ephemeral=True,
            lane=Lane.CHANGES,
        )

    @remove.autocomplete("feed")
    async def _complete_address(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if not await can_manage(self._responder, interaction):
            return []
        followed = await self._responder.run(
            find_collection_name(interaction), lambda server: server.state.feeds.all(), Lane.LOOKUPS
        )
        matches = (feed.url for feed in followed if typed.strip().casefold() in feed.url.casefold())
        return [
            app_commands.Choice(name=truncate_choice(url), value=hash_feed_url(url))
            for url in matches
        ][:MAX_FEEDS]


def render_feeds(feeds: Sequence[FeedSubscription]) -> discord.Embed:
    """List the feeds of a server, each with the reason why it cannot be read."""
    if not feeds:
        return embeds.render_notice(article_texts.NO_FEEDS)
    room = embeds.MAX_DESCRIPTION // len(feeds) - 4
    return embeds.render_titled(
        article_texts.FEEDS_TITLE, ["\n".join(_format_feed(feed, room) for feed in feeds)]
    )


def _format_feed(feed: FeedSubscription, room: int) -> str:
    reason = f" ({translate_stored(feed.reason)})" if feed.reason else ""
    return "• " + truncate(to_one_line(feed.url + reason), room)


def _follow(ingest: IngestService, name: str, url: str) -> discord.Embed:
    try:
        first_read = ingest.follow(name, url, MAX_FEEDS)
    except (FetchError, ReadError) as error:
        return embeds.render_problem(article_texts.format_not_followed(url, error.message))
    if first_read is None:
        return embeds.render_problem(article_texts.format_too_many_feeds(MAX_FEEDS))
    if first_read.reason is not None:
        return embeds.render_notice(article_texts.format_followed_unread(url, first_read.reason))
    return embeds.render_notice(
        article_texts.format_followed(url, to_one_line(first_read.title), first_read.entries)
    )


def _unfollow(server: Server, reference: str) -> str:
    """Remove the feed with this address or key; return the sentence to show."""
    wanted = reference.strip()
    for feed in server.state.feeds.all():
        if wanted in (feed.url, hash_feed_url(feed.url)) and server.state.feeds.remove(feed.url):
            return article_texts.format_unfollowed(feed.url)
    return article_texts.NO_SUCH_FEED
