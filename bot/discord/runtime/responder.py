"""The responder: it runs the work of an interaction in a thread and shows the result."""

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
from corpus.messages import plural
from corpus.store.announcements import PendingAnnouncement
from corpus.store.records import StoredQuestion
from corpus.store.server_settings import ServerSettings

_log = logging.getLogger(__name__)

T = TypeVar("T")
RenderJob = Callable[[Server], Renderable]
"""Work for a server that returns what to show; it may block."""

EPHEMERAL_KEY = "ephemeral"
"""Key in the extras of an interaction: whether only the member sees the answer."""
_CLOSING_NOTICE_SECONDS = 3.0
_LOG_QUESTION_SECONDS = 0.5
NO_MENTIONS = discord.AllowedMentions.none()


def build_collection_name(guild_id: int | None, user_id: int) -> str:
    """Return the collection name of a server, or of a person's direct messages."""
    return f"dm-{user_id}" if guild_id is None else f"guild-{guild_id}"


def find_collection_name(interaction: Interaction) -> str:
    """Return the collection name of an interaction."""
    return build_collection_name(interaction.guild_id, interaction.user.id)


class Responder:
    """Answers interactions from the collections of a library, and tracks running ones."""

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
        """Run a blocking job with the server of this name in a thread of this lane."""
        return await self._worker_pools.run(
            lane, lambda: job(self._library.server(collection_name))
        )

    async def find_due_announcements(self) -> Mapping[str, PendingAnnouncement]:
        """Return the pending announcements by collection name. Raises ``StoreError``."""
        return await self._worker_pools.run(Lane.NEWS, self._library.due_announcements)

    async def get_settings(self, collection_name: str) -> ServerSettings:
        """Return the settings of a collection, at most 5 s old. Raises ``StoreError``."""
        return await self._settings_cache.get(collection_name)

    async def change_settings(
        self, collection_name: str, job: Callable[[Server], ServerSettings]
    ) -> ServerSettings:
        """Run a job that changes settings; return the new settings. Raises ``StoreError``."""
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
        """Defer, run the job for this server, and show its result.

        ``edits_message`` shows the result in the message of the button. ``checks_channel`` raises
        ``WrongChannel`` in channels where the bot does not answer.
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
        """Acknowledge the interaction; for the options see ``respond``.

        A question in a wrong channel is refused before, so that only the member sees it.
        """
        interaction.extras[EPHEMERAL_KEY] = ephemeral
        loading = (
            await self.start_channel_check(interaction)
            if checks_channel and interaction.guild_id
            else None
        )
        await delivery.acknowledge(interaction, ephemeral=ephemeral, thinking=not edits_message)
        if loading:
            answer_channels.check_channel(interaction, await loading)

    async def start_channel_check(self, interaction: Interaction) -> asyncio.Future[ServerSettings]:
        """Check the channel as ``answer_channels.start_channel_check`` does."""
        return await answer_channels.start_channel_check(
            self.get_settings(find_collection_name(interaction)), interaction
        )

    async def show(self, interaction: Interaction, shown: Renderable) -> None:
        """Show the result in place of "thinking".

        This is an edit, not a new message, so a retry does not show it twice.
        """
        await delivery.edit_original(interaction, **to_message_kwargs(shown))

    async def respond_privately(self, interaction: Interaction, embed: discord.Embed) -> None:
        """Respond immediately and privately, without a job."""
        interaction.extras[EPHEMERAL_KEY] = True
        await delivery.respond_privately(interaction, embed)

    def check_rate_limit(self, collection_name: str, member: int, cost: float = 1.0) -> None:
        """Count a question. Raises ``RateLimited`` if the member or the server asks too often."""
        wait = self.rate_limits.acquire(collection_name, member, cost)
        if wait:
            raise texts.RateLimited(
                plural(
                    "Too many questions in a short time. Ask again in {number} second.",
                    "Too many questions in a short time. Ask again in {number} seconds.",
                    max(1, round(wait)),
                )
            )

    @asynccontextmanager
    async def log_question(
        self, collection_name: str, question: StoredQuestion | None
    ) -> AsyncIterator[None]:
        """Store a question whose answer is shown in the block; wait at most 0.5 s for it before.

        ``None`` is not stored.
        With a quick store the buttons work as soon as they are visible, and a slow store does not
        delay the answer. If the store fails, only the buttons do not work.
        """
        if question is None:
            yield
            return
        stored = asyncio.ensure_future(self._store_question(collection_name, question))
        await asyncio.wait({stored}, timeout=_LOG_QUESTION_SECONDS)
        try:
            yield
        finally:
            await stored

    async def _store_question(self, collection_name: str, question: StoredQuestion) -> None:
        try:
            await self.run(
                collection_name, lambda server: server.state.questions.add(question), Lane.WRITES
            )
        except StoreError as error:
            _log.error("A question could not be stored: %s", error)

    async def _load_settings(self, collection_name: str) -> ServerSettings:
        return await self.run(
            collection_name, lambda server: server.state.settings.get(), Lane.LOOKUPS
        )

    @contextmanager
    def track(self, source: Interaction | discord.Message) -> Iterator[None]:
        """Register work for a source, so that ``finish`` waits for it."""
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
        """Allow one reindex of a collection at a time. Raises ``AlreadyRunning`` for a second."""
        if collection_name in self._reindexing:
            raise texts.AlreadyRunning(article_texts.REINDEX_RUNNING)
        self._reindexing.add(collection_name)
        try:
            yield
        finally:
            self._reindexing.discard(collection_name)

    async def finish(self, within: float) -> bool:
        """Accept no more work, and wait at most ``within`` seconds; return whether all ended.

        Members whose work has not ended are asked to try again.
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
        notices = [
            _send_notice(source, embeds.render_notice(language.translate(texts.RESTARTING)))
            for source, language in self._tracked.values()
        ]
        await asyncio.gather(*notices, return_exceptions=True)


async def _send_notice(source: Interaction | discord.Message, embed: discord.Embed) -> None:
    async with asyncio.timeout(_CLOSING_NOTICE_SECONDS):
        if isinstance(source, discord.Message):
            await delivery.reply(source, _CLOSING_NOTICE_SECONDS, embed=embed)
        else:
            await delivery.edit_original(source, _CLOSING_NOTICE_SECONDS, embed=embed)
