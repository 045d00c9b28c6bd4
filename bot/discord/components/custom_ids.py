"""What a button asks for, as a custom id: all that is needed to serve it after a restart.

``byline:ACTION:KEY:PLACE:PAGE``: the key of a question that the database keeps, the number of an
excerpt shown for it, and a page. None of it says whose collection: a key is looked up in that of
the server in which the button is pressed, so one that was copied elsewhere finds nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import discord

CUSTOM_ID_PREFIX = "byline:"
_CUSTOM_ID = re.compile(
    rf"{CUSTOM_ID_PREFIX}(?P<action>[a-z]{{1,8}}):(?P<key>[\w-]{{16}}):(?P<place>\d{{1,2}}):(?P<page>\d{{0,4}})",
    re.ASCII,
)


class Action(StrEnum):
    """What a press does; the second of each pair turns a page of what the first one opened."""

    READ = "read"
    READ_PAGE = "page"
    MORE = "more"
    MORE_PAGE = "rest"
    SOURCES = "sources"
    UP = "up"
    DOWN = "down"
    REASON_FORM = "why"
    FOLLOW = "follow"
    FOLLOW_UP_FORM = "then"
    NOOP = "nothing"

    @property
    def edits_message(self) -> bool:
        """Whether it changes the message that it stands under."""
        return self in (Action.READ_PAGE, Action.MORE_PAGE)


@dataclass(frozen=True, slots=True)
class ButtonAction:
    """A button's meaning. ``page`` is ``None`` for the page that has the excerpt."""

    action: Action
    key: str
    citation_index: int = 0
    page: int | None = None

    @property
    def custom_id(self) -> str:
        """The custom id, of at most 40 characters."""
        page = "" if self.page is None else self.page
        return f"{CUSTOM_ID_PREFIX}{self.action}:{self.key}:{self.citation_index}:{page}"


def parse_custom_id(custom_id: str) -> ButtonAction | None:
    """The press that a custom id stands for; ``None`` for one that Byline did not write."""
    found = _CUSTOM_ID.fullmatch(custom_id)
    if found is None or found["action"] not in set(Action):
        return None
    page = int(found["page"]) if found["page"] else None
    return ButtonAction(Action(found["action"]), found["key"], int(found["place"]), page)


class HasCustomId(Protocol):
    """Anything that a button can mean."""

    @property
    def custom_id(self) -> str:
        """The custom id, which says all of it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as members see it; ``off`` where it cannot be pressed now."""

    target: HasCustomId
    text: str = ""
    emoji: str | None = None
    disabled: bool = False


class MenuKind(StrEnum):
    """What a menu offers; places are channels, forums among them."""

    QUESTION_CHANNELS = "places"
    CHANNELS = "channels"
    ROLES = "roles"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of which ``least`` to ``most`` are chosen; ``text`` stands there while none is.

    ``chosen`` are ids, or the values of those of its ``options`` (value and words) that are.
    """

    target: HasCustomId
    text: str
    kind: MenuKind
    min_values: int = 0
    max_values: int = 1
    chosen: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """An embed and the rows under it, at most five: of up to five buttons, or of one menu."""

    embed: discord.Embed
    rows: tuple[tuple[Button | Menu, ...], ...] = ()


Renderable = discord.Embed | Screen
