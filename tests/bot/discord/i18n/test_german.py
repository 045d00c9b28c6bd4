"""Members whose Discord is German are answered in German; the articles' words stay theirs."""

import json
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.i18n.language import language_context, load_language
from bot.discord.options import DiscordOptions
from bot.discord.runtime.errors import render_error
from bot.library import Library
from corpus.store.records import Vote
from tests.bot.discord.fakes import FakeIngest
from tests.bot.discord.invariants import build_payload
from tests.bot.discord.payloads import BUILDERS
from tests.bot.discord.scene import CROSSING, Server, ask, get_description, get_text, press
from tests.bot.discord.untrusted_text import HostileText
from tests.properties import examples


class GermanClient(BylineClient):
    """A client whose members use German; the simulated Discord sends only English.

    The server's language stays English: for interactions the member's language counts.
    """

    def __init__(self, library: Library, ingest: FakeIngest, options: DiscordOptions) -> None:
        super().__init__(library, ingest, options)
        parsers = self._connection.parsers
        parse = parsers["INTERACTION_CREATE"]
        parsers["INTERACTION_CREATE"] = lambda sent: parse({**sent, "locale": "de"})


@pytest.fixture
def library(stored: Library) -> Library:
    return stored


@pytest.fixture
def simcord_bot(library: Library, ingest: FakeIngest, options: DiscordOptions) -> BylineClient:
    return GermanClient(library, ingest, options)


def labels(message: object) -> list[str | None]:
    return [each.label for row in message.components for each in row.children]


async def test_an_answer_has_german_around_the_articles_words(server: Server):
    answer = (await ask(server)).response
    (embed,) = answer.embeds
    assert "Captain Joan Reyes said the crossing took **42** minutes." in embed.description
    assert "Mira Tolland · The Harbour Gazette · 12. März 2021" in embed.description
    assert embed.footer.text == "Stand: 12. März 2021"
    assert labels(answer.message)[:4] == [
        "Im Zusammenhang lesen",
        "Weitere Auszüge",
        "Quellen",
        "Nachfragen",
    ]


async def test_a_private_answer_is_german_too(server: Server):
    answer = (await ask(server, private=True)).response
    assert answer.ephemeral
    assert answer.embeds[0].footer.text == "Stand: 12. März 2021"


async def test_an_abstention_says_why_in_german(server: Server):
    shown = get_description(await ask(server, "Did Captain Reyes visit Zanzibar?"))
    assert shown.startswith(
        "**Die Artikel sagen es nicht.**\nKeine Textstelle nah an dieser Frage erwähnt „Zanzibar“."
    )


async def test_a_verdict_is_german_around_the_articles_words(server: Server):
    message = await server.editor.send(server.channel, "The crossing took 42 minutes.")
    checked = await server.member.context_menu(server.channel, "Check against articles", message)
    shown = get_description(checked)
    assert shown.startswith("**Die Artikel bestätigen das.**\n\n**Was dafür spricht**\n\n> Captain")
    assert "12. März 2021" in shown


async def test_a_fact_is_stated_in_german(server: Server):
    shown = get_description(
        await ask(server, "Who wrote the article “Ferry service to Hollow Island resumes”?")
    )
    assert shown.startswith("Verfasst von Mira Tolland. \\[1\\]\n\n> By **Mira Tolland**\n")


async def test_a_list_is_headed_in_german(server: Server):
    shown = get_description(await ask(server, "Which articles mention the ferry?"))
    assert shown.startswith("1 Artikel mit Erwähnung von the ferry\\:\n\n**\\[1\\] Ferry service")
    none = get_description(await ask(server, "What articles were published in May 2019?"))
    assert "Kein Artikel ist im Mai 2019 erschienen; der neueste Artikel ist „Town library" in none
    assert none.endswith("“ vom 2. Mai 2021.")


async def test_a_form_and_its_answer_are_german(server: Server):
    answer = (await ask(server)).response
    form = await press(server, answer, "down")
    assert form.modal["title"] == "Was war falsch?"
    thanks = await server.member.submit_modal(form, {"reason": "wrong boat"})
    assert get_description(thanks) == "Danke. Deine Stimme ist gespeichert."
    (kept,) = server.state.questions.all()
    assert [(each.vote, each.reason) for each in kept.ratings] == [(Vote.DOWN, "wrong boat")]


async def test_buttons_under_an_answer_open_german_pages(server: Server):
    answer = (await ask(server)).response
    read = (await press(server, answer, "read")).response
    assert "**Captain Joan Reyes said the crossing took 42 minutes.**" in read.embeds[0].description
    assert read.embeds[0].footer.text == "Seite 1 von 1"
    assert labels(read.message)[:2] == ["◀ Zurück", "Weiter ▶"]
    sources = (await press(server, answer, "sources")).response
    assert sources.embeds[0].title == "Quellen"
    assert "Ferry service to Hollow Island resumes" in sources.embeds[0].description


async def test_what_is_refused_is_refused_in_german(server: Server, simcord_env: Env):
    refused = await server.member.slash(server.channel, "articles list")
    assert get_description(refused).startswith(
        "Um die Artikel dieses Servers zu ändern, brauchst du"
    )
    wrong = await ask(server, since="soon")
    assert get_description(wrong).startswith("„soon“ ist kein Datum.")
    assert len(simcord_env.errors) == 2


async def test_an_unknown_article_is_told_in_german_with_the_members_words(
    server: Server, simcord_env: Env
):
    result = await server.member.slash(server.channel, "summarize", article="No *thing*")
    (shown,) = result.followups
    assert shown.embeds[0].description.startswith("Einen Artikel „No \\*thing\\*“ gibt es hier")
    assert len(simcord_env.errors) == 1


@pytest.mark.parametrize("name", BUILDERS)
@examples(10, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_that_is_shown_is_left_in_english(name: str, data: st.DataObject):
    english = {each for each in load_language("de").templates if len(each) > 8 and "{" not in each}
    with language_context("de"):
        shown = json.dumps(
            build_payload(BUILDERS[name](HostileText(data.draw))), ensure_ascii=False
        )
    assert [each for each in english if each in shown] == []


def test_an_error_that_nobody_foresaw_is_told_in_german():
    with language_context("de"):
        shown = render_error(RuntimeError("disk on fire")).description
    assert re.fullmatch(
        r"Etwas ist schiefgegangen \(Kennung [0-9A-F]{6}\)\. Einzelheiten stehen im Protokoll\.",
        shown,
    )


async def test_a_digest_counts_in_german(server: Server):
    digest = (await server.member.slash(server.channel, "digest", since="2021-01-01")).response
    (embed,) = digest.embeds
    assert embed.title == "Neu seit dem 1. Januar 2021"
    assert embed.footer.text == "Seite 1 von 1 · 3 Artikel"
    assert "Town library opens a reading garden" in embed.description
    assert "2. Mai 2021" in embed.description


async def test_titles_are_offered_with_german_days(server: Server):
    choices = await server.member.autocomplete(server.channel, "ask", "article", "ferry")
    assert [each["name"] for each in choices] == [
        "Ferry service to Hollow Island resumes · 12. März 2021"
    ]


async def test_articles_are_kept_in_german(server: Server):
    listed = (await server.editor.slash(server.channel, "articles list")).response
    assert listed.embeds[0].title == "Artikel"
    assert listed.embeds[0].footer.text == "Seite 1 von 1 · 3 Artikel"
    asked = await server.editor.slash(server.channel, "articles remove", article="orchard")
    assert get_description(asked) == (
        "**Frost damages orchards in the north** mit allen Fassungen entfernen? "
        "Das lässt sich nicht rückgängig machen."
    )
    assert labels(asked.response.message) == ["Entfernen", "Behalten"]
    (remove, _) = [each.custom_id for each in asked.response.message.components[0].children]
    gone = await server.editor.click(asked.response.message, custom_id=remove)
    assert get_description(gone) == "**Frost damages orchards in the north** wurde entfernt."


async def test_a_file_that_cannot_be_read_is_refused_in_german(server: Server):
    file = ("a.jsonl", b'{"title": "x"}\n')
    added = await server.editor.slash(server.channel, "articles add", file=file)
    assert get_description(added) == (
        "Es wurde nichts hinzugefügt.\n\nAbgelehnt: **a.jsonl, Zeile 1**. "
        "Das Feld „text“ fehlt. Gib den Text des Artikels darin an."
    )


async def test_a_mention_is_answered_in_the_servers_language(server: Server, simcord_env: Env):
    guild = simcord_env.create_guild("redaktion", preferred_locale="de")
    channel = guild.create_text_channel("allgemein")
    member = guild.add_member(simcord_env.create_user("leserin"))
    await member.send(channel, f"<@{simcord_env.bot.user.id}> {CROSSING}")
    assert "In dieser Sammlung sind noch keine Artikel." in get_text(channel.last_message)
    await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> Who won the war?")
    assert "The articles do not say." in get_text(server.channel.last_message)


async def test_whoever_waits_when_the_bot_stops_is_told_in_german(server: Server, simcord_env: Env):
    assert await simcord_env.bot.finish(within=0)
    assert get_description(await ask(server)).startswith("Ich starte gerade neu.")
