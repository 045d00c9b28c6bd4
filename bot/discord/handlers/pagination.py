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

from bot.discord.components.custom_ids import PREFIX, Label, Screen
from bot.discord.components.views import Interaction, parts
from bot.discord.handlers.answer_buttons import LOOK
from bot.discord.render import embeds, overviews, texts
from bot.discord.runtime import delivery
from bot.discord.runtime.permissions import may_manage
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from bot.replies import Digest
from corpus.article import ArticleLine

_PRESS = re.compile(
    rf"{PREFIX}pages:(?P<listed>articles|digest):(?P<since>\d{{4}}-\d{{2}}-\d{{2}})?:(?P<page>\d{{1,6}})",
    re.ASCII,
)
_LAST = 999_999


class Listed(StrEnum):
    """What has pages."""

    ARTICLES = "articles"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Turn:
    """A button to a page (from 1) of a list; a digest is of what is new ``since`` a day."""

    listed: Listed
    page: int
    since: date | None = None

    @property
    def custom_id(self) -> str:
        """The custom id, of 39 characters at most."""
        return f"{PREFIX}pages:{self.listed}:{self.since or ''}:{self.page}"


def turn(custom_id: str) -> Turn | None:
    """The turn that a custom id stands for; ``None`` for one that Byline did not write."""
    found = _PRESS.fullmatch(custom_id)
    if found is None:
        return None
    try:
        since = date.fromisoformat(found["since"]) if found["since"] else None
    except ValueError:
        return None
    return Turn(Listed(found["listed"]), int(found["page"]), since)


def articles(lines: Sequence[ArticleLine], page: int) -> Screen:
    """A page of the articles, and the buttons to the pages beside it."""
    pages = max(1, -(-len(lines) // embeds.PER_PAGE))
    here = Turn(Listed.ARTICLES, min(max(page, 1), pages))
    return Screen(embeds.articles(lines, page), _buttons(here, pages))


def digest(new: Digest) -> Screen:
    """A page of what is new, and the buttons to the pages beside it."""
    here = Turn(Listed.DIGEST, new.page, new.since)
    return Screen(overviews.digest(new), _buttons(here, new.pages))


async def serve(desk: Desk, interaction: Interaction, wanted: Turn) -> None:
    """Show the page that a button leads to: in place of the one above it, if nobody else sees that.

    Of a message that others see, the page is shown to the member alone. Raises what goes wrong.
    """
    is_digest = wanted.listed is Listed.DIGEST
    if not is_digest:
        await may_manage(desk, interaction)
    place = place_of(interaction)
    desk.let_in(place, interaction.user.id, 1.0 if is_digest else LOOK)
    with desk.serving(interaction):
        await desk.defer(interaction, ephemeral=True, turns=_is_own(interaction))
        lane = Lane.QUESTIONS if is_digest else Lane.LOOKUPS
        shown = await desk.work(place, lambda c: _page(c, wanted), lane)
        await delivery.fill(interaction, **{"view": None, **parts(shown)})


def _page(collection: Collection, wanted: Turn) -> Screen:
    if wanted.listed is Listed.DIGEST:
        return digest(collection.digest(wanted.since, wanted.page))
    return articles(collection.articles(), wanted.page)


def _buttons(here: Turn, pages: int) -> tuple[tuple[Label, ...], ...]:
    """The buttons to the page before and the one after; none where there is one page."""
    if pages < 2:
        return ()
    back, on = max(here.page - 1, 0), min(here.page + 1, _LAST)
    return (
        (
            Label(replace(here, page=back), texts.BACK, off=back < 1),
            Label(replace(here, page=on), texts.ON, off=on > pages),
        ),
    )


def _is_own(interaction: Interaction) -> bool:
    """Whether only this member sees the message that the button stands under."""
    message = interaction.message
    return interaction.guild_id is None or (message is not None and message.flags.ephemeral)
