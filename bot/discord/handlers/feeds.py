"""``/feeds``: the feeds whose articles a server takes as they come."""

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.discord.components.views import Interaction
from bot.discord.handlers import articles
from bot.discord.i18n.stored_messages import recalled
from bot.discord.render import article_texts, embeds
from bot.discord.render.choices import short
from bot.discord.render.escape import one_line
from bot.discord.render.truncate import begin
from bot.discord.runtime.permissions import manages, may_manage
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from corpus.errors import ReadError
from corpus.store.records import FollowedFeed, feed_key
from corpus.web import FetchError

MOST = 25
"""How many feeds a server may follow: as many as autocomplete offers."""


class Feeds(app_commands.Group):
    """Commands for members who may change the articles."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            name="feeds",
            description="Follow feeds, whose articles are added as they come.",
            guild_only=True,
        )
        self._desk = desk

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse whoever may not change the articles, with the reason."""
        return await may_manage(self._desk, interaction)

    @app_commands.command(description="Follow a feed: what it names is added as it comes.")
    @app_commands.describe(url="The address of a feed in RSS or Atom.")
    async def add(self, interaction: Interaction, url: str) -> None:
        """Read a feed and follow it; what is none is refused."""
        address = articles.checked(url)
        await self._desk.answer(
            interaction,
            lambda articles: _followed(articles, address),
            ephemeral=True,
            lane=Lane.FETCHING,
        )

    @app_commands.command(name="list", description="List the feeds that this server follows.")
    async def list_(self, interaction: Interaction) -> None:
        """Show the feeds, and what is wrong with those that cannot be read."""
        await self._desk.answer(
            interaction, lambda articles: listed(articles.feeds.all()), ephemeral=True
        )

    @app_commands.command(description="Follow a feed no more. Its articles stay.")
    @app_commands.describe(feed="The feed's address; begin to type to find it.")
    async def remove(self, interaction: Interaction, feed: str) -> None:
        """Follow a feed no more."""
        await self._desk.answer(
            interaction,
            lambda articles: embeds.notice(_left(articles, feed)),
            ephemeral=True,
            lane=Lane.CHANGES,
        )

    @remove.autocomplete("feed")
    async def _addresses(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if not await manages(self._desk, interaction):
            return []
        followed = await self._desk.work(
            place_of(interaction), lambda articles: articles.feeds.all(), Lane.LOOKUPS
        )
        found = (feed.url for feed in followed if typed.strip().casefold() in feed.url.casefold())
        return [app_commands.Choice(name=short(url), value=feed_key(url)) for url in found][:MOST]


def listed(followed: Sequence[FollowedFeed]) -> discord.Embed:
    """The feeds that a server follows, each with what is wrong with it."""
    if not followed:
        return embeds.notice(article_texts.NO_FEEDS)
    room = embeds.DESCRIPTION // len(followed) - 4
    return embeds.titled(article_texts.FEEDS, ["\n".join(_line(feed, room) for feed in followed)])


def _line(feed: FollowedFeed, room: int) -> str:
    wrong = f" ({recalled(feed.reason)})" if feed.reason else ""
    return "• " + begin(one_line(feed.url + wrong), room)


def _followed(articles: Collection, url: str) -> discord.Embed:
    try:
        begun = articles.follow(url, MOST)
    except (FetchError, ReadError) as error:
        return embeds.problem(article_texts.not_followed(url, error.sentence))
    if begun is None:
        return embeds.problem(article_texts.too_many_feeds(MOST))
    if begun.reason is not None:
        return embeds.notice(article_texts.following_unread(url, begun.reason))
    return embeds.notice(article_texts.following(url, one_line(begun.title), begun.entries))


def _left(articles: Collection, reference: str) -> str:
    """Leave the feed of this address, or of this key of one."""
    wanted = reference.strip()
    for feed in articles.feeds.all():
        if wanted in (feed.url, feed_key(feed.url)) and articles.feeds.remove(feed.url):
            return article_texts.left(feed.url)
    return article_texts.NO_SUCH_FEED
