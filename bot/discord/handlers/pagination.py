"""Pages of a list: the buttons that turn them, which outlive a restart.

``byline:pages:articles::PAGE`` and ``byline:pages:digest:DAY:PAGE``: they say what is listed, from
which day on, and which page. Whose articles it is of they do not say: it is those of the server in
which they are pressed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.discord.components.custom_ids import CUSTOM_ID_PREFIX, Button, Screen
from bot.discord.components.views import Interaction, to_message_kwargs
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
    rf"{CUSTOM_ID_PREFIX}pages:(?P<listed>articles|digest):(?P<since>\d{{4}}-\d{{2}}-\d{{2}})?:(?P<page>\d{{1,6}})",
    re.ASCII,
)
_MAX_PAGE = 999_999


class ListKind(StrEnum):
    """What has pages."""

    ARTICLES = "articles"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class PageLink:
    """A button to a page (from 1) of a list; a digest is of what is new ``since`` a day."""

    list_kind: ListKind
    page: int
    since: date | None = None

    @property
    def custom_id(self) -> str:
        """The custom id, of 39 characters at most."""
        return f"{CUSTOM_ID_PREFIX}pages:{self.list_kind}:{self.since or ''}:{self.page}"


def parse_page_link(custom_id: str) -> PageLink | None:
    """The turn that a custom id stands for; ``None`` for one that Byline did not write."""
    found = _PAGE_ID.fullmatch(custom_id)
    if found is None:
        return None
    try:
        since = date.fromisoformat(found["since"]) if found["since"] else None
    except ValueError:
        return None
    return PageLink(ListKind(found["listed"]), int(found["page"]), since)


def build_articles_page(lines: Sequence[ArticleSummary], page: int) -> Screen:
    """A page of the articles, and the buttons to the pages beside it."""
    pages = max(1, -(-len(lines) // embeds.ARTICLES_PER_PAGE))
    here = PageLink(ListKind.ARTICLES, min(max(page, 1), pages))
    return Screen(embeds.render_articles(lines, page), _build_buttons(here, pages))


def build_digest_page(digest: Digest) -> Screen:
    """A page of what is new, and the buttons to the pages beside it."""
    here = PageLink(ListKind.DIGEST, digest.page, digest.since)
    return Screen(overviews.render_digest(digest), _build_buttons(here, digest.pages))


async def handle_page_link(responder: Responder, interaction: Interaction, link: PageLink) -> None:
    """Show the page that a button leads to: in place of the one above it, if nobody else sees that.

    Of a message that others see, the page is shown to the member alone. Raises what goes wrong.
    """
    is_digest = link.list_kind is ListKind.DIGEST
    if not is_digest:
        await check_can_manage(responder, interaction)
    place = find_collection_name(interaction)
    responder.check_rate_limit(place, interaction.user.id, 1.0 if is_digest else LOOKUP_COST)
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=True, edits_message=_is_private(interaction))
        lane = Lane.QUESTIONS if is_digest else Lane.LOOKUPS
        shown = await responder.run(place, lambda server: _build_page(server, link), lane)
        await delivery.edit_original(interaction, **{"view": None, **to_message_kwargs(shown)})


def _build_page(server: Server, link: PageLink) -> Screen:
    if link.list_kind is ListKind.DIGEST:
        return build_digest_page(server.articles.digest(link.since, link.page))
    return build_articles_page(server.articles.articles(), link.page)


def _build_buttons(here: PageLink, pages: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons to the page before and the one after; none where there is one page."""
    if pages < 2:
        return ()
    back, on = max(here.page - 1, 0), min(here.page + 1, _MAX_PAGE)
    return (
        (
            Button(replace(here, page=back), texts.PREVIOUS_PAGE, disabled=back < 1),
            Button(replace(here, page=on), texts.NEXT_PAGE, disabled=on > pages),
        ),
    )


def _is_private(interaction: Interaction) -> bool:
    """Whether only this member sees the message that the button stands under."""
    message = interaction.message
    return interaction.guild_id is None or (message is not None and message.flags.ephemeral)
