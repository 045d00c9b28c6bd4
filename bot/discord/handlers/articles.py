"""``/articles``: add, list and remove a server's articles, with the buttons and form for it."""

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
from bot.discord.components.views import Interaction, is_ephemeral
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
from corpus.messages import message
from corpus.parsers.detect import SUFFIXES
from corpus.web import FetchError
from corpus.web.urls import parse_url

_REMOVAL_ID = re.compile(
    rf"{CUSTOM_ID_PREFIX}articles:(?P<choice>remove|keep):(?P<key>[\w-]{{16}})", re.ASCII
)
PASTE_FORM_ID = f"{CUSTOM_ID_PREFIX}articles:paste"
"""The custom id of the form for an article's text."""
_TEXT_FIELD = "text"
_FIELDS = {
    "title": (article_texts.PASTE_HEADLINE, 300),
    "author": (article_texts.PASTE_AUTHOR, 200),
    "source": (article_texts.PASTE_OUTLET, 200),
    "date": (article_texts.PASTE_DATE, 40),
    _TEXT_FIELD: (article_texts.PASTE_TEXT, 4000),
}
"""Label and maximum length of each field of the form."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One of the two buttons below the question: remove or keep the article of ``key``."""

    is_confirmed: bool
    key: str

    @property
    def custom_id(self) -> str:
        """The custom id, at most 39 characters."""
        return f"{CUSTOM_ID_PREFIX}articles:{'remove' if self.is_confirmed else 'keep'}:{self.key}"


def parse_removal(custom_id: str) -> Removal | None:
    """Return the button of a custom id, or ``None`` if it is neither of the two."""
    match = _REMOVAL_ID.fullmatch(custom_id)
    return Removal(match["choice"] == "remove", match["key"]) if match else None


def build_removal_screen(articles: Collection, reference: str, member: int) -> Screen:
    """Ask one member whether to remove an article. Raises ``UnknownArticle``."""
    article = articles.article(reference)
    key = _compute_key(articles.name, article.id, member)
    buttons = (
        Button(Removal(is_confirmed=True, key=key), article_texts.REMOVE),
        Button(Removal(is_confirmed=False, key=key), article_texts.KEEP),
    )
    return Screen(render_removal_question(article.title), (buttons,))


def render_removal_question(title: str) -> discord.Embed:
    """Render the question before an article is removed."""
    question = message(
        "Remove **{headline}** and all its versions? This cannot be undone.",
        headline=format_headline(title, 1000),
    )
    return embeds.render_titled("", [question])


def remove_confirmed(articles: Collection, removal: Removal, member: int) -> ArticleSummary | None:
    """Remove and return the article of the member's button, or return ``None`` if it is gone.

    Raises ``UnknownArticle`` if somebody else removes it at the same moment.
    """
    for line in articles.articles():
        # An id may also be a reference to another article: check that it finds this article.
        key = _compute_key(articles.name, line.id, member)
        if key == removal.key and articles.article(line.id).id == line.id:
            return articles.remove(line.id)
    return None


def _compute_key(place: str, article_id: str, member: int) -> str:
    named = f"{place}/{article_id}".encode()
    digest = blake2b(named, digest_size=12, key=str(member).encode()).digest()
    return urlsafe_b64encode(digest).decode()


def build_paste_form() -> discord.ui.Modal:
    """Build the form for an article's text. Needs a running event loop."""
    form = discord.ui.Modal(title=translate(article_texts.PASTE_TITLE), custom_id=PASTE_FORM_ID)
    for name, (label, max_length) in _FIELDS.items():
        form.add_item(_build_input(name, label, max_length))
    form.stop()
    return form


def parse_paste_form(interaction: Interaction) -> bytes:
    """Return the article of a submitted form as a line of JSON.

    Raises ``ReadError`` for an invalid date.
    """
    values = get_form_values(interaction)
    record = {name: values.get(name, "").strip() for name in _FIELDS if name != _TEXT_FIELD}
    if record["date"] and parse_date(record["date"]) is None:
        raise ReadError(texts.format_invalid_date(record["date"]))
    return json.dumps(record | {_TEXT_FIELD: values.get(_TEXT_FIELD, "")}).encode()


def _build_input(
    name: str, label: str, max_length: int
) -> "discord.ui.TextInput[discord.ui.Modal]":
    is_text = name == _TEXT_FIELD
    return discord.ui.TextInput(
        label=translate(label),
        custom_id=name,
        style=discord.TextStyle.paragraph if is_text else discord.TextStyle.short,
        required=is_text,
        max_length=max_length,
    )


async def add_file(
    responder: Responder, interaction: Interaction, file: discord.Attachment, limit: int
) -> None:
    """Add an attachment of at most ``limit`` bytes to this server's collection."""
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True)
        content = await read_attachment(file, limit)
        await _add_document(responder, interaction, file.filename, content)


async def add_page(responder: Responder, interaction: Interaction, url: str) -> None:
    """Add a page, or the pages of a feed, to this server's collection, and show the progress."""
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
    """Whether a custom id is one of the buttons or the form of this module."""
    return custom_id == PASTE_FORM_ID or parse_removal(custom_id) is not None


async def handle_article_custom_id(
    responder: Responder, interaction: Interaction, custom_id: str
) -> None:
    """Do what a custom id of this module names. Raises the error of the action."""
    await check_can_manage(responder, interaction)
    responder.check_rate_limit(find_collection_name(interaction), interaction.user.id, LOOKUP_COST)
    removal = parse_removal(custom_id)
    with responder.track(interaction):
        if removal:
            await _remove_article(responder, interaction, removal)
        else:
            await responder.defer(interaction, ephemeral=True)
            await _add_document(
                responder, interaction, article_texts.PASTE_NAME, parse_paste_form(interaction)
            )


async def read_attachment(file: discord.Attachment, limit: int) -> bytes:
    """Read an attachment of at most ``limit`` bytes.

    Raises ``ReadError`` for an unsupported or too large file, and if the download fails.
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
    """Return a member's web address. Raises ``ReadError`` for anything else.

    The check matters: a collection treats any other text as a path on this machine's disk.
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
    await responder.defer(interaction, ephemeral=True, edits_message=is_ephemeral(interaction))
    embed = embeds.render_notice(article_texts.NOTHING_REMOVED)
    if removal.is_confirmed:
        removed = await responder.run(
            place, lambda server: remove_confirmed(server.articles, removal, member), Lane.CHANGES
        )
        embed = (
            embeds.render_removed(removed)
            if removed
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
        """Refuse members who may not change the articles, with the reason."""
        return await check_can_manage(self._responder, interaction)

    @app_commands.command(
        description="Add a file, a web page or a feed, or paste text into a form."
    )
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
        """Add a file or an address; without both, open the form."""
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

    @app_commands.command(
        description="Remove an article and all its versions, after a confirmation."
    )
    @app_commands.describe(article="The article's headline; start typing to find it.")
    async def remove(self, interaction: Interaction, article: str) -> None:
        """Ask whether to remove the article; the buttons remove or keep it."""
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
