"""The client: wires Discord's events to the desk, and decides nothing itself."""

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
from bot.discord.components.forms import sent_form
from bot.discord.components.views import Control, Interaction, stray_button
from bot.discord.handlers import (
    answer_buttons,
    articles,
    message_handler,
    pagination,
    server_settings,
)
from bot.discord.handlers.articles import Articles
from bot.discord.handlers.ask import check_menu, question_commands
from bot.discord.handlers.feeds import Feeds
from bot.discord.handlers.summarize import summary_commands
from bot.discord.heartbeat import Heartbeat
from bot.discord.i18n.command_names import Translator
from bot.discord.i18n.language import speak
from bot.discord.options import DiscordOptions
from bot.discord.render import embeds, texts
from bot.discord.runtime import delivery, errors
from bot.discord.runtime.rate_limits import Limits, Rate
from bot.discord.runtime.responder import NO_MENTIONS, Desk, collection_name, place_of
from bot.discord.runtime.workers import Lane, Lanes
from bot.discord.sample_seed import seed
from bot.ports import Library

_log = logging.getLogger(__name__)

_HEARTBEAT_SECONDS = 20
_SECONDS_TO_FINISH = 10.0
_SECONDS_TO_ANNOUNCE = 5.0


class BylineTree(app_commands.CommandTree[discord.Client]):
    """The slash commands of one client, for servers and for direct messages with the bot."""

    def __init__(self, client: discord.Client, desk: Desk) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self._desk = desk

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Take nothing new while closing, and no more of a member than they may ask.

        From here on the member's language is spoken.
        """
        speak(interaction.locale)
        if interaction.type is not discord.InteractionType.application_command:
            return not self._desk.closing
        if self._desk.closing:
            with suppress(*delivery.UNREACHABLE):
                await self._desk.whisper(interaction, embeds.notice(texts.CLOSING))
            return False
        try:
            self._desk.let_in(place_of(interaction), interaction.user.id)
        except texts.TooMany as error:
            await errors.tell(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person who asked, and nobody else."""
        await errors.tell(interaction, error)


class BylineClient(discord.AutoShardedClient):
    """A Discord bot that answers from one collection of a library for each server.

    It asks for no privileged intent: text reaches it in direct messages and where it is mentioned.
    """

    def __init__(self, library: Library, options: DiscordOptions) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=NO_MENTIONS, max_messages=None)
        self._options = options
        self._lanes = Lanes(options.question_threads)
        self._heartbeat = Heartbeat(options.heartbeat_path)
        self._seeded: set[int] = set()
        self._jobs: set[asyncio.Task[None]] = set()
        limits = Limits(Rate(options.member_questions), Rate(options.server_questions))
        self.desk = Desk(library, self._lanes, limits)
        self._announcer = Announcer(self.desk, self.get_guild)
        self._looks = tasks.loop(seconds=options.news_seconds)(self._announcer.look)
        self.tree = BylineTree(self, self.desk)
        for command in (*question_commands(self.desk), *summary_commands(self.desk)):
            self.tree.add_command(command)
        self.tree.add_command(check_menu(self.desk))
        self.tree.add_command(Articles(self.desk, options.attachment_limit))
        self.tree.add_command(Feeds(self.desk))
        self.tree.add_command(server_settings.settings_command(self.desk))
        self.add_dynamic_items(Control)

    async def setup_hook(self) -> None:
        """Start what runs beside the gateway: the command sync, the heartbeat, announcements."""
        await self.tree.set_translator(Translator())
        self._begin(self._sync(), "The command sync")
        self._beat.start()
        self._looks.start()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention or a direct message; everything else is none of the bot's business."""
        if self.user is None:
            return
        question = message_handler.question_in(message, self.user.id)
        if question is not None:
            speak(message_handler.locale_of(message))
            await message_handler.answer_message(self.desk, message, question, self.user.id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Serve forms, and buttons that discord.py does not find in their message."""
        custom_id = sent_form(interaction) or stray_button(interaction)
        if custom_id is not None:
            await self.serve_press(interaction, custom_id)

    async def serve_press(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a custom id asks for, and tell the member of whatever goes wrong."""
        speak(interaction.locale)
        try:
            if self.desk.closing:
                await self.desk.whisper(interaction, embeds.notice(texts.CLOSING))
            elif articles.is_mine(custom_id):
                await articles.serve(self.desk, interaction, custom_id)
            elif server_settings.is_mine(custom_id):
                await server_settings.serve(self.desk, interaction, custom_id)
            elif turn := pagination.turn(custom_id):
                await pagination.serve(self.desk, interaction, turn)
            else:
                await answer_buttons.serve(self.desk, interaction, custom_id)
        except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the member is told
            await errors.tell(interaction, error)

    async def on_ready(self) -> None:
        """Seed the servers that are there when the bot connects."""
        for guild in self.guilds:
            self._seed(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Seed a server that was out of reach when the bot connected."""
        self._seed(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Seed a server that the bot is new to."""
        self._seed(guild)

    def is_connected(self) -> bool:
        """Whether every shard's gateway connection is open and ready."""
        shards = self.shards.values()
        return self.is_ready() and bool(shards) and not any(each.is_closed() for each in shards)

    async def finish(self, within: float) -> bool:
        """Take no more questions; whether those under way ended ``within`` so many seconds."""
        return await self.desk.finish(within)

    async def close(self) -> None:
        """Disconnect, and drop what has not begun.

        discord.py closes of its own accord where the gateway turns the bot away for good: then
        too, questions that are under way are answered first.
        """
        if not self.desk.closing:
            await self.desk.finish(_SECONDS_TO_FINISH)
        self._beat.cancel()
        self._looks.cancel()
        await self._announcer.finish(_SECONDS_TO_ANNOUNCE)
        for job in self._jobs:
            job.cancel()
        await super().close()
        self._lanes.close()

    def _seed(self, guild: discord.Guild) -> None:
        # Once for each server: Discord calls again whenever the connection is made anew, and
        # members may have taken the sample away by then.
        if self._options.seed_sample and guild.id not in self._seeded:
            self._seeded.add(guild.id)
            place = collection_name(guild.id, 0)
            self._begin(self.desk.work(place, seed, Lane.CHANGES), "Adding the sample article")

    async def _sync(self) -> None:
        application = self.application_id
        if application is not None:
            await sync_if_changed(self.tree, application, SyncRecord(self._options.commands_path))

    @tasks.loop(seconds=_HEARTBEAT_SECONDS)
    async def _beat(self) -> None:
        if not self.is_connected():
            return
        try:
            await asyncio.to_thread(self._heartbeat.beat)
        except OSError as error:
            _log.error("The heartbeat file cannot be written: %s", error)

    def _begin(self, job: Coroutine[Any, Any, object], what: str) -> None:
        task = asyncio.get_running_loop().create_task(_logged(job, what))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


async def _logged(job: Coroutine[Any, Any, object], what: str) -> None:
    try:
        await job
    except Exception:  # noqa: BLE001 - the boundary of work that nobody waits for
        _log.exception("%s failed", what)
