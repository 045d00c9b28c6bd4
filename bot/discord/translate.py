"""Update of the translation catalogues from the messages in the code.

``python -m bot.discord.translate`` updates every ``locales/CODE.po``: new messages are added
without a translation, unused ones are removed. ``python -m bot.discord.translate fr`` starts a
language.
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
_KEYWORDS = {"message": None, "plural": (1, 2), "mark": None}
_WIDTH = 100

BabelMessage = str | list[str] | tuple[str, ...]
"""A message of Babel: one text, or the singular and plural texts."""


def build_template() -> Catalog:
    """Collect the messages in the code and the names and descriptions of commands, in English."""
    catalogue = Catalog(project="Byline", charset="utf-8")
    for package in _PACKAGES:
        messages = extract_from_dir(_ROOT / package, keywords=_KEYWORDS)
        for path, _, message, comments, context in messages:
            catalogue.add(message, None, [(f"{package}/{path}", 0)], (), comments, context=context)
    for word, context, command in asyncio.run(_collect_command_words()):
        catalogue.add(word, context=context, auto_comments=[command])
    return catalogue


def update_catalogue(catalogue: Catalog, template: Catalog) -> Catalog:
    """Give a catalogue the messages of the template, and no others; return it."""
    created = catalogue.creation_date
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.creation_date = created  # so that an update without new messages changes nothing
    catalogue.obsolete.clear()
    return catalogue


def find_untranslated(catalogue: Catalog) -> list[str]:
    """Return the English messages without a translation."""
    return [
        _get_singular(each.id) for each in catalogue if each.id and not _is_translated(each.string)
    ]


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue file; its name is the language code."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue, sorted by the English messages."""
    with path.open("wb") as file:
        write_po(file, catalogue, _WIDTH, sort_output=True, include_lineno=False)


def main(codes: Iterable[str]) -> None:
    """Update the existing catalogues, and create those of ``codes``."""
    template = build_template()
    paths = {*_LOCALES.glob("*.po"), *(_LOCALES / f"{code}.po" for code in codes)}
    for path in sorted(paths):
        new = Catalog(locale=path.stem, project="Byline")
        catalogue = update_catalogue(read_catalogue(path) if path.exists() else new, template)
        write_catalogue(path, catalogue)
        sys.stdout.write(f"{path.name}: {len(find_untranslated(catalogue)):,} to translate\n")


class _WordCollector(app_commands.Translator):
    """Collects the words that discord.py wants translated, and their commands."""

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
    no_library, no_ingest = cast("Library", None), cast("IngestService", None)  # no command runs
    tree = BylineClient(no_library, no_ingest, DiscordOptions(Path())).tree
    collector = _WordCollector()
    for command in tree.get_commands():
        await command.get_translated_payload(tree, collector)
    return ((word, context, name) for (word, context), name in collector.words.items())


def _format_command(item: object) -> str:
    """Return the name of the command of a word, as a comment for translators."""
    command = item.command if isinstance(item, app_commands.Parameter) else item
    return f"/{getattr(command, 'qualified_name', getattr(command, 'name', ''))}"


def _get_singular(message: BabelMessage) -> str:
    return message if isinstance(message, str) else message[0]


def _is_translated(message: BabelMessage | None) -> bool:
    return bool(message) if isinstance(message, str) else all(message or ("",))


if __name__ == "__main__":
    main(sys.argv[1:])
