"""Where questions and changes come in: from whose collection, in which thread, shown to whom."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import discord

from bot.discord.components.custom_ids import Renderable
from bot.discord.components.views import Interaction, to_message_kwargs
from bot.discord.i18n.language import Language, current_language
from bot.discord.render import article_texts, embeds, texts
from bot.discord.runtime import answer_channels, delivery
from bot.discord.runtime.rate_limits import Rate, RateLimits
from bot.discord.runtime.settings_cache import SettingsCache
from bot.discord.runtime.workers import Lane, WorkerPools
from bot.ingest.service import IngestService
from bot.library import Library
from bot.server_state import Server
from corpus.errors import StoreError
from corpus.store.announcements import PendingAnnouncement
from corpus.store.records import StoredQuestion
from corpus.store.server_settings import ServerSettings

_log = logging.getLogger(__name__)

T = TypeVar("T")
RenderJob = Callable[[Server], Renderable]
"""Asks something of a server and renders the outcome; it may block."""

EPHEMERAL_KEY = "ephemeral"
"""The key in an interaction's extras that says whether only the asker sees its answer."""
_CLOSING_NOTICE_SECONDS = 3.0
_LOG_QUESTION_SECONDS = 0.5
NO_MENTIONS = discord.AllowedMentions.none()


def build_collection_name(guild_id: int | None, user_id: int) -> str:
    """The collection of a server, or of a person's direct messages."""
    return f"dm-{user_id}" if guild_id is None else f"guild-{guild_id}"


def find_collection_name(interaction: Interaction) -> str:
    """The name of the collection that this interaction is about."""
    return build_collection_name(interaction.guild_id, interaction.user.id)


class Responder:
    """Serves interactions from a library's collections; knows how many are being served."""

    def __init__(
        self,
        library: Library,
        ingest: IngestService,
        worker_pools: WorkerPools,
        rate_limits: RateLimits | None = None,
    ) -> None:
        self._library = library
        self.ingest = ingest
        self._worker_pools = worker_pools
        self.rate_limits = rate_limits or RateLimits(Rate(0), Rate(0))
        self._tracked: dict[int, tuple[Interaction | discord.Message, Language]] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._reindexing: set[str] = set()
        self._settings_cache = SettingsCache(self._load_settings)
        self.is_closing = False
        self.bar_seconds = 2.0
        self.aborts_jobs = False

    async def run(self, collection_name: str, job: Callable[[Server], T], lane: Lane) -> T:
        """Do a blocking job on the server of this name, in a thread of this lane."""
        return await self._worker_pools.run(
            lane, lambda: job(self._library.server(collection_name))
        )

    async def find_due_announcements(self) -> Mapping[str, PendingAnnouncement]:
        """What each place has to announce. Raises ``StoreError``."""
        return await self._worker_pools.run(Lane.NEWS, self._library.due_announcements)

    async def get_settings(self, collection_name: str) -> ServerSettings:
        """What is set for a place, or was some seconds ago. Raises ``StoreError``."""
        return await self._settings_cache.get(collection_name)

    async def change_settings(
        self, collection_name: str, job: Callable[[Server], ServerSettings]
    ) -> ServerSettings:
        """Set something for a place; returns what is set then. Raises ``StoreError``."""
        try:
            return await self.run(collection_name, job, Lane.WRITES)
        finally:
            self._settings_cache.evict(collection_name)

    async def respond(
        self,
        interaction: Interaction,
        job: RenderJob,
        *,
        ephemeral: bool = False,
        lane: Lane = Lane.QUESTIONS,
        edits_message: bool = False,
        checks_channel: bool = False,
    ) -> None:
        """Defer, do the job on this place's collection, and show what it made.

        ``turns``: it is shown in the message that the pressed button stands under. ``asks``: only
        in channels where questions are answered; raises ``WrongChannel`` in others.
        """
        with self.track(interaction):
            await self.defer(
                interaction,
                ephemeral=ephemeral,
                edits_message=edits_message,
                checks_channel=checks_channel,
            )
            await self.show(
                interaction, await self.run(find_collection_name(interaction), job, lane)
            )

    async def defer(
        self,
        interaction: Interaction,
        *,
        ephemeral: bool,
        edits_message: bool = False,
        checks_channel: bool = False,
    ) -> None:
        """Tell Discord at once that the answer is being worked on; as ``answer`` says.

        A question in the wrong channel is turned away before that, so that only its asker sees it.
        """
        interaction.extras[EPHEMERAL_KEY] = ephemeral
        reading = (
            await self.start_channel_check(interaction)
            if checks_channel and interaction.guild_id
            else None
        )
        await delivery.acknowledge(interaction, ephemeral=ephemeral, thinking=not edits_message)
        if reading:
            answer_channels.check_channel(interaction, await reading)

    async def start_channel_check(self, interaction: Interaction) -> asyncio.Future[ServerSettings]:
        """Raise ``WrongChannel`` where no questions are answered, as ``channels.admit`` does."""
        return await answer_channels.start_channel_check(
            self.get_settings(find_collection_name(interaction)), interaction
        )

    async def show(self, interaction: Interaction, shown: Renderable) -> None:
        """Put what is shown where "thinking" stands.

        An edit rather than a follow-up: sent twice by a retry, it is still one message.
        """
        await delivery.edit_original(interaction, **to_message_kwargs(shown))

    async def respond_privately(self, interaction: Interaction, embed: discord.Embed) -> None:
        """Answer at once, to the member alone, without any work."""
        interaction.extras[EPHEMERAL_KEY] = True
        await delivery.respond_privately(interaction, embed)

    def check_rate_limit(self, collection_name: str, member: int, cost: float = 1.0) -> None:
        """Let a question in, or raise ``RateLimited`` where this member or place has asked too many."""
        wait = self.rate_limits.acquire(collection_name, member, cost)
        if wait:
            raise texts.RateLimited(texts.format_rate_limited(wait))

    @asynccontextmanager
    async def log_question(
        self, collection_name: str, question: StoredQuestion
    ) -> AsyncIterator[None]:
        """Keep a question whose answer is shown inside: before that, if the store is quick.

        Its buttons then work from the moment that they are seen, and a slow store holds up no
        answer. Failing to keep it, only its buttons do not work.
        """
        kept = asyncio.ensure_future(self._store_question(collection_name, question))
        await asyncio.wait({kept}, timeout=_LOG_QUESTION_SECONDS)
        try:
            yield
        finally:
            await kept

    async def _store_question(self, collection_name: str, question: StoredQuestion) -> None:
        try:
            await self.run(
                collection_name, lambda server: server.state.questions.add(question), Lane.WRITES
            )
        except StoreError as error:
            _log.error("A question could not be kept: %s", error)

    async def _load_settings(self, collection_name: str) -> ServerSettings:
        return await self.run(
            collection_name, lambda server: server.state.settings.get(), Lane.LOOKUPS
        )

    @contextmanager
    def track(self, source: Interaction | discord.Message) -> Iterator[None]:
        """What runs inside answers this, so that closing waits for it."""
        self._tracked[source.id] = source, current_language()
        self._idle.clear()
        try:
            yield
        finally:
            self._tracked.pop(source.id, None)
            if not self._tracked:
                self._idle.set()

    @contextmanager
    def reindex_lock(self, collection_name: str) -> Iterator[None]:
        """Hold this place's one turn at reindexing. Raises ``AlreadyRunning`` where it is taken."""
        if collection_name in self._reindexing:
            raise texts.AlreadyRunning(article_texts.REINDEX_RUNNING)
        self._reindexing.add(collection_name)
        try:
            yield
        finally:
            self._reindexing.discard(collection_name)

    async def finish(self, within: float) -> bool:
        """Take no more, and wait for what is being served, at most ``within`` seconds.

        Whoever would wait in vain is told to ask again.
        """
        self.is_closing = True
        try:
            async with asyncio.timeout(within):
                await self._idle.wait()
        except TimeoutError:
            self.aborts_jobs = True
            await self._send_closing_notices()
            return False
        return True

    async def _send_closing_notices(self) -> None:
        sorry = [
            _send_notice(asked, embeds.render_notice(language.translate(texts.RESTARTING)))
            for asked, language in self._tracked.values()
        ]
        await asyncio.gather(*sorry, return_exceptions=True)


async def _send_notice(source: Interaction | discord.Message, embed: discord.Embed) -> None:
    async with asyncio.timeout(_CLOSING_NOTICE_SECONDS):
        if isinstance(source, discord.Message):
            await delivery.reply(source, _CLOSING_NOTICE_SECONDS, embed=embed)
        else:
            await delivery.edit_original(source, _CLOSING_NOTICE_SECONDS, embed=embed)
