"""What autocomplete offers while a member types an article's name."""

from collections.abc import Iterable
from itertools import islice

from discord import app_commands

from bot.discord.i18n.language import day, say
from bot.discord.render import texts
from bot.discord.render.escape import one_line
from bot.discord.render.truncate import begin, units
from corpus.article import ArticleLine

_MOST = 25
_LONGEST = 100


def choices(lines: Iterable[ArticleLine], typed: str) -> list[app_commands.Choice[str]]:
    """At most 25 articles whose title holds what was typed, whatever its case.

    A choice's value is the article's id, or the beginning of it that fits 100 UTF-16 units.
    """
    wanted = typed.strip().casefold()
    found = (line for line in lines if wanted in line.title.casefold())
    return [
        app_commands.Choice(name=_name(line), value=_beginning(line.id))
        for line in islice(found, _MOST)
    ]


def short(text: str) -> str:
    """As much of a text as a choice can show."""
    return begin(one_line(text), _LONGEST, dress=str)


def _name(line: ArticleLine) -> str:
    dated = f" · {day(line.published)}" if line.published else ""
    title = begin(one_line(line.title), _LONGEST - units(dated), dress=str)
    return (title or say(texts.UNTITLED)) + dated


def _beginning(reference: str) -> str:
    wide = reference.encode("utf-16-le", "surrogatepass")
    return wide[: 2 * _LONGEST].decode("utf-16-le", "ignore")
