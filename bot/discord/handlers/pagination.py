"""Pages of lists, and their buttons, which work after a restart.

The custom ids are ``byline:pages:articles::PAGE`` and ``byline:pages:digest:DAY:PAGE``. They do not
name a collection: a button shows the articles of the server where it is pressed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.discord.components.custom_ids import CUSTOM_ID_PREFIX, Button, Screen
from bot.discord.components.views import Interaction, is_ephemeral, to_message_kwargs
from bot.discord.handlers.answer_buttons import LOOKUP_COST
from bot.discord.render import embeds, overviews, texts
from bot.discord.runtime import delivery
from bot.discord.runtime.permissions import check_can_manage
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.replies import Digest
from bot.server_state import Server
from corpus.article import ArticleSummary

_PAGE_ID = re.compile(
    rf"{CUSTOM_ID_PREFIX}pages:(?P<list_kind>articles|digest)"
    r":(?P<since>\d{4}-\d{2}-\d{2})?:(?P<page>\d{1,6})",
    re.ASCII,
)
_MAX_PAGE = 999_999


class ListKind(StrEnum):
    """A list with pages."""

    ARTICLES = "articles"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class PageLink:
    """A button to a page (from 1) of a list; ``since`` is the first date of a digest."""

    list_kind: ListKind
    page: int
    since: date | None = None

    @property
    def custom_id(self) -> str:
        """The custom id, at most 39 characters."""
        return f"{CUSTOM_ID_PREFIX}pages:{self.list_kind}:{self.since or ''}:{self.page}"


def parse_page_link(custom_id: str) -> PageLink | None:
    """Return the link of a custom id, or ``None`` if Byline did not write it."""
    match = _PAGE_ID.fullmatch(custom_id)
    if match is None:
        return None
    try:
        since = date.fromisoformat(match["since"]) if match["since"] else None
    except ValueError:
        return None
    return PageLink(ListKind(match["list_kind"]), int(match["page"]), since)


def build_articles_page(lines: Sequence[ArticleSummary], page: int) -> Screen:
    """Build a page of the articles with the buttons to the neighbouring pages."""
    pages = max(1, -(-len(lines) // embeds.ARTICLES_PER_PAGE))
    here = PageLink(ListKind.ARTICLES, min(max(page, 1), pages))
    return Screen(embeds.render_articles(lines, page), _build_buttons(here, pages))


def build_digest_page(digest: Digest) -> Screen:
    """Build a page of a digest with the buttons to the neighbouring pages."""
    here = PageLink(ListKind.DIGEST, digest.page, digest.since)
    return Screen(overviews.render_digest(digest), _build_buttons(here, digest.pages))


async def handle_page_link(responder: Responder, interaction: Interaction, link: PageLink) -> None:
    """Show the linked page: in the same message if only the member sees it, else privately.

    Raises the error of the action.
    """
    is_digest = link.list_kind is ListKind.DIGEST
    if not is_digest:
        await check_can_manage(responder, interaction)
    place = find_collection_name(interaction)
    responder.check_rate_limit(place, interaction.user.id, 1.0 if is_digest else LOOKUP_COST)
    with responder.track(interaction):
        is_private = interaction.guild_id is None or is_ephemeral(interaction)
        await responder.defer(interaction, ephemeral=True, edits_message=is_private)
        lane = Lane.QUESTIONS if is_digest else Lane.LOOKUPS
        shown = await responder.run(place, lambda server: _build_page(server, link), lane)
        await delivery.edit_original(interaction, **{"view": None, **to_message_kwargs(shown)})


def _build_page(server: Server, link: PageLink) -> Screen:
    if link.list_kind is ListKind.DIGEST:
        return build_digest_page(server.articles.digest(link.since, link.page))
    return build_articles_page(server.articles.articles(), link.page)


def _build_buttons(here: PageLink, pages: int) -> tuple[tuple[Button, ...], ...]:
    """Build the buttons to the previous and the next page; none for a single page."""
    if pages < 2:
        return ()
    before, after = max(here.page - 1, 0), min(here.page + 1, _MAX_PAGE)
    return (
        (
            Button(replace(here, page=before), texts.PREVIOUS_PAGE, disabled=before < 1),
            Button(replace(here, page=after), texts.NEXT_PAGE, disabled=after > pages),
        ),
    )
