"""Managing a server's articles, in a simulated Discord."""

import pytest
from simcord import Env

from bot.discord.render import article_texts, texts
from tests.bot.discord.fakes import FakeLibrary, build_line
from tests.bot.discord.test_client import Server, said

COMMANDS = ["articles add", "articles list", "articles remove", "reindex"]


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary) -> Server:
    return Server(simcord_env, library)


def test_all_members_see_the_commands_as_a_role_may_let_them_use_these(server: Server):
    assert set(COMMANDS) <= set(server.member.available_commands(server.channel))
    assert set(COMMANDS) <= set(server.editor.available_commands(server.channel))


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_member_without_manage_server_is_refused(
    server: Server, simcord_env: Env, command: str
):
    options = {"articles add": {"file": ("a.txt", b"x")}, "articles remove": {"article": "x"}}
    result = await server.member.slash(server.channel, command, **options.get(command, {}))
    assert result.ephemeral
    assert said(result).strip() == article_texts.NEED_MANAGE_SERVER
    assert (server.articles.documents, server.articles.reindexed) == ({}, 0)
    assert len(simcord_env.errors) == 1


async def test_add_takes_an_attachment_into_the_servers_collection(server: Server):
    result = await server.editor.slash(
        server.channel, "articles add", file=("Ferry.TXT", b"Ferry\n\nIt left.")
    )
    assert result.ephemeral
    assert server.articles.documents == {"Ferry.TXT": b"Ferry\n\nIt left."}
    assert said(result).strip() == "Added 1 article."


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (("photo.png", b"x"), "photo.png is not a supported file type."),
        (("long.txt", b"x" * 1001), "long.txt is 0.0 MB; the limit is 0.0 MB."),
    ],
)
async def test_add_refuses_politely(
    server: Server, simcord_env: Env, file: tuple[str, bytes], reason: str
):
    result = await server.editor.slash(server.channel, "articles add", file=file)
    assert result.ephemeral
    assert said(result).strip().startswith(reason)
    assert server.articles.documents == {}
    assert len(simcord_env.errors) == 1


async def test_add_tells_what_the_collection_refused(server: Server):
    result = await server.editor.slash(server.channel, "articles add", file=("a.txt", b""))
    assert said(result).strip() == "Nothing was added.\n\nRefused **a.txt**. It is empty."


async def test_list_shows_a_page_and_says_which(server: Server):
    server.articles.lines += [build_line(f"Ferry {number}") for number in range(21)]
    result = await server.editor.slash(server.channel, "articles list", page=3)
    (embed,) = result.response.embeds
    assert result.ephemeral
    assert embed.description == "**Ferry 20**\nAda Quay · The Harbour Post · 3 February 2020"
    assert embed.footer.text == "Page 3 of 3 · 21 articles"


async def test_list_of_nothing_says_how_to_add(server: Server):
    result = await server.editor.slash(server.channel, "articles list")
    assert said(result).strip() == texts.NO_ARTICLES


async def test_remove_takes_an_article_away_once_it_is_confirmed(server: Server):
    server.articles.lines += [build_line("Ferry late again"), build_line("Rain")]
    choices = await server.editor.autocomplete(server.channel, "articles remove", "article", "fer")
    result = await server.editor.slash(
        server.channel, "articles remove", article=choices[0]["value"]
    )
    assert len(server.articles.lines) == 2
    yes = result.response.message.components[0].children[0]
    removed = await server.editor.click(result.response.message, custom_id=yes.custom_id)
    assert said(removed).strip() == "Removed **Ferry late again**."
    assert [each.title for each in server.articles.lines] == ["Rain"]


async def test_remove_of_an_unknown_article_says_so_to_the_asker_alone(
    server: Server, simcord_env: Env
):
    result = await server.editor.slash(server.channel, "articles remove", article="Snow")
    assert result.ephemeral
    assert said(result).strip().startswith("No article is called Snow.")
    assert len(simcord_env.errors) == 1


async def test_reindex_says_what_it_did(server: Server):
    server.articles.lines.append(build_line("Rain"))
    result = await server.editor.slash(server.channel, "reindex")
    assert result.ephemeral
    assert said(result).strip() == "Reindexed 1 article, 7 passages; 2 newly embedded."


async def test_a_second_reindex_is_told_that_one_is_running(server: Server, simcord_env: Env):
    with simcord_env.bot.responder.reindex_lock(f"guild-{server.guild.id}"):
        result = await server.editor.slash(server.channel, "reindex")
    assert said(result).strip() == article_texts.REINDEX_RUNNING
    assert (result.ephemeral, server.articles.reindexed) == (True, 0)
    assert len(simcord_env.errors) == 1


async def test_a_reindex_elsewhere_holds_nobody_up(
    server: Server, simcord_env: Env, library: FakeLibrary
):
    other = Server(simcord_env, library, "elsewhere")
    with simcord_env.bot.responder.reindex_lock(f"guild-{other.guild.id}"):
        await server.editor.slash(server.channel, "reindex")
    assert server.articles.reindexed == 1


async def test_the_turn_at_reindexing_comes_back_after_it(server: Server):
    await server.editor.slash(server.channel, "reindex")
    await server.editor.slash(server.channel, "reindex")
    assert server.articles.reindexed == 2
