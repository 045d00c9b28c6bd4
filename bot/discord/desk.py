"""Where questions and changes come in: from whose collection, in which thread, shown to whom."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import discord

from bot.discord import texts
from bot.discord.background import Lane, Lanes
from bot.ports import Collection, Library

T = TypeVar("T")
Interaction = discord.Interaction[discord.Client]
Work = Callable[[Collection], discord.Embed]
"""Asks something of a collection and renders the outcome; it may block."""

EPHEMERAL = "ephemeral"
"""The key in an interaction's extras that says whether only the asker sees its answer."""
NO_MENTIONS = discord.AllowedMentions.none()


def collection_name(guild_id: int | None, user_id: int) -> str:
    """The collection of a server, or of a person's direct messages."""
    return f"dm-{user_id}" if guild_id is None else f"guild-{guild_id}"


def place_of(interaction: Interaction) -> str:
    """The name of the collection that this interaction is about."""
    return collection_name(interaction.guild_id, interaction.user.id)


class Desk:
    """Serves interactions from a library's collections; knows how many are being served."""

    def __init__(self, library: Library, lanes: Lanes) -> None:
        self._library = library
        self._lanes = lanes
        self._serving = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._turns: set[str] = set()
        self.closing = False

    async def work(self, place: str, job: Callable[[Collection], T], lane: Lane) -> T:
        """Do a blocking job on the collection of this name, in a thread of this lane."""
        return await self._lanes.run(lane, lambda: job(self._library.collection(place)))

    async def answer(
        self,
        interaction: Interaction,
        job: Work,
        *,
        ephemeral: bool = False,
        lane: Lane = Lane.QUESTIONS,
    ) -> None:
        """Defer, do the job on this place's collection, and show what it made."""
        with self.serving():
            await self.defer(interaction, ephemeral=ephemeral)
            await self.show(interaction, await self.work(place_of(interaction), job, lane))

    async def defer(self, interaction: Interaction, *, ephemeral: bool) -> None:
        """Tell Discord at once that the answer is being worked on."""
        interaction.extras[EPHEMERAL] = ephemeral
        await interaction.response.defer(thinking=True, ephemeral=ephemeral)

    async def show(self, interaction: Interaction, embed: discord.Embed) -> None:
        """Put the embed where "thinking" stands.

        An edit rather than a follow-up: sent twice by a retry, it is still one message.
        """
        await interaction.edit_original_response(embed=embed, allowed_mentions=NO_MENTIONS)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Count what runs inside as being served, so that closing can wait for it."""
        self._serving += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._serving -= 1
            if not self._serving:
                self._idle.set()

    @contextmanager
    def turn(self, place: str) -> Iterator[None]:
        """Hold this place's one turn at reindexing. Raises ``Busy`` where it is taken."""
        if place in self._turns:
            raise texts.Busy(texts.REINDEXING)
        self._turns.add(place)
        try:
            yield
        finally:
            self._turns.discard(place)

    async def finish(self, within: float) -> bool:
        """Take no more, and wait for what is being served, at most ``within`` seconds."""
        self.closing = True
        try:
            async with asyncio.timeout(within):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
