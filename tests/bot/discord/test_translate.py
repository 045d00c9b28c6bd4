"""Every catalogue has all that is said, whole, and nothing that is said no more."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bot.discord import translate
from bot.discord.client import BylineClient
from bot.discord.i18n.command_names import Translator
from bot.discord.i18n.language import list_codes
from bot.discord.translate import (
    build_template,
    find_untranslated,
    read_catalogue,
    update_catalogue,
    write_catalogue,
)
from tests.acceptance.discord import limits
from tests.bot.discord.fakes import FakeIngest, FakeLibrary

FOLDER = Path(translate.__file__).parent / "i18n" / "locales"
_COMMAND = re.compile(r"(?<![\w/:.])/[a-zß-ÿ]+(?: [a-zß-ÿ]+)?")


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return build_template()


@pytest.fixture(params=sorted(list_codes() - {"en"}))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read_catalogue(FOLDER / f"{request.param}.po")


def keys(catalogue: Catalog) -> set[tuple[object, str | None]]:
    return {(each.id, each.context) for each in catalogue if each.id}


def forms(words: object) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_sentences_plurals_and_words_of_commands_are_found(wanted: Catalog):
    assert wanted.get("The articles do not say.")
    assert wanted.get("{number} passage").id == ("{number} passage", "{number} passages")
    assert wanted.get("until", context="name").auto_comments == ["/ask"]
    assert wanted.get("Ask the articles a question.", context="description")
    assert wanted.get("Check against articles", context="menu")
    assert wanted.get("Its server took too long. Try again later.")


def test_a_catalogue_has_what_is_said_and_nothing_else(catalogue: Catalog, wanted: Catalog):
    assert keys(wanted) - keys(catalogue) == set()
    assert keys(catalogue) - keys(wanted) == set()
    assert not catalogue.obsolete


def test_all_of_it_is_translated_for_sure(catalogue: Catalog):
    assert find_untranslated(catalogue) == []
    assert [each.id for each in catalogue if each.id and each.fuzzy] == []


def test_translations_have_the_same_places_for_values(catalogue: Catalog):
    for each in filter(lambda each: each.id, catalogue):
        for text in forms(each.string):
            assert slots(text) == slots(forms(each.id)[0]), each.id


def test_translations_keep_their_markup_and_edges(catalogue: Catalog):
    for each in filter(lambda each: each.id, catalogue):
        english = forms(each.id)[0]
        for text in forms(each.string):
            assert text.count("**") == english.count("**"), english
            assert text.rstrip() == text, english
            assert (text[-1] in ".?!…:") == (english[-1] in ".?!…:"), english


def paths(commands: list[dict], locale: str | None) -> dict[str, str]:
    """The commands by their English paths, as they are called in a locale."""
    found = {}
    for command in commands:
        name = called(command, locale)
        below = [each for each in command.get("options", []) if each["type"] == 1]
        for each in below:
            path = f"/{command['name']} {each['name']}"
            found[path] = f"/{name} {called(each, locale)}"
        found[f"/{command['name']}"] = f"/{name}"
    return found


def called(named: dict, locale: str | None) -> str:
    return (named.get("name_localizations") or {}).get(locale, named["name"])


@pytest.fixture
async def commands(library: FakeLibrary, options: object, ingest: FakeIngest) -> list[dict]:
    """The commands as Discord is sent them."""
    tree = BylineClient(library, ingest, options).tree
    return [await each.get_translated_payload(tree, Translator()) for each in tree.get_commands()]


def mentioned(text: str, known: dict[str, str]) -> list[str]:
    """The commands that a sentence names; the longest that each can be."""
    found = []
    for match in _COMMAND.finditer(text):
        parts = (match[0], match[0].split()[0])
        found += next(([each] for each in parts if each in known), [])
    return found


async def test_a_command_that_a_sentence_names_is_called_so(
    catalogue: Catalog, commands: list[dict]
):
    known = paths(commands, str(catalogue.locale))
    named = 0
    for each in filter(lambda each: each.id, catalogue):
        for english, text in pairs(each):
            wanted = [known[path] for path in mentioned(english, known)]
            theirs = {theirs: theirs for theirs in known.values()}
            assert mentioned(text, theirs) == wanted, english
            named += len(wanted)
    assert named > 5


def pairs(message: Message) -> list[tuple[str, str]]:
    english, theirs = forms(message.id), forms(message.string)
    return [(english[min(n, len(english) - 1)], text) for n, text in enumerate(theirs)]


async def test_discord_takes_the_names_and_descriptions(commands: list[dict]):
    assert list(limits.check_commands(commands)) == []


async def test_only_languages_that_are_spoken_are_sent(commands: list[dict]):
    ask = next(each for each in commands if each["name"] == "ask")
    assert ask["name_localizations"] == {"de": "fragen"}
    assert ask["description_localizations"] == {"de": "Stell den Artikeln eine Frage."}
    names = {each["name"]: each["name_localizations"] for each in ask["options"]}
    assert names["since"] == {"de": "seit"}
    menu = next(each for each in commands if each["type"] == 3)
    assert menu["name_localizations"] == {"de": "Anhand der Artikel prüfen"}


async def test_the_lengths_to_choose_from_are_named(commands: list[dict]):
    summarize = next(each for each in commands if each["name"] == "summarize")
    lengths = next(each for each in summarize["options"] if each["name"] == "length")
    named = [(each["value"], each["name_localizations"]) for each in lengths["choices"]]
    assert named == [
        ("short", {"de": "kurz"}),
        ("medium", {"de": "mittel"}),
        ("long", {"de": "lang"}),
    ]


def test_an_update_brings_what_is_new_and_drops_what_is_said_no_more(tmp_path: Path):
    path = tmp_path / "fr.po"
    before, wanted = Catalog(locale="fr"), Catalog()
    before.add("Sources", "Sources")
    before.add("Said once", "Dit une fois")
    for words in ("Sources", "Said now"):
        wanted.add(words)
    write_catalogue(path, update_catalogue(before, wanted))
    after = read_catalogue(path)
    assert keys(after) == {("Sources", None), ("Said now", None)}
    assert find_untranslated(after) == ["Said now"]
    assert "Said once" not in path.read_text()


def test_an_update_with_nothing_new_changes_nothing(catalogue: Catalog, tmp_path: Path):
    path = tmp_path / f"{catalogue.locale}.po"
    write_catalogue(path, update_catalogue(catalogue, build_template()))
    first = path.read_bytes()
    write_catalogue(path, update_catalogue(read_catalogue(path), build_template()))
    assert path.read_bytes() == first
