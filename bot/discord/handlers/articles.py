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

from bot.collection import Collection
from bot.discord.components.custom_ids import CUSTOM_ID_PREFIX, Button, Screen
from bot.discord.components.forms import get_form_values
from bot.discord.components.views import Interaction
from bot.discord.handlers import pagination
from bot.discord.handlers.answer_buttons import LOOKUP_COST
from bot.discord.handlers.ask import complete_articles
from bot.discord.i18n.language import translate
from bot.discord.render import article_texts, embeds, texts
from bot.discord.render.citations import format_headline
from bot.discord.runtime import delivery, progress
from bot.discord.runtime.permissions import can_manage, check_can_manage
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from corpus.article import ArticleSummary
from corpus.dates import parse_date
from corpus.errors import ReadError
from corpus.parsers.detect import SUFFIXES
from corpus.web import FetchError
from corpus.web.urls import parse_url

_REMOVAL_ID = re.compile(
    rf"{CUSTOM_ID_PREFIX}articles:(?P<what>remove|keep):(?P<key>[\w-]{{16}})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Removal:
    """One of the two buttons: whether it removes, and the key of what."""

    is_confirmed: bool
    key: str

    @property
    def custom_id(self) -> str:
        """The custom id, of 39 characters at most."""
        return f"{CUSTOM_ID_PREFIX}articles:{'remove' if self.is_confirmed else 'keep'}:{self.key}"


def parse_removal(custom_id: str) -> Removal | None:
    """The button that a custom id stands for; ``None`` for one that is neither of the two."""
    found = _REMOVAL_ID.fullmatch(custom_id)
    return Removal(found["what"] == "remove", found["key"]) if found else None


def build_removal_screen(articles: Collection, reference: str, member: int) -> Screen:
    """The question whether an article is to go, for one member. Raises ``UnknownArticle``."""
    article = articles.article(reference)
    key = _compute_key(articles.name, article.id, member)
    buttons = (
        Button(Removal(is_confirmed=True, key=key), article_texts.REMOVE),
        Button(Removal(is_confirmed=False, key=key), article_texts.KEEP),
    )
    return Screen(render_removal_question(article.title), (buttons,))


def render_removal_question(title: str) -> discord.Embed:
    """The question whether the article of this headline is meant to go."""
    return embeds.render_titled(
        "", [article_texts.format_remove_question(format_headline(title, 1000))]
    )


def remove_confirmed(articles: Collection, removal: Removal, member: int) -> ArticleSummary | None:
    """The article that was removed for this member; ``None`` where there is none of that key.

    Raises ``UnknownArticle`` for one that somebody else removed at the same moment.
    """
    for line in articles.articles():
        # An id is a reference among others: what it leads to has to be the article that is meant.
        key = _compute_key(articles.name, line.id, member)
        if key == removal.key and articles.article(line.id).id == line.id:
            return articles.remove(line.id)
    return None


def _compute_key(place: str, article_id: str, member: int) -> str:
    named = f"{place}/{article_id}".encode()
    digest = blake2b(named, digest_size=12, key=str(member).encode()).digest()
    return urlsafe_b64encode(digest).decode()


PASTE_FORM_ID = f"{CUSTOM_ID_PREFIX}articles:paste"
"""The custom id of the form."""

_TEXT_FIELD = "text"
_FIELDS = {
    "title": (article_texts.PASTE_HEADLINE, 300),
    "author": (article_texts.PASTE_AUTHOR, 200),
    "source": (article_texts.PASTE_OUTLET, 200),
    "date": (article_texts.PASTE_DATE, 40),
    _TEXT_FIELD: (article_texts.PASTE_TEXT, 4000),
}
"""What is asked, by the fields of an article's record: the label, and the most characters."""


def build_paste_form() -> discord.ui.Modal:
    """The form that asks for an article. Needs a running event loop; nothing of it is kept."""
    form = discord.ui.Modal(title=translate(article_texts.PASTE_TITLE), custom_id=PASTE_FORM_ID)
    for name, (label, longest) in _FIELDS.items():
        form.add_item(_build_input(name, label, longest))
    form.stop()
    return form


def parse_paste_form(interaction: Interaction) -> bytes:
    """The article that was written into the form, as a line of JSON.

    Raises ``ReadError`` for a date that is none.
    """
    values = get_form_values(interaction)
    record = {name: values.get(name, "").strip() for name in _FIELDS if name != _TEXT_FIELD}
    if record["date"] and parse_date(record["date"]) is None:
        raise ReadError(texts.format_invalid_date(record["date"]))
    return json.dumps(record | {_TEXT_FIELD: values.get(_TEXT_FIELD, "")}).encode()


def _build_input(name: str, label: str, longest: int) -> "discord.ui.TextInput[discord.ui.Modal]":
    is_text = name == _TEXT_FIELD
    return discord.ui.TextInput(
        label=translate(label),
        custom_id=name,
        style=discord.TextStyle.paragraph if is_text else discord.TextStyle.short,
        required=is_text,
        max_length=longest,
    )


async def add_file(
    responder: Responder, interaction: Interaction, file: discord.Attachment, limit: int
) -> None:
    """Read an attachment of at most ``limit`` bytes into this server's collection."""
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True)
        content = await read_attachment(file, limit)
        await _add_document(responder, interaction, file.filename, content)


async def add_page(responder: Responder, interaction: Interaction, url: str) -> None:
    """Fetch a page, or what a feed leads to, into this server's collection, showing progress."""
    address = parse_address(url)
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True)
        async with progress.show_progress(responder, interaction) as report:
            added = await responder.run(
                find_collection_name(interaction),
                lambda server: server.articles.add([address], report),
                Lane.FETCHING,
            )
        await responder.show(interaction, embeds.render_import(added))


async def open_paste_form(interaction: Interaction) -> None:
    """Open the form for an article's text."""
    await interaction.response.send_modal(build_paste_form())


def is_article_custom_id(custom_id: str) -> bool:
    """Whether a button or form is one of those that keep a server's articles."""
    return custom_id == PASTE_FORM_ID or parse_removal(custom_id) is not None


async def handle_article_custom_id(
    responder: Responder, interaction: Interaction, custom_id: str
) -> None:
    """Do what a custom id that ``is_mine`` asks for. Raises what goes wrong."""
    await check_can_manage(responder, interaction)
    responder.check_rate_limit(find_collection_name(interaction), interaction.user.id, LOOKUP_COST)
    wanted = parse_removal(custom_id)
    with responder.track(interaction):
        if wanted:
            await _remove_article(responder, interaction, wanted)
        else:
            await responder.defer(interaction, ephemeral=True)
            await _add_document(
                responder, interaction, article_texts.PASTE_NAME, parse_paste_form(interaction)
            )


async def read_attachment(file: discord.Attachment, limit: int) -> bytes:
    """The attachment's bytes. Raises ``ReadError`` for another kind of file, or one past the limit.

    ``limit`` is in bytes.
    """
    if PurePath(file.filename).suffix.lower() not in SUFFIXES:
        raise ReadError(article_texts.format_unsupported_file(file.filename))
    if file.size > limit:
        raise ReadError(article_texts.format_too_large(file.filename, file.size, limit))
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise ReadError(article_texts.FETCH_FAILED) from error


def parse_address(url: str) -> str:
    """The web address that a member gave. Raises ``ReadError`` for anything else.

    A collection takes what is no address for a path of this machine's disk.
    """
    try:
        return parse_url(url).url
    except FetchError as error:
        raise ReadError(article_texts.format_address_error(url, error.message)) from error


async def _add_document(
    responder: Responder, interaction: Interaction, name: str, content: bytes
) -> None:
    added = await responder.run(
        find_collection_name(interaction),
        lambda server: server.articles.add_document(name, content),
        Lane.CHANGES,
    )
    await responder.show(interaction, embeds.render_import(added))


async def _remove_article(responder: Responder, interaction: Interaction, removal: Removal) -> None:
    member, place = interaction.user.id, find_collection_name(interaction)
    message = interaction.message
    await responder.defer(
        interaction, ephemeral=True, edits_message=message is not None and message.flags.ephemeral
    )
    embed = embeds.render_notice(article_texts.NOTHING_REMOVED)
    if removal.is_confirmed:
        gone = await responder.run(
            place, lambda server: remove_confirmed(server.articles, removal, member), Lane.CHANGES
        )
        embed = (
            embeds.render_removed(gone)
            if gone
            else embeds.render_notice(article_texts.NO_ARTICLE_TO_REMOVE)
        )
    await delivery.edit_original(interaction, embed=embed, view=None)


class ArticleCommands(app_commands.Group):
    """Commands for members who may change the articles."""

    def __init__(self, responder: Responder, attachment_limit: int) -> None:
        super().__init__(
            name="articles",
            description="Add, list and remove this server's articles.",
            guild_only=True,
        )
        self._responder = responder
        self._attachment_limit = attachment_limit

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse whoever may not change the articles, with the reason."""
        return await check_can_manage(self._responder, interaction)

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
            raise ReadError(article_texts.FILE_OR_ADDRESS)
        if file:
            await add_file(self._responder, interaction, file, self._attachment_limit)
        elif url:
            await add_page(self._responder, interaction, url)
        else:
            await open_paste_form(interaction)

    @app_commands.command(name="list", description="List this server's articles, newest first.")
    @app_commands.describe(page="Which page of the list to show.")
    async def list_(self, interaction: Interaction, page: app_commands.Range[int, 1] = 1) -> None:
        """Show a page of this server's articles."""
        await self._responder.respond(
            interaction,
            lambda server: pagination.build_articles_page(server.articles.articles(), page),
            ephemeral=True,
        )

    @app_commands.command(description="Remove an article and all its versions, after asking.")
    @app_commands.describe(article="The article's headline; begin to type to find it.")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Ask whether the article is to go; the buttons remove it, or do not."""
        member = interaction.user.id
        await self._responder.respond(
            interaction,
            lambda server: build_removal_screen(server.articles, article, member),
            ephemeral=True,
        )

    @remove.autocomplete("article")
    async def _complete_title(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        if not await can_manage(self._responder, interaction):
            return []
        return await complete_articles(self._responder, interaction, typed)
