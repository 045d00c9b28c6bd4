"""Keeping a server's articles: what is added, what is removed, and the buttons and form for it."""

from pathlib import PurePath

import aiohttp
import discord

from bot.discord import delivering, keeping_texts, pasting, progress, removing, rendering
from bot.discord.background import Lane
from bot.discord.buttons import Interaction
from bot.discord.desk import Desk, place_of
from bot.discord.permissions import may_manage
from bot.discord.pressing import LOOK
from corpus.errors import ReadError
from corpus.parsers.detect import SUFFIXES
from corpus.web import FetchError
from corpus.web.urls import parse_url


async def add_file(
    desk: Desk, interaction: Interaction, file: discord.Attachment, limit: int
) -> None:
    """Read an attachment of at most ``limit`` bytes into this server's collection."""
    with desk.serving(interaction):
        await desk.defer(interaction, ephemeral=True)
        content = await fetched(file, limit)
        await _add_document(desk, interaction, file.filename, content)


async def add_page(desk: Desk, interaction: Interaction, url: str) -> None:
    """Fetch a page, or what a feed leads to, into this server's collection, showing progress."""
    address = checked(url)
    with desk.serving(interaction):
        await desk.defer(interaction, ephemeral=True)
        async with progress.shown(desk, interaction) as report:
            added = await desk.work(
                place_of(interaction), lambda c: c.add([address], report), Lane.FETCHING
            )
        await desk.show(interaction, rendering.imported(added))


async def open_form(interaction: Interaction) -> None:
    """Open the form for an article's text."""
    await interaction.response.send_modal(pasting.paste_form())


def is_mine(custom_id: str) -> bool:
    """Whether a button or form is one of those that keep a server's articles."""
    return custom_id == pasting.FORM or removing.removal(custom_id) is not None


async def serve(desk: Desk, interaction: Interaction, custom_id: str) -> None:
    """Do what a custom id that ``is_mine`` asks for. Raises what goes wrong."""
    await may_manage(desk, interaction)
    desk.let_in(place_of(interaction), interaction.user.id, LOOK)
    wanted = removing.removal(custom_id)
    with desk.serving(interaction):
        if wanted:
            await _remove(desk, interaction, wanted)
        else:
            await desk.defer(interaction, ephemeral=True)
            await _add_document(
                desk, interaction, keeping_texts.PASTED, pasting.pasted(interaction)
            )


async def fetched(file: discord.Attachment, limit: int) -> bytes:
    """The attachment's bytes. Raises ``ReadError`` for another kind of file, or one past the limit.

    ``limit`` is in bytes.
    """
    if PurePath(file.filename).suffix.lower() not in SUFFIXES:
        raise ReadError(keeping_texts.wrong_kind(file.filename))
    if file.size > limit:
        raise ReadError(keeping_texts.too_large(file.filename, file.size, limit))
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise ReadError(keeping_texts.FETCH_FAILED) from error


def checked(url: str) -> str:
    """The web address that a member gave. Raises ``ReadError`` for anything else.

    A collection takes what is no address for a path of this machine's disk.
    """
    try:
        return parse_url(url).url
    except FetchError as error:
        raise ReadError(keeping_texts.no_address(url, error.sentence)) from error


async def _add_document(desk: Desk, interaction: Interaction, name: str, content: bytes) -> None:
    added = await desk.work(
        place_of(interaction), lambda c: c.add_document(name, content), Lane.CHANGES
    )
    await desk.show(interaction, rendering.imported(added))


async def _remove(desk: Desk, interaction: Interaction, wanted: removing.Removal) -> None:
    member, place = interaction.user.id, place_of(interaction)
    message = interaction.message
    await desk.defer(
        interaction, ephemeral=True, turns=message is not None and message.flags.ephemeral
    )
    embed = rendering.notice(keeping_texts.KEPT)
    if wanted.is_meant:
        gone = await desk.work(place, lambda c: removing.answered(c, wanted, member), Lane.CHANGES)
        embed = rendering.removed(gone) if gone else rendering.notice(keeping_texts.NONE_TO_REMOVE)
    await delivering.fill(interaction, embed=embed, view=None)
