"""New articles, announced in the channel that a server has chosen for them.

The store knows how far has been announced, and is told of an announcement before it is sent: one
that a crash cut short is sent again with the same articles and the same nonce, and Discord keeps
the first message of a nonce. It remembers nonces for some minutes: where it took a message, and
neither its answer nor the next try got through within these, the message can be there twice.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import discord

from bot.discord.i18n.language import speaking
from bot.discord.render import texts
from bot.discord.render.overviews import announcement
from bot.discord.runtime import delivery
from bot.discord.runtime.errors import noted
from bot.discord.runtime.responder import Desk
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from corpus.errors import BylineError
from corpus.messages import Said
from corpus.store.announcements import Due

_log = logging.getLogger(__name__)

_GUILD = re.compile(r"guild-(\d{1,20})")
_MOST_LOOKS = 8
_TO_SEND = 60.0
_ALL = "all servers"
_REFUSED = frozenset({400, 403, 404})
"""Statuses with which Discord will not take a message, however often it is sent."""

Channel = discord.abc.GuildChannel | discord.Thread | None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """How far the change log was at the last look, and how often news has been waited for."""

    upto: int
    looks: int


class Announcer:
    """Announces what is new in the collections of servers, one message for each at a time.

    Articles that come soon after each other share a message: it is sent once a look finds nothing
    newer than the one before, and at the eighth look at the latest (after two minutes, where they
    are 15 seconds apart). Where Discord does not let the bot write, the reason is logged once and
    what was to be announced is left out.

    ``guild`` finds a server by its id; what it does not find, or is out of reach, waits.
    """

    def __init__(self, desk: Desk, guild: Callable[[int], discord.Guild | None]) -> None:
        self._desk = desk
        self._guild = guild
        self._waiting: dict[str, _Waiting] = {}
        self._sent: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def look(self) -> None:
        """Look once for news, and begin to announce what is not waited for any longer."""
        if self._desk.closing:
            return
        try:
            found = await self._desk.due()
        except Exception as error:  # noqa: BLE001 - the loop's boundary: the next look may succeed
            self._tell_failure(_ALL, error)
            return
        self._told.pop(_ALL, None)
        if not self._desk.closing:
            self._begin(found)

    async def finish(self, within: float) -> None:
        """Wait for what is under way, at most so many seconds, and drop the rest.

        What is cut short is announced by the next process.
        """
        left = set(self._under_way.values())
        if left:
            _, left = await asyncio.wait(left, timeout=within)
        for task in left:
            task.cancel()

    def _begin(self, found: Mapping[str, Due]) -> None:
        self._waiting = {name: each for name, each in self._waiting.items() if name in found}
        for place, due in found.items():
            guild = self._guild_of(place)
            if guild is None or place in self._under_way or not self._is_time(place, due):
                continue
            task = asyncio.get_running_loop().create_task(self._served(place, guild, due))
            self._under_way[place] = task
            task.add_done_callback(partial(self._ended, place))

    def _ended(self, place: str, _: asyncio.Task[None]) -> None:
        del self._under_way[place]

    def _guild_of(self, place: str) -> discord.Guild | None:
        named = _GUILD.fullmatch(place)
        guild = self._guild(int(named[1])) if named else None
        return None if guild is None or guild.unavailable else guild

    def _is_time(self, place: str, due: Due) -> bool:
        before = self._waiting.get(place, _Waiting(-1, 0))
        self._waiting[place] = _Waiting(due.upto, before.looks + 1)
        return due.begun or due.upto == before.upto or before.looks + 1 >= _MOST_LOOKS

    async def _served(self, place: str, guild: discord.Guild, due: Due) -> None:
        try:
            await self._announce(place, guild, due)
        except Exception as error:  # noqa: BLE001 - the boundary: one server costs no other
            self._tell_failure(place, error)
        else:
            self._waiting.pop(place, None)

    async def _announce(self, place: str, guild: discord.Guild, due: Due) -> None:
        """Announce, and move on. Raises what may be otherwise at the next look."""
        nonce = _nonce(place, due)
        if self._sent.get(place) != nonce:
            await self._send(place, guild, due, nonce)
        self._sent[place] = nonce  # if it cannot be noted now, it is not sent again all the same
        await self._desk.work(place, lambda c: c.announcements.end(due), Lane.NEWS)
        self._sent.pop(place, None)

    async def _send(self, place: str, guild: discord.Guild, due: Due, nonce: str) -> None:
        channel = guild.get_channel_or_thread(due.channel)  # no other server's channel is there
        reason = can_announce(channel)
        if reason or not isinstance(channel, discord.abc.Messageable):
            self._tell(place, reason or texts.NEWS_CHANNEL_GONE)
            return
        with speaking(guild.preferred_locale):
            embed = await self._desk.work(place, partial(_begun, due=due), Lane.NEWS)
        if embed is None:
            return
        try:
            await delivery.post(channel, nonce, _TO_SEND, embed=embed)
        except Exception as error:
            if _may_pass(error):
                raise
            self._tell_failure(place, error)
        else:
            self._told.pop(place, None)

    def _tell_failure(self, place: str, error: Exception) -> None:
        foreseen = isinstance(error, (BylineError, *delivery.UNREACHABLE))
        if foreseen:
            self._tell(place, str(error) or type(error).__name__)
        elif self._told.get(place) != repr(error):
            self._told[place] = repr(error)
            noted(error)

    def _tell(self, place: str, reason: str) -> None:
        if self._told.get(place) != reason:
            self._told[place] = reason
            _log.warning("The new articles of %s are not announced: %s", place, reason)


def can_announce(channel: Channel) -> Said | None:
    """Why nothing can be announced in a channel; ``None`` where that is possible."""
    if not isinstance(channel, discord.abc.Messageable):
        return texts.NEWS_CHANNEL_GONE
    has = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    may_send = has.send_messages_in_threads if is_thread else has.send_messages
    allowed = has.view_channel and may_send and has.embed_links
    return None if allowed else texts.NEWS_NOT_ALLOWED


def _may_pass(error: Exception) -> bool:
    # What nobody foresaw may have come after the message was taken: it is not sent for ever.
    if isinstance(error, discord.HTTPException):
        return error.status not in _REFUSED
    return isinstance(error, delivery.UNREACHABLE)


def _begun(articles: Collection, due: Due) -> discord.Embed | None:
    """The announcement, noted as begun; ``None`` where nothing of it is news."""
    news = articles.news(due)
    if not news.entries:
        return None
    if not due.begun:
        articles.announcements.begin(due)
    return announcement(news)


def _nonce(place: str, due: Due) -> str:
    of = f"{place} {due.channel} {due.after} {due.upto}"
    return sha256(of.encode()).hexdigest()[:24]
