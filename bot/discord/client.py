"""The Discord client: it passes events and commands to the handlers."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands
from discord.ext import tasks

from bot.discord.announcer import Announcer
from bot.discord.command_sync import SyncRecord, sync_if_changed
from bot.discord.components.forms import find_form_id
from bot.discord.components.views import Control, Interaction, find_stray_custom_id
from bot.discord.handlers import (
    answer_buttons,
    articles,
    message_handler,
    pagination,
    server_settings,
)
from bot.discord.handlers.articles import ArticleCommands
from bot.discord.handlers.ask import build_check_menu, build_question_commands
from bot.discord.handlers.feeds import FeedCommands
from bot.discord.handlers.summarize import build_summary_commands
from bot.discord.heartbeat import Heartbeat
from bot.discord.i18n.command_names import Translator
from bot.discord.i18n.language import use_language
from bot.discord.options import DiscordOptions
from bot.discord.render import embeds, texts
from bot.discord.runtime import delivery, errors
from bot.discord.runtime.rate_limits import Rate, RateLimits
from bot.discord.runtime.responder import (
    NO_MENTIONS,
    Responder,
    build_collection_name,
    find_collection_name,
)
from bot.discord.runtime.workers import Lane, WorkerPools
from bot.discord.sample_seed import add_sample
from bot.ingest.service import IngestService
from bot.library import Library

_log = logging.getLogger(__name__)

_HEARTBEAT_SECONDS = 20
_FINISH_SECONDS = 10.0
_ANNOUNCER_FINISH_SECONDS = 5.0


class BylineTree(app_commands.CommandTree[discord.Client]):
    """The slash commands of a client, for servers and direct messages."""

    def __init__(self, client: discord.Client, responder: Responder) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self._responder = responder

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Set the member's language; refuse while closing and above the rate limit."""
        use_language(interaction.locale)
        if interaction.type is not discord.InteractionType.application_command:
            return not self._responder.is_closing
        if self._responder.is_closing:
            with suppress(*delivery.UNREACHABLE):
                await self._responder.respond_privately(
                    interaction, embeds.render_notice(texts.RESTARTING)
                )
            return False
        try:
            self._responder.check_rate_limit(find_collection_name(interaction), interaction.user.id)
        except texts.RateLimited as error:
            await errors.show_error(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Show the error to the member who used the command, and to nobody else."""
        await errors.show_error(interaction, error)


class BylineClient(discord.AutoShardedClient):
    """A Discord bot that answers each server from its own collection of the library.

    It needs no privileged intent: it receives the text of direct messages and of mentions.
    """

    def __init__(self, library: Library, ingest: IngestService, options: DiscordOptions) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=NO_MENTIONS, max_messages=None)
        self._options = options
        self._worker_pools = WorkerPools(options.question_threads)
        self._heartbeat = Heartbeat(options.heartbeat_path)
        self._seeded_guilds: set[int] = set()
        self._jobs: set[asyncio.Task[None]] = set()
        limits = RateLimits(Rate(options.member_questions), Rate(options.server_questions))
        self.responder = Responder(library, ingest, self._worker_pools, limits)
        self._announcer = Announcer(self.responder, self.get_guild)
        self._announcement_loop = tasks.loop(seconds=options.news_seconds)(self._announcer.check)
        self.tree = BylineTree(self, self.responder)
        for command in (
            *build_question_commands(self.responder),
            *build_summary_commands(self.responder),
        ):
            self.tree.add_command(command)
        self.tree.add_command(build_check_menu(self.responder))
        self.tree.add_command(ArticleCommands(self.responder, options.attachment_limit))
        self.tree.add_command(FeedCommands(self.responder))
        self.tree.add_command(server_settings.build_settings_command(self.responder))
        self.add_dynamic_items(Control)

    async def setup_hook(self) -> None:
        """Start the background jobs: command sync, heartbeat and announcements."""
        await self.tree.set_translator(Translator())
        self._start_job(self._sync(), "The command sync")
        self._write_heartbeat.start()
        self._announcement_loop.start()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention or a direct message; ignore other messages."""
        if self.user is None:
            return
        question = message_handler.parse_question(message, self.user.id)
        if question is not None:
            use_language(message_handler.get_locale(message))
            await message_handler.answer_message(self.responder, message, question, self.user.id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle forms, and buttons that discord.py does not find in their message."""
        custom_id = find_form_id(interaction) or find_stray_custom_id(interaction)
        if custom_id is not None:
            await self.handle_custom_id(interaction, custom_id)

    async def handle_custom_id(self, interaction: Interaction, custom_id: str) -> None:
        """Do what the custom id names; show any error to the member."""
        use_language(interaction.locale)
        try:
            if self.responder.is_closing:
                await self.responder.respond_privately(
                    interaction, embeds.render_notice(texts.RESTARTING)
                )
            elif articles.is_article_custom_id(custom_id):
                await articles.handle_article_custom_id(self.responder, interaction, custom_id)
            elif server_settings.is_settings_custom_id(custom_id):
                await server_settings.handle_settings_custom_id(
                    self.responder, interaction, custom_id
                )
            elif link := pagination.parse_page_link(custom_id):
                await pagination.handle_page_link(self.responder, interaction, link)
            else:
                await answer_buttons.handle_button(self.responder, interaction, custom_id)
        except Exception as error:  # noqa: BLE001 - the member sees any error
            await errors.show_error(interaction, error)

    async def on_ready(self) -> None:
        """Seed the servers that are available when the bot connects."""
        for guild in self.guilds:
            self._seed(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Seed a server that was not available when the bot connected."""
        self._seed(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Seed a server that the bot has joined."""
        self._seed(guild)

    def is_connected(self) -> bool:
        """Whether the gateway connections of all shards are open and ready."""
        shards = self.shards.values()
        return self.is_ready() and bool(shards) and not any(each.is_closed() for each in shards)

    async def finish(self, within: float) -> bool:
        """Accept no more questions; return whether running ones ended ``within`` seconds."""
        return await self.responder.finish(within)

    async def close(self) -> None:
        """Disconnect, and drop work that has not started.

        discord.py also calls this when the gateway rejects the bot for good; running questions
        are answered first in that case too.
        """
        if not self.responder.is_closing:
            await self.responder.finish(_FINISH_SECONDS)
        self._write_heartbeat.cancel()
        self._announcement_loop.cancel()
        await self._announcer.finish(_ANNOUNCER_FINISH_SECONDS)
        for job in self._jobs:
            job.cancel()
        await super().close()
        self._worker_pools.close()

    def _seed(self, guild: discord.Guild) -> None:
        # Once for each server: Discord repeats the event after each reconnect, and by then members
        # may have removed the sample.
        if self._options.seed_sample and guild.id not in self._seeded_guilds:
            self._seeded_guilds.add(guild.id)
            place = build_collection_name(guild.id, 0)
            self._start_job(
                self.responder.run(place, lambda server: add_sample(server.articles), Lane.CHANGES),
                "Adding the sample article",
            )

    async def _sync(self) -> None:
        application = self.application_id
        if application is not None:
            await sync_if_changed(self.tree, application, SyncRecord(self._options.commands_path))

    @tasks.loop(seconds=_HEARTBEAT_SECONDS)
    async def _write_heartbeat(self) -> None:
        if not self.is_connected():
            return
        try:
            await asyncio.to_thread(self._heartbeat.beat)
        except OSError as error:
            _log.error("The heartbeat file cannot be written: %s", error)

    def _start_job(self, job: Coroutine[Any, Any, object], name: str) -> None:
        task = asyncio.get_running_loop().create_task(_log_failure(job, name))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


async def _log_failure(job: Coroutine[Any, Any, object], name: str) -> None:
    try:
        await job
    except Exception:  # noqa: BLE001 - nobody awaits a background job
        _log.exception("%s failed", name)
