"""What there is to translate, and the catalogues brought up to date with it.

``python -m bot.discord.translate`` updates every ``locales/CODE.po``: what is new comes in without
a translation, what is said no more goes. ``python -m bot.discord.translate fr`` begins a language.
"""

import asyncio
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import discord
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from discord import app_commands

from bot.discord.client import BylineClient
from bot.discord.i18n.command_names import get_context
from bot.discord.options import DiscordOptions
from bot.ingest.service import IngestService
from bot.library import Library

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("bot", "corpus", "index")
_LOCALES = Path(__file__).parent / "i18n" / "locales"
_KEYWORDS = {"message": None, "plural": (1, 2)}
_WIDTH = 100

BabelMessage = str | list[str] | tuple[str, ...]
"""A message as Babel has it: one text, or those for one and for more."""


def build_template() -> Catalog:
    """Every sentence that is said, and every word of every command, in English."""
    catalogue = Catalog(project="Byline", charset="utf-8")
    for room in _PACKAGES:
        found = extract_from_dir(_ROOT / room, keywords=_KEYWORDS)
        for path, _, message, comments, context in found:
            catalogue.add(message, None, [(f"{room}/{path}", 0)], (), comments, context=context)
    for word, context, command in asyncio.run(_collect_command_words()):
        catalogue.add(word, context=context, auto_comments=[command])
    return catalogue


def update_catalogue(catalogue: Catalog, wanted: Catalog) -> Catalog:
    """A language's catalogue with what is wanted, and nothing else."""
    made = catalogue.creation_date
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.creation_date = made  # else an update changes the file where nothing is new
    catalogue.obsolete.clear()
    return catalogue


def find_untranslated(catalogue: Catalog) -> list[str]:
    """What a catalogue does not translate, in English."""
    return [
        _get_singular(each.id) for each in catalogue if each.id and not _is_translated(each.string)
    ]


def read_catalogue(path: Path) -> Catalog:
    """The catalogue of a file that is named for its language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue, in the order of the English."""
    with path.open("wb") as file:
        write_po(file, catalogue, _WIDTH, sort_output=True, include_lineno=False)


def main(codes: Iterable[str]) -> None:
    """Update the catalogues that there are, and begin those of the codes."""
    wanted = build_template()
    paths = {*_LOCALES.glob("*.po"), *(_LOCALES / f"{code}.po" for code in codes)}
    for path in sorted(paths):
        before = (
            read_catalogue(path) if path.exists() else Catalog(locale=path.stem, project="Byline")
        )
        catalogue = update_catalogue(before, wanted)
        write_catalogue(path, catalogue)
        sys.stdout.write(f"{path.name}: {len(find_untranslated(catalogue)):,} to translate\n")


class _WordCollector(app_commands.Translator):
    """Notes what it is asked to translate, and for which command."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], str] = {}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> None:
        del locale
        self.words.setdefault((string.message, get_context(context)), _format_command(context.data))


async def _collect_command_words() -> Iterator[tuple[str, str, str]]:
    no_library, no_ingest = cast("Library", None), cast("IngestService", None)
    tree, listener = (
        BylineClient(no_library, no_ingest, DiscordOptions(Path())).tree,
        _WordCollector(),
    )
    for command in tree.get_commands():
        await command.get_translated_payload(tree, listener)
    return ((word, context, where) for (word, context), where in listener.words.items())


def _format_command(named: object) -> str:
    """The command that a word belongs to, for whoever translates it."""
    command = named.command if isinstance(named, app_commands.Parameter) else named
    return f"/{getattr(command, 'qualified_name', getattr(command, 'name', ''))}"


def _get_singular(message: BabelMessage) -> str:
    return message if isinstance(message, str) else message[0]


def _is_translated(message: BabelMessage | None) -> bool:
    return bool(message) if isinstance(message, str) else all(message or ("",))


if __name__ == "__main__":
    main(sys.argv[1:])
