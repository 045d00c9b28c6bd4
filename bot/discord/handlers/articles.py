"""Keeping a server's articles: what is added, what is removed, and the buttons and form for it."""

import json
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePath

import aiohttp
import discord
from discord import app_commands

from bot.discord.components.custom_ids import PREFIX, Label, Screen
from bot.discord.components.forms import values_in
from bot.discord.components.views import Interaction
from bot.discord.handlers import pagination
from bot.discord.handlers.answer_buttons import LOOK
from bot.discord.handlers.ask import offered
from bot.discord.i18n.language import say
from bot.discord.render import article_texts, embeds, texts
from bot.discord.render.citations import headline_of
from bot.discord.runtime import delivery, progress
from bot.discord.runtime.permissions import manages, may_manage
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from corpus.article import ArticleLine
from corpus.dates import parse_date
from corpus.errors import ReadError
from corpus.parsers.detect import SUFFIXES
from corpus.web import FetchError
from corpus.web.urls import parse_url

_PRESS = re.compile(rf"{PREFIX}articles:(?P<what>remove|keep):(?P<key>[\w-]{{16}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Removal:
    """One of the two buttons: whether it removes, and the key of what."""

    is_meant: bool
    key: str

    @property
    def custom_id(self) -> str:
        """The custom id, of 39 characters at most."""
        return f"{PREFIX}articles:{'remove' if self.is_meant else 'keep'}:{self.key}"


def removal(custom_id: str) -> Removal | None:
    """The button that a custom id stands for; ``None`` for one that is neither of the two."""
    found = _PRESS.fullmatch(custom_id)
    return Removal(found["what"] == "remove", found["key"]) if found else None


def asked(articles: Collection, reference: str, member: int) -> Screen:
    """The question whether an article is to go, for one member. Raises ``UnknownArticle``."""
    article = articles.article(reference)
    key = _key(articles.name, article.id, member)
    buttons = (
        Label(Removal(is_meant=True, key=key), article_texts.REMOVE),
        Label(Removal(is_meant=False, key=key), article_texts.KEEP),
    )
    return Screen(question(article.title), (buttons,))


def question(title: str) -> discord.Embed:
    """The question whether the article of this headline is meant to go."""
    return embeds.titled("", [article_texts.remove_question(headline_of(title, 1000))])


def answered(articles: Collection, wanted: Removal, member: int) -> ArticleLine | None:
    """The article that was removed for this member; ``None`` where there is none of that key.

    Raises ``UnknownArticle`` for one that somebody else removed at the same moment.
    """
    for line in articles.articles():
        # An id is a reference among others: what it leads to has to be the article that is meant.
        key = _key(articles.name, line.id, member)
        if key == wanted.key and articles.article(line.id).id == line.id:
            return articles.remove(line.id)
    return None


def _key(place: str, article_id: str, member: int) -> str:
    named = f"{place}/{article_id}".encode()
    digest = blake2b(named, digest_size=12, key=str(member).encode()).digest()
    return urlsafe_b64encode(digest).decode()


FORM = f"{PREFIX}articles:paste"
"""The custom id of the form."""

_TEXT = "text"
_FIELDS = {
    "title": (article_texts.PASTE_HEADLINE, 300),
    "author": (article_texts.PASTE_AUTHOR, 200),
    "source": (article_texts.PASTE_OUTLET, 200),
    "date": (article_texts.PASTE_DATE, 40),
    _TEXT: (article_texts.PASTE_TEXT, 4000),
}
"""What is asked, by the fields of an article's record: the label, and the most characters."""


def paste_form() -> discord.ui.Modal:
    """The form that asks for an article. Needs a running event loop; nothing of it is kept."""
    form = discord.ui.Modal(title=say(article_texts.PASTE_TITLE), custom_id=FORM)
    for name, (label, longest) in _FIELDS.items():
        form.add_item(_input(name, label, longest))
    form.stop()
    return form


def pasted(interaction: Interaction) -> bytes:
    """The article that was written into the form, as a line of JSON.

    Raises ``ReadError`` for a date that is none.
    """
    values = values_in(interaction)
    record = {name: values.get(name, "").strip() for name in _FIELDS if name != _TEXT}
    if record["date"] and parse_date(record["date"]) is None:
        raise ReadError(texts.no_day(record["date"]))
    return json.dumps(record | {_TEXT: values.get(_TEXT, "")}).encode()


def _input(name: str, label: str, longest: int) -> "discord.ui.TextInput[discord.ui.Modal]":
    is_text = name == _TEXT
    return discord.ui.TextInput(
        label=say(label),
        custom_id=name,
        style=discord.TextStyle.paragraph if is_text else discord.TextStyle.short,
        required=is_text,
        max_length=longest,
    )


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
        await desk.show(interaction, embeds.imported(added))


async def open_form(interaction: Interaction) -> None:
    """Open the form for an article's text."""
    await interaction.response.send_modal(paste_form())


def is_mine(custom_id: str) -> bool:
    """Whether a button or form is one of those that keep a server's articles."""
    return custom_id == FORM or removal(custom_id) is not None


async def serve(desk: Desk, interaction: Interaction, custom_id: str) -> None:
    """Do what a custom id that ``is_mine`` asks for. Raises what goes wrong."""
    await may_manage(desk, interaction)
    desk.let_in(place_of(interaction), interaction.user.id, LOOK)
    wanted = removal(custom_id)
    with desk.serving(interaction):
        if wanted:
            await _remove(desk, interaction, wanted)
        else:
            await desk.defer(interaction, ephemeral=True)
            await _add_document(desk, interaction, article_texts.PASTED, pasted(interaction))


async def fetched(file: discord.Attachment, limit: int) -> bytes:
    """The attachment's bytes. Raises ``ReadError`` for another kind of file, or one past the limit.

    ``limit`` is in bytes.
    """
    if PurePath(file.filename).suffix.lower() not in SUFFIXES:
        raise ReadError(article_texts.wrong_kind(file.filename))
    if file.size > limit:
        raise ReadError(article_texts.too_large(file.filename, file.size, limit))
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise ReadError(article_texts.FETCH_FAILED) from error


def checked(url: str) -> str:
    """The web address that a member gave. Raises ``ReadError`` for anything else.

    A collection takes what is no address for a path of this machine's disk.
    """
    try:
        return parse_url(url).url
    except FetchError as error:
        raise ReadError(article_texts.no_address(url, error.sentence)) from error


async def _add_document(desk: Desk, interaction: Interaction, name: str, content: bytes) -> None:
    added = await desk.work(
        place_of(interaction), lambda c: c.add_document(name, content), Lane.CHANGES
    )
    await desk.show(interaction, embeds.imported(added))


async def _remove(desk: Desk, interaction: Interaction, wanted: Removal) -> None:
    member, place = interaction.user.id, place_of(interaction)
    message = interaction.message
    await desk.defer(
        interaction, ephemeral=True, turns=message is not None and message.flags.ephemeral
    )
    embed = embeds.notice(article_texts.KEPT)
    if wanted.is_meant:
        gone = await desk.work(place, lambda c: answered(c, wanted, member), Lane.CHANGES)
        embed = embeds.removed(gone) if gone else embeds.notice(article_texts.NONE_TO_REMOVE)
    await delivery.fill(interaction, embed=embed, view=None)


class Articles(app_commands.Group):
    """Commands for members who may change the articles."""

    def __init__(self, desk: Desk, attachment_limit: int) -> None:
        super().__init__(
            name="articles",
            description="Add, list and remove this server's articles.",
            guild_only=True,
        )
        self._desk = desk
        self._limit = attachment_limit

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse whoever may not change the articles, with the reason."""
        return await may_manage(self._desk, interaction)

    @app_commands.command(description="Add a file, a web page or a feed; or write into a form.")
    @app_commands.describe(
        file="Text, Markdown, a web page, PDF, a feed, or JSON Lines with many articles.",
        url="The address of a page, or of a feed whose articles are all added.",
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        url: str | None = None,
    ) -> None:
        """Read what is given into this server's collection; without either, open a form."""
        if file and url:
            raise ReadError(article_texts.ONE_OF_BOTH)
        if file:
            await add_file(self._desk, interaction, file, self._limit)
        elif url:
            await add_page(self._desk, interaction, url)
        else:
            await open_form(interaction)

    @app_commands.command(name="list", description="List this server's articles, newest first.")
    @app_commands.describe(page="Which page of the list to show.")
    async def list_(self, interaction: Interaction, page: app_commands.Range[int, 1] = 1) -> None:
        """Show a page of this server's articles."""
        await self._desk.answer(
            interaction,
            lambda articles: pagination.articles(articles.articles(), page),
            ephemeral=True,
        )

    @app_commands.command(description="Remove an article and all its versions, after asking.")
    @app_commands.describe(article="The article's headline; begin to type to find it.")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Ask whether the article is to go; the buttons remove it, or do not."""
        member = interaction.user.id
        await self._desk.answer(
            interaction,
            lambda articles: asked(articles, article, member),
            ephemeral=True,
        )

    @remove.autocomplete("article")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if not await manages(self._desk, interaction):
            return []
        return await offered(self._desk, interaction, typed)
