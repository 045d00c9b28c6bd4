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

PREFIX = "byline:"
_PRESS = re.compile(
    rf"{PREFIX}(?P<action>[a-z]{{1,8}}):(?P<key>[\w-]{{16}}):(?P<place>\d{{1,2}}):(?P<page>\d{{0,4}})",
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
    WHY = "why"
    FOLLOW = "follow"
    THEN = "then"
    NOTHING = "nothing"

    @property
    def turns(self) -> bool:
        """Whether it changes the message that it stands under."""
        return self in (Action.READ_PAGE, Action.MORE_PAGE)


@dataclass(frozen=True, slots=True)
class Press:
    """A button's meaning. ``page`` is ``None`` for the page that has the excerpt."""

    action: Action
    key: str
    place: int = 0
    page: int | None = None

    @property
    def custom_id(self) -> str:
        """The custom id, of at most 40 characters."""
        page = "" if self.page is None else self.page
        return f"{PREFIX}{self.action}:{self.key}:{self.place}:{page}"


def pressed(custom_id: str) -> Press | None:
    """The press that a custom id stands for; ``None`` for one that Byline did not write."""
    found = _PRESS.fullmatch(custom_id)
    if found is None or found["action"] not in set(Action):
        return None
    page = int(found["page"]) if found["page"] else None
    return Press(Action(found["action"]), found["key"], int(found["place"]), page)


class Pressable(Protocol):
    """Anything that a button can mean."""

    @property
    def custom_id(self) -> str:
        """The custom id, which says all of it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A button as members see it; ``off`` where it cannot be pressed now."""

    press: Pressable
    text: str = ""
    emoji: str | None = None
    off: bool = False


class Kind(StrEnum):
    """What a menu offers; places are channels, forums among them."""

    PLACES = "places"
    CHANNELS = "channels"
    ROLES = "roles"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of which ``least`` to ``most`` are chosen; ``text`` stands there while none is.

    ``chosen`` are ids, or the values of those of its ``options`` (value and words) that are.
    """

    press: Pressable
    text: str
    kind: Kind
    least: int = 0
    most: int = 1
    chosen: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """An embed and the rows under it, at most five: of up to five buttons, or of one menu."""

    embed: discord.Embed
    rows: tuple[tuple[Label | Menu, ...], ...] = ()


Shown = discord.Embed | Screen
