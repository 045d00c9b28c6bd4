"""Pages of lists, turned by buttons that hold all they need."""

from datetime import date

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.components.custom_ids import Button, parse_custom_id
from bot.discord.handlers import pagination
from bot.discord.handlers.pagination import ListKind, PageLink, parse_page_link
from bot.discord.options import DiscordOptions
from bot.discord.render import article_texts, texts
from bot.replies import Digest, DigestEntry
from tests.bot.discord import hostile
from tests.bot.discord.fakes import FakeIngest, FakeLibrary, build_line
from tests.bot.discord.scene import Server, post_forged
from tests.bot.discord.test_client import said

DAY = date(2020, 2, 3)
turns = st.builds(
    PageLink, st.sampled_from(ListKind), st.integers(0, 999_999), st.none() | st.dates()
)


@given(turns)
def test_a_turn_is_read_back_from_its_custom_id(wanted: PageLink):
    assert parse_page_link(wanted.custom_id) == wanted
    assert len(wanted.custom_id) <= 40
    assert parse_custom_id(wanted.custom_id) is None


@pytest.mark.parametrize(
    "forged",
    ["", "byline:pages:", "byline:pages:feeds::1", "byline:pages:articles:1",
     "byline:pages:articles::-1", "byline:pages:articles::1234567",
     "byline:pages:digest:2020-2-3:1",
     "byline:pages:digest:2020-02-30:1", "byline:pages:digest:0000-01-01:1",
     "byline:pages:articles::1\n", "byline:pages:articles::٣"],
)  # fmt: skip
def test_what_byline_did_not_write_is_no_turn(forged: str):
    assert parse_page_link(forged) is None


@given(hostile.text)
def test_no_custom_id_breaks_the_reading_of_it(text: str):
    assert parse_page_link(text) is None
    assert parse_page_link(f"byline:pages:{text}") is None


def buttons(rows: tuple[tuple[Button, ...], ...]) -> list[tuple[str, bool]]:
    return [
        (each.target.custom_id.rpartition(":")[2], each.disabled) for row in rows for each in row
    ]


@pytest.mark.parametrize(
    ("page", "shown"),
    [(1, [("0", True), ("2", False)]), (2, [("1", False), ("3", False)]),
     (3, [("2", False), ("4", True)]), (9, [("2", False), ("4", True)])],
)  # fmt: skip
def test_a_list_leads_to_the_pages_beside_it(page: int, shown: list[tuple[str, bool]]):
    assert (
        buttons(pagination.build_articles_page([build_line(f"A{n}") for n in range(21)], page).rows)
        == shown
    )


def test_one_page_has_no_buttons():
    assert pagination.build_articles_page([build_line("A")], 1).rows == ()
    assert pagination.build_articles_page([], 1).rows == ()
    assert (
        pagination.build_digest_page(
            Digest(DAY, (DigestEntry(build_line(), DAY, None),), 1, 1, 1)
        ).rows
        == ()
    )


def test_a_digest_leads_to_pages_of_the_same_digest():
    screen = pagination.build_digest_page(
        Digest(DAY, (DigestEntry(build_line(), DAY, None),), 99, 2, 10)
    )
    ((back, on),) = screen.rows
    assert parse_page_link(back.target.custom_id) == PageLink(ListKind.DIGEST, 1, DAY)
    assert parse_page_link(on.target.custom_id) == PageLink(ListKind.DIGEST, 3, DAY)


@given(st.integers(1, 999_999))
def test_the_two_buttons_of_a_page_are_never_the_same(pages: int):
    screen = pagination.build_digest_page(
        Digest(DAY, (DigestEntry(build_line(), DAY, None),), 99, pages, pages)
    )
    ids = [each.target.custom_id for row in screen.rows for each in row]
    assert len(set(ids)) == len(ids)


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary) -> Server:
    server = Server(simcord_env, library)
    server.articles.lines += [build_line(f"Ferry {number:02}") for number in range(21)]
    return server


def on(message: discord.Message) -> str:
    return message.components[0].children[1].custom_id


async def test_a_list_is_turned_in_place_by_who_sees_it(server: Server, simcord_env: Env):
    result = await server.editor.slash(server.channel, "articles list")
    turned = await server.editor.click(
        result.response.message, custom_id=on(result.response.message)
    )
    assert turned.response.id == result.response.id
    assert said(turned).startswith("Articles\n**Ferry 10**")
    assert turned.response.embeds[0].footer.text == "Page 2 of 3 · 21 articles"
    assert simcord_env.errors == []


async def test_buttons_outlive_a_restart(
    server: Server,
    simcord_env: Env,
    library: FakeLibrary,
    options: DiscordOptions,
    ingest: FakeIngest,
):
    result = await server.editor.slash(server.channel, "articles list", page=2)
    await simcord_env.restart_bot(BylineClient(library, ingest, options))
    turned = await server.editor.click(
        result.response.message, custom_id=on(result.response.message)
    )
    assert said(turned).startswith("Articles\n**Ferry 20**")


async def test_a_list_that_has_become_empty_loses_its_buttons(server: Server):
    result = await server.editor.slash(server.channel, "articles list")
    server.articles.lines.clear()
    turned = await server.editor.click(
        result.response.message, custom_id=on(result.response.message)
    )
    assert said(turned).strip() == texts.NO_ARTICLES
    assert turned.response.message.components == []


async def test_a_list_is_turned_only_by_who_may_manage_the_server(server: Server):
    message = await post_forged(server, PageLink(ListKind.ARTICLES, 2))
    refused = await server.member.click(message, custom_id=on_first(message))
    assert said(refused).strip() == article_texts.NEED_MANAGE_SERVER
    assert refused.ephemeral
    shown = await server.editor.click(message, custom_id=on_first(message))
    assert shown.ephemeral
    assert "Ferry 10" in said(shown)


def on_first(message: discord.Message) -> str:
    return message.components[0].children[0].custom_id


async def test_a_page_of_a_public_digest_is_shown_to_the_member_alone(server: Server):
    message = await post_forged(server, PageLink(ListKind.DIGEST, 2, date(2020, 1, 1)))
    shown = await server.member.click(message, custom_id=on_first(message))
    assert shown.ephemeral
    assert shown.response.id != message.id
    assert said(shown).startswith("New since 1 January 2020\n")


async def test_copied_to_another_server_a_button_shows_that_servers_articles(
    server: Server, simcord_env: Env, library: FakeLibrary
):
    other = Server(simcord_env, library, "elsewhere")
    for wanted in (PageLink(ListKind.DIGEST, 2, DAY), PageLink(ListKind.ARTICLES, 2)):
        message = await post_forged(other, wanted)
        shown = await other.editor.click(message, custom_id=wanted.custom_id)
        assert "Ferry" not in said(shown)
    assert server.articles.lines
