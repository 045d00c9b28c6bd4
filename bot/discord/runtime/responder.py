"""Where questions and changes come in: from whose collection, in which thread, shown to whom."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import discord

from bot.discord.components.custom_ids import Shown
from bot.discord.components.views import Interaction, parts
from bot.discord.i18n.language import Language, spoken
from bot.discord.render import article_texts, embeds, texts
from bot.discord.runtime import answer_channels, delivery
from bot.discord.runtime.rate_limits import Limits, Rate
from bot.discord.runtime.settings_cache import RecentPreferences
from bot.discord.runtime.workers import Lane, Lanes
from bot.ports import Collection, Library
from corpus.errors import StoreError
from corpus.store.announcements import Due
from corpus.store.records import Asked
from corpus.store.server_settings import Preferences

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Collection], Shown]
"""Asks something of a collection and renders the outcome; it may block."""

EPHEMERAL = "ephemeral"
"""The key in an interaction's extras that says whether only the asker sees its answer."""
_TO_PUT_OFF = 3.0
_TO_KEEP = 0.5
NO_MENTIONS = discord.AllowedMentions.none()


def collection_name(guild_id: int | None, user_id: int) -> str:
    """The collection of a server, or of a person's direct messages."""
    return f"dm-{user_id}" if guild_id is None else f"guild-{guild_id}"


def place_of(interaction: Interaction) -> str:
    """The name of the collection that this interaction is about."""
    return collection_name(interaction.guild_id, interaction.user.id)


class Desk:
    """Serves interactions from a library's collections; knows how many are being served."""

    def __init__(self, library: Library, lanes: Lanes, limits: Limits | None = None) -> None:
        self._library = library
        self._lanes = lanes
        self.limits = limits or Limits(Rate(0), Rate(0))
        self._serving: dict[int, tuple[Interaction | discord.Message, Language]] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._turns: set[str] = set()
        self._recent = RecentPreferences(self._set)
        self.closing = False
        self.bar_seconds = 2.0
        self.abandons = False

    async def work(self, place: str, job: Callable[[Collection], T], lane: Lane) -> T:
        """Do a blocking job on the collection of this name, in a thread of this lane."""
        return await self._lanes.run(lane, lambda: job(self._library.collection(place)))

    async def due(self) -> Mapping[str, Due]:
        """What each place has to announce. Raises ``StoreError``."""
        return await self._lanes.run(Lane.NEWS, self._library.due)

    async def preferences(self, place: str) -> Preferences:
        """What is set for a place, or was some seconds ago. Raises ``StoreError``."""
        return await self._recent.get(place)

    async def change(self, place: str, job: Callable[[Collection], Preferences]) -> Preferences:
        """Set something for a place; returns what is set then. Raises ``StoreError``."""
        try:
            return await self.work(place, job, Lane.NOTES)
        finally:
            self._recent.forget(place)

    async def answer(
        self,
        interaction: Interaction,
        job: Work,
        *,
        ephemeral: bool = False,
        lane: Lane = Lane.QUESTIONS,
        turns: bool = False,
        asks: bool = False,
    ) -> None:
        """Defer, do the job on this place's collection, and show what it made.

        ``turns``: it is shown in the message that the pressed button stands under. ``asks``: only
        in channels where questions are answered; raises ``NotHere`` in others.
        """
        with self.serving(interaction):
            await self.defer(interaction, ephemeral=ephemeral, turns=turns, asks=asks)
            await self.show(interaction, await self.work(place_of(interaction), job, lane))

    async def defer(
        self, interaction: Interaction, *, ephemeral: bool, turns: bool = False, asks: bool = False
    ) -> None:
        """Tell Discord at once that the answer is being worked on; as ``answer`` says.

        A question in the wrong channel is turned away before that, so that only its asker sees it.
        """
        interaction.extras[EPHEMERAL] = ephemeral
        reading = await self.admit(interaction) if asks and interaction.guild_id else None
        await delivery.acknowledge(interaction, ephemeral=ephemeral, thinking=not turns)
        if reading:
            answer_channels.check(interaction, await reading)

    async def admit(self, interaction: Interaction) -> asyncio.Future[Preferences]:
        """Raise ``NotHere`` where no questions are answered, as ``channels.admit`` does."""
        return await answer_channels.admit(self.preferences(place_of(interaction)), interaction)

    async def show(self, interaction: Interaction, shown: Shown) -> None:
        """Put what is shown where "thinking" stands.

        An edit rather than a follow-up: sent twice by a retry, it is still one message.
        """
        await delivery.fill(interaction, **parts(shown))

    async def whisper(self, interaction: Interaction, embed: discord.Embed) -> None:
        """Answer at once, to the member alone, without any work."""
        interaction.extras[EPHEMERAL] = True
        await delivery.respond(interaction, embed)

    def let_in(self, place: str, member: int, cost: float = 1.0) -> None:
        """Let a question in, or raise ``TooMany`` where this member or place has asked too many."""
        wait = self.limits.wait(place, member, cost)
        if wait:
            raise texts.TooMany(texts.too_many(wait))

    @asynccontextmanager
    async def keeping(self, place: str, question: Asked) -> AsyncIterator[None]:
        """Keep a question whose answer is shown inside: before that, if the store is quick.

        Its buttons then work from the moment that they are seen, and a slow store holds up no
        answer. Failing to keep it, only its buttons do not work.
        """
        kept = asyncio.ensure_future(self._keep(place, question))
        await asyncio.wait({kept}, timeout=_TO_KEEP)
        try:
            yield
        finally:
            await kept

    async def _keep(self, place: str, question: Asked) -> None:
        try:
            await self.work(place, lambda articles: articles.asked.keep(question), Lane.NOTES)
        except StoreError as error:
            _log.error("A question could not be kept: %s", error)

    async def _set(self, place: str) -> Preferences:
        return await self.work(place, lambda articles: articles.preferences.get(), Lane.LOOKUPS)

    @contextmanager
    def serving(self, asked: Interaction | discord.Message) -> Iterator[None]:
        """What runs inside answers this, so that closing waits for it."""
        self._serving[asked.id] = asked, spoken()
        self._idle.clear()
        try:
            yield
        finally:
            self._serving.pop(asked.id, None)
            if not self._serving:
                self._idle.set()

    @contextmanager
    def turn(self, place: str) -> Iterator[None]:
        """Hold this place's one turn at reindexing. Raises ``Busy`` where it is taken."""
        if place in self._turns:
            raise texts.Busy(article_texts.REINDEXING)
        self._turns.add(place)
        try:
            yield
        finally:
            self._turns.discard(place)

    async def finish(self, within: float) -> bool:
        """Take no more, and wait for what is being served, at most ``within`` seconds.

        Whoever would wait in vain is told to ask again.
        """
        self.closing = True
        try:
            async with asyncio.timeout(within):
                await self._idle.wait()
        except TimeoutError:
            self.abandons = True
            await self._put_off()
            return False
        return True

    async def _put_off(self) -> None:
        sorry = [
            _told(asked, embeds.notice(language.say(texts.CLOSING)))
            for asked, language in self._serving.values()
        ]
        await asyncio.gather(*sorry, return_exceptions=True)


async def _told(asked: Interaction | discord.Message, embed: discord.Embed) -> None:
    async with asyncio.timeout(_TO_PUT_OFF):
        if isinstance(asked, discord.Message):
            await delivery.reply(asked, _TO_PUT_OFF, embed=embed)
        else:
            await delivery.fill(asked, _TO_PUT_OFF, embed=embed)
