"""Autocomplete choices for the name of an article."""

from collections.abc import Iterable
from itertools import islice

from discord import app_commands

from bot.discord.i18n.language import format_day, translate
from bot.discord.render import texts
from bot.discord.render.escape import to_one_line
from bot.discord.render.truncate import count_units, truncate
from corpus.article import ArticleSummary

_MAX_CHOICES = 25
_MAX_LENGTH = 100


def build_choices(lines: Iterable[ArticleSummary], typed: str) -> list[app_commands.Choice[str]]:
    """Offer at most 25 articles whose title contains ``typed``, ignoring case.

    The value of a choice is the article's id, cut to 100 UTF-16 units.
    """
    wanted = typed.strip().casefold()
    matches = (line for line in lines if wanted in line.title.casefold())
    return [
        app_commands.Choice(name=_format_name(line), value=_truncate_value(line.id))
        for line in islice(matches, _MAX_CHOICES)
    ]


def truncate_choice(text: str) -> str:
    """Cut a text to the length that a choice can show."""
    return truncate(to_one_line(text), _MAX_LENGTH, transform=str)


def _format_name(line: ArticleSummary) -> str:
    dated = f" · {format_day(line.published)}" if line.published else ""
    title = truncate(to_one_line(line.title), _MAX_LENGTH - count_units(dated), transform=str)
    return (title or translate(texts.UNTITLED)) + dated


def _truncate_value(reference: str) -> str:
    wide = reference.encode("utf-16-le", "surrogatepass")
    return wide[: 2 * _MAX_LENGTH].decode("utf-16-le", "ignore")
