"""Announcements of new articles in the channel that a server has chosen for them.

The store records how far articles are announced, and records an announcement before it is sent. An
announcement that a crash interrupts is sent again with the same articles and the same nonce, and
Discord keeps only the first message with a nonce. Discord remembers nonces for a few minutes: if
its response is lost and the next attempt comes later than that, the message appears twice.
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
"""HTTP statuses after which sending the same message again does not help."""

AnnouncementChannel = discord.abc.GuildChannel | discord.Thread | None


@dataclass(frozen=True, slots=True)
class _LastCheck:
    """The position of the change log at the last check, and the number of checks so far."""

    upto: int
    checks: int


class Announcer:
    """Announces the new articles of each server, one message a server at a time.

    Articles that are added soon after each other share a message. It is sent when a check finds
    nothing newer than the check before, at the latest at the eighth check (after two minutes, if
    checks are 15 seconds apart). If Discord does not let the bot write to the channel, the reason
    is logged once and the announcement is dropped.

    ``find_guild`` finds a server by its id. Announcements for a server that it does not find, or
    that is unavailable, stay pending.
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
        """Check once for new articles, and start the announcements that are due."""
        if self._responder.is_closing:
            return
        try:
            pending = await self._responder.find_due_announcements()
        except Exception as error:  # noqa: BLE001 - the loop goes on: the next check may succeed
            self._log_failure(_ALL_SERVERS, error)
            return
        self._logged_reasons.pop(_ALL_SERVERS, None)
        if not self._responder.is_closing:
            self._start_tasks(pending)

    async def finish(self, within: float) -> None:
        """Wait at most ``within`` seconds for running announcements, then cancel the rest.

        The next process sends the cancelled ones.
        """
        left = set(self._tasks.values())
        if left:
            _, left = await asyncio.wait(left, timeout=within)
        for task in left:
            task.cancel()

    def _start_tasks(self, pending: Mapping[str, PendingAnnouncement]) -> None:
        self._last_checks = {
            name: each for name, each in self._last_checks.items() if name in pending
        }
        for place, due in pending.items():
            guild = self._resolve_guild(place)
            if guild is None or place in self._tasks or not self._is_due(place, due):
                continue
            task = asyncio.get_running_loop().create_task(self._run(place, guild, due))
            self._tasks[place] = task
            task.add_done_callback(partial(self._remove_task, place))

    def _remove_task(self, place: str, _: asyncio.Task[None]) -> None:
        del self._tasks[place]

    def _resolve_guild(self, place: str) -> discord.Guild | None:
        match = _GUILD_COLLECTION.fullmatch(place)
        guild = self._find_guild(int(match[1])) if match else None
        return None if guild is None or guild.unavailable else guild

    def _is_due(self, place: str, due: PendingAnnouncement) -> bool:
        before = self._last_checks.get(place, _LastCheck(-1, 0))
        self._last_checks[place] = _LastCheck(due.upto, before.checks + 1)
        return due.begun or due.upto == before.upto or before.checks + 1 >= _MAX_CHECKS

    async def _run(self, place: str, guild: discord.Guild, due: PendingAnnouncement) -> None:
        try:
            await self._announce(place, guild, due)
        except Exception as error:  # noqa: BLE001 - an error of one server affects no other
            self._log_failure(place, error)
        else:
            self._last_checks.pop(place, None)

    async def _announce(self, place: str, guild: discord.Guild, due: PendingAnnouncement) -> None:
        """Send the announcement and mark it as sent. Raises errors that the next check may fix."""
        nonce = _compute_nonce(place, due)
        if self._sent.get(place) != nonce:
            await self._send(place, guild, due, nonce)
        self._sent[place] = nonce  # not sent again, even if the store cannot record it now
        await self._responder.run(
            place, lambda server: server.state.announcements.mark_sent(due), Lane.NEWS
        )
        self._sent.pop(place, None)

    async def _send(
        self, place: str, guild: discord.Guild, due: PendingAnnouncement, nonce: str
    ) -> None:
        channel = guild.get_channel_or_thread(due.channel)  # never a channel of another server
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
        if isinstance(error, (BylineError, *delivery.UNREACHABLE)):
            self._log_reason(place, str(error) or type(error).__name__)
        elif self._logged_reasons.get(place) != repr(error):
            self._logged_reasons[place] = repr(error)
            log_unexpected(error)

    def _log_reason(self, place: str, reason: str) -> None:
        if self._logged_reasons.get(place) != reason:
            self._logged_reasons[place] = reason
            _log.warning("The new articles of %s are not announced: %s", place, reason)


def find_announce_problem(channel: AnnouncementChannel) -> Message | None:
    """Return the reason why the bot cannot announce in a channel, or ``None`` if it can."""
    if not isinstance(channel, discord.abc.Messageable):
        return texts.NEWS_CHANNEL_DELETED
    has = channel.permissions_for(channel.guild.me)
    is_thread = isinstance(channel, discord.Thread)
    may_send = has.send_messages_in_threads if is_thread else has.send_messages
    allowed = has.view_channel and may_send and has.embed_links
    return None if allowed else texts.NEWS_NOT_ALLOWED


def _is_retryable(error: Exception) -> bool:
    # After an unexpected error the message may have arrived, so it is not sent again and again.
    if isinstance(error, discord.HTTPException):
        return error.status not in _PERMANENT_STATUSES
    return isinstance(error, delivery.UNREACHABLE)


def _begin_announcement(server: Server, due: PendingAnnouncement) -> discord.Embed | None:
    """Render the announcement and mark it as started; ``None`` if it has no new article."""
    news = server.articles.news(due)
    if not news.entries:
        return None
    if not due.begun:
        server.state.announcements.mark_started(due)
    return render_announcement(news)


def _compute_nonce(place: str, due: PendingAnnouncement) -> str:
    identity = f"{place} {due.channel} {due.after} {due.upto}"
    return sha256(identity.encode()).hexdigest()[:24]
