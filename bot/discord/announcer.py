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

from bot.discord.i18n.language import language_context
from bot.discord.render import texts
from bot.discord.render.overviews import render_announcement
from bot.discord.runtime import delivery
from bot.discord.runtime.errors import log_unexpected
from bot.discord.runtime.responder import Responder
from bot.discord.runtime.workers import Lane
from bot.server_state import Server
from corpus.errors import BylineError
from corpus.messages import Message
from corpus.store.announcements import PendingAnnouncement

_log = logging.getLogger(__name__)

_GUILD_COLLECTION = re.compile(r"guild-(\d{1,20})")
_MAX_CHECKS = 8
_SEND_SECONDS = 60.0
_ALL_SERVERS = "all servers"
_PERMANENT_STATUSES = frozenset({400, 403, 404})
"""Statuses with which Discord will not take a message, however often it is sent."""

AnnouncementChannel = discord.abc.GuildChannel | discord.Thread | None


@dataclass(frozen=True, slots=True)
class _LastCheck:
    """How far the change log was at the last look, and how often news has been waited for."""

    upto: int
    checks: int


class Announcer:
    """Announces what is new in the collections of servers, one message for each at a time.

    Articles that come soon after each other share a message: it is sent once a look finds nothing
    newer than the one before, and at the eighth look at the latest (after two minutes, where they
    are 15 seconds apart). Where Discord does not let the bot write, the reason is logged once and
    what was to be announced is left out.

    ``guild`` finds a server by its id; what it does not find, or is out of reach, waits.
    """

    def __init__(
        self, responder: Responder, find_guild: Callable[[int], discord.Guild | None]
    ) -> None:
        self._responder = responder
        self._find_guild = find_guild
        self._last_checks: dict[str, _LastCheck] = {}
        self._sent: dict[str, str] = {}
        self._logged_reasons: dict[str, str] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def check(self) -> None:
        """Look once for news, and begin to announce what is not waited for any longer."""
        if self._responder.is_closing:
            return
        try:
            found = await self._responder.find_due_announcements()
        except Exception as error:  # noqa: BLE001 - the loop's boundary: the next look may succeed
            self._log_failure(_ALL_SERVERS, error)
            return
        self._logged_reasons.pop(_ALL_SERVERS, None)
        if not self._responder.is_closing:
            self._start_tasks(found)

    async def finish(self, within: float) -> None:
        """Wait for what is under way, at most so many seconds, and drop the rest.

        What is cut short is announced by the next process.
        """
        left = set(self._tasks.values())
        if left:
            _, left = await asyncio.wait(left, timeout=within)
        for task in left:
            task.cancel()

    def _start_tasks(self, found: Mapping[str, PendingAnnouncement]) -> None:
        self._last_checks = {
            name: each for name, each in self._last_checks.items() if name in found
        }
        for place, due in found.items():
            guild = self._resolve_guild(place)
            if guild is None or place in self._tasks or not self._is_due(place, due):
                continue
            task = asyncio.get_running_loop().create_task(self._run(place, guild, due))
            self._tasks[place] = task
            task.add_done_callback(partial(self._remove_task, place))

    def _remove_task(self, place: str, _: asyncio.Task[None]) -> None:
        del self._tasks[place]

    def _resolve_guild(self, place: str) -> discord.Guild | None:
        named = _GUILD_COLLECTION.fullmatch(place)
        guild = self._find_guild(int(named[1])) if named else None
        return None if guild is None or guild.unavailable else guild

    def _is_due(self, place: str, due: PendingAnnouncement) -> bool:
        before = self._last_checks.get(place, _LastCheck(-1, 0))
        self._last_checks[place] = _LastCheck(due.upto, before.checks + 1)
        return due.begun or due.upto == before.upto or before.checks + 1 >= _MAX_CHECKS

    async def _run(self, place: str, guild: discord.Guild, due: PendingAnnouncement) -> None:
        try:
            await self._announce(place, guild, due)
        except Exception as error:  # noqa: BLE001 - the boundary: one server costs no other
            self._log_failure(place, error)
        else:
            self._last_checks.pop(place, None)

    async def _announce(self, place: str, guild: discord.Guild, due: PendingAnnouncement) -> None:
        """Announce, and move on. Raises what may be otherwise at the next look."""
        nonce = _compute_nonce(place, due)
        if self._sent.get(place) != nonce:
            await self._send(place, guild, due, nonce)
        self._sent[place] = nonce  # if it cannot be noted now, it is not sent again all the same
        await self._responder.run(
            place, lambda server: server.state.announcements.mark_sent(due), Lane.NEWS
        )
        self._sent.pop(place, None)

    async def _send(
        self, place: str, guild: discord.Guild, due: PendingAnnouncement, nonce: str
    ) -> None:
        channel = guild.get_channel_or_thread(due.channel)  # no other server's channel is there
        reason = find_announce_problem(channel)
        if reason or not isinstance(channel, discord.abc.Messageable):
            self._log_reason(place, reason or texts.NEWS_CHANNEL_DELETED)
            return
        with language_context(guild.preferred_locale):
            embed = await self._responder.run(
                place, partial(_begin_announcement, due=due), Lane.NEWS
            )
        if embed is None:
            return
        try:
            await delivery.post(channel, nonce, _SEND_SECONDS, embed=embed)
        except Exception as error:
            if _is_retryable(error):
                raise
            self._log_failure(place, error)
        else:
            self._logged_reasons.pop(place, None)

    def _log_failure(self, place: str, error: Exception) -> None:
        foreseen = isinstance(error, (BylineError, *delivery.UNREACHABLE))
        if foreseen:
            self._log_reason(place, str(error) or type(error).__name__)
        elif self._logged_reasons.get(place) != repr(error):
            self._logged_reasons[place] = repr(error)
            log_unexpected(error)

    def _log_reason(self, place: str, reason: str) -> None:
        if self._logged_reasons.get(place) != reason:
            self._logged_reasons[place] = reason
            _log.warning("The new articles of %s are not announced: %s", place, reason)


def find_announce_problem(channel: AnnouncementChannel) -> Message | None:
    """Why nothing can be announced in a channel; ``None`` where that is possible."""
    if not isinstance(channel, discord.abc.Messageable):
        return texts.NEWS_CHANNEL_DELETED
    has = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    may_send = has.send_messages_in_threads if is_thread else has.send_messages
    allowed = has.view_channel and may_send and has.embed_links
    return None if allowed else texts.NEWS_NOT_ALLOWED


def _is_retryable(error: Exception) -> bool:
    # What nobody foresaw may have come after the message was taken: it is not sent for ever.
    if isinstance(error, discord.HTTPException):
        return error.status not in _PERMANENT_STATUSES
    return isinstance(error, delivery.UNREACHABLE)


def _begin_announcement(server: Server, due: PendingAnnouncement) -> discord.Embed | None:
    """The announcement, noted as begun; ``None`` where nothing of it is news."""
    news = server.articles.news(due)
    if not news.entries:
        return None
    if not due.begun:
        server.state.announcements.mark_started(due)
    return render_announcement(news)


def _compute_nonce(place: str, due: PendingAnnouncement) -> str:
    of = f"{place} {due.channel} {due.after} {due.upto}"
    return sha256(of.encode()).hexdigest()[:24]
