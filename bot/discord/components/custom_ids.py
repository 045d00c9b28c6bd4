"""Buttons, menus and screens, and the custom ids that let buttons work after a restart.

A custom id is ``byline:ACTION:KEY:CITATION:PAGE``: the key of a logged question, the index of one
of its excerpts, and a page. It does not name a collection: the key is looked up in the collection
of the server where the button is pressed, so a custom id copied to another server finds nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import discord

CUSTOM_ID_PREFIX = "byline:"
_CUSTOM_ID = re.compile(
    rf"{CUSTOM_ID_PREFIX}(?P<action>[a-z]{{1,8}}):(?P<key>[\w-]{{16}})"
    r":(?P<citation>\d{1,2}):(?P<page>\d{0,4})",
    re.ASCII,
)


class Action(StrEnum):
    """What a button does. ``X_PAGE`` shows another page of what ``X`` opened."""

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
        """Whether the button edits its own message."""
        return self in (Action.READ_PAGE, Action.MORE_PAGE)


@dataclass(frozen=True, slots=True)
class ButtonAction:
    """The action of a button; ``page`` ``None`` is the page that has the excerpt."""

    action: Action
    key: str
    citation_index: int = 0
    page: int | None = None

    @property
    def custom_id(self) -> str:
        """The custom id, at most 40 characters."""
        page = "" if self.page is None else self.page
        return f"{CUSTOM_ID_PREFIX}{self.action}:{self.key}:{self.citation_index}:{page}"


def parse_custom_id(custom_id: str) -> ButtonAction | None:
    """Return the action of a custom id, or ``None`` if Byline did not write it."""
    match = _CUSTOM_ID.fullmatch(custom_id)
    if match is None or match["action"] not in set(Action):
        return None
    page = int(match["page"]) if match["page"] else None
    return ButtonAction(Action(match["action"]), match["key"], int(match["citation"]), page)


class HasCustomId(Protocol):
    """The target of a button or a menu."""

    @property
    def custom_id(self) -> str:
        """The custom id that encodes the target."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as members see it."""

    target: HasCustomId
    text: str = ""
    emoji: str | None = None
    disabled: bool = False


class MenuKind(StrEnum):
    """What a menu offers; question channels include forums."""

    QUESTION_CHANNELS = "places"
    CHANNELS = "channels"
    ROLES = "roles"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu; ``text`` is the placeholder while nothing is chosen.

    ``options`` are pairs of value and label; ``chosen`` are ids, or values of options.
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
    """An embed with up to five rows below it, each of up to five buttons or one menu."""

    embed: discord.Embed
    rows: tuple[tuple[Button | Menu, ...], ...] = ()


Renderable = discord.Embed | Screen
