"""The ways to ask, driven by members of a simulated Discord."""

from datetime import date
from pathlib import Path

import pytest
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.handlers.ask_flow import parse_days
from bot.discord.handlers.message_handler import strip_mentions
from bot.discord.options import DiscordOptions
from bot.discord.render import texts
from bot.errors import UsageError
from corpus.errors import StoreError
from corpus.scope import EVERYTHING, Scope
from tests.bot.discord import hostile
from tests.bot.discord.fakes import FakeLibrary, build_line
from tests.bot.discord.test_client import Server, said


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary) -> Server:
    server = Server(simcord_env, library)
    server.articles.lines.append(build_line("Ferry late again"))
    return server


async def test_a_question_goes_to_all_articles_unless_it_is_narrowed(server: Server):
    await server.member.slash(server.channel, "ask", question="When?")
    await server.member.slash(
        server.channel, "ask", question="When?",
        article="ferry-late-again", since="2020-01-01", until="2020-12-31",
    )  # fmt: skip
    narrowed = Scope("ferry-late-again", date(2020, 1, 1), date(2020, 12, 31))
    assert server.articles.scopes == [EVERYTHING, narrowed]


async def test_ask_offers_the_titles_of_this_servers_articles(
    server: Server, simcord_env: Env, library: FakeLibrary
):
    other = Server(simcord_env, library, "elsewhere")
    offered = await server.member.autocomplete(
        server.channel, "ask", "article", "LATE", question=""
    )
    assert [each["value"] for each in offered] == ["ferry-late-again"]
    assert await other.member.autocomplete(other.channel, "ask", "article", "", question="") == []


async def test_an_article_typed_around_the_autocomplete_is_looked_for_in_this_server_alone(
    server: Server, simcord_env: Env, library: FakeLibrary
):
    other = Server(simcord_env, library, "elsewhere")
    asked = await other.member.slash(
        other.channel, "ask", question="When did the ferry leave?", article="ferry-late-again"
    )
    (refused,) = asked.followups
    assert refused.ephemeral
    assert refused.embeds[0].description.startswith("No article is called ferry-late-again.")
    assert other.articles.questions == server.articles.questions == []
    assert len(simcord_env.errors) == 1


@pytest.mark.parametrize("day", ["yesterday", "2020-13-01", "@everyone", "5/10/2012"])
async def test_what_is_no_day_is_refused_to_the_asker_alone(
    server: Server, simcord_env: Env, day: str
):
    asked = await server.member.slash(server.channel, "ask", question="When?", since=day)
    assert asked.response.ephemeral
    assert "is not a date. Write a date like 2012-10-05." in hostile.unescape(said(asked))
    assert server.articles.questions == []
    assert len(simcord_env.errors) == 1


def test_days_are_read_and_put_in_order():
    assert parse_days(" 2020-01-02 ", None) == (date(2020, 1, 2), None)
    assert parse_days("", "2020-01-02") == (None, date(2020, 1, 2))
    with pytest.raises(UsageError, match="Swap them"):
        parse_days("2020-01-03", "2020-01-02")


async def test_thanks_are_answered_without_buttons_and_not_stored(server: Server):
    asked = await server.member.slash(server.channel, "ask", question="Thanks a lot!")
    (embed,) = asked.response.embeds
    assert embed.title is None
    assert embed.description.startswith("You are welcome.")
    assert asked.response.components == []
    assert server.state.questions.kept == []


async def test_a_private_answer_is_ephemeral(server: Server):
    asked = await server.member.slash(
        server.channel, "ask", question="About the ferry", private=True
    )
    assert asked.ephemeral
    assert "At noon" in said(asked)
    assert [each.private for each in server.state.questions.kept] == [True]


async def test_a_message_can_be_checked_against_the_articles(server: Server):
    message = await server.editor.send(server.channel, "I heard the <@123> ferry was late <:x:1>")
    checked = await server.member.context_menu(server.channel, texts.CHECK, message)
    assert server.articles.claims == ["I heard the ferry was late"]
    assert server.articles.questions == []
    assert checked.ephemeral
    assert "The articles contradict this." in said(checked)
    assert "**\\[1\\] Ferry late again**" in said(checked)
    (kept,) = server.state.questions.kept
    assert (kept.private, kept.answered, len(kept.citations)) == (True, True, 1)


async def test_a_message_that_no_article_covers_is_said_not_to_be(server: Server):
    message = await server.editor.send(server.channel, "The tram was late.")
    checked = await server.member.context_menu(server.channel, texts.CHECK, message)
    assert said(checked).strip().endswith("The articles do not cover this.**")
    assert [each.answered for each in server.state.questions.kept] == [False]


async def test_a_message_that_asks_is_answered(server: Server):
    message = await server.editor.send(server.channel, "Was the ferry late?")
    checked = await server.member.context_menu(server.channel, texts.CHECK, message)
    assert (server.articles.questions, server.articles.claims) == (["Was the ferry late?"], [])
    assert checked.ephemeral
    assert "At noon" in said(checked)


async def test_a_message_without_words_is_not_checked(server: Server):
    message = await server.editor.send(server.channel, "<@123>")
    checked = await server.member.context_menu(server.channel, texts.CHECK, message)
    assert said(checked).strip() == texts.NO_WORDS
    assert checked.response.ephemeral
    assert server.articles.questions == server.articles.claims == []


async def test_a_reply_to_an_answer_asks_too(server: Server, simcord_env: Env):
    await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> the ferry")
    answer = server.channel.last_message
    await server.member.send(server.channel, "And the harbour?", reply_to=answer)
    assert server.articles.questions == ["the ferry", "And the harbour?"]
    assert server.channel.last_message.id != answer.id


async def test_a_reply_to_somebody_else_is_left_alone(server: Server):
    talk = await server.editor.send(server.channel, "The ferry is late.")
    await server.member.send(server.channel, "Is it?", reply_to=talk)
    assert server.articles.questions == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<@1> a <@!2> b <@&3> c <#4> d <:e:5> f <a:g:6>", "a b c d f"),
        ("1 < 2 and @everyone", "1 < 2 and @everyone"),
        ("<@1>\n\n", ""),
    ],
)
def test_a_message_is_a_question_without_mentions_and_emoji(content: str, words: str):
    assert strip_mentions(content) == words


async def test_an_answer_is_shown_even_where_it_cannot_be_kept(server: Server):
    server.state.questions.failure = StoreError("The disk is full.")
    asked = await server.member.slash(server.channel, "ask", question="About the ferry")
    assert "At noon" in said(asked)


async def test_what_is_kept_of_a_question_says_nothing_of_who_asked(server: Server):
    await server.member.slash(server.channel, "ask", question="About the ferry")
    (kept,) = server.state.questions.kept
    assert (kept.text, kept.answered, len(kept.citations)) == ("About the ferry", True, 1)
    assert str(server.member.id) not in repr(kept)


class TestLimits:
    @pytest.fixture
    def options(self, tmp_path: Path) -> DiscordOptions:
        return DiscordOptions(data_dir=tmp_path, member_questions=2, server_questions=3)

    async def test_a_member_who_asks_too_much_is_told_alone_and_not_answered(
        self, server: Server, simcord_env: Env
    ):
        for _ in range(2):
            await server.member.slash(server.channel, "ask", question="About the ferry")
        refused = await server.member.slash(server.channel, "ask", question="About the ferry")
        assert "Ask again in 30 seconds." in said(refused)
        assert refused.response.ephemeral
        assert len(server.articles.questions) == 2
        assert simcord_env.errors == []

    async def test_autocomplete_is_not_counted(self, server: Server):
        for _ in range(5):
            await server.member.autocomplete(server.channel, "ask", "article", "l", question="")
        await server.member.slash(server.channel, "ask", question="About the ferry")
        assert len(server.articles.questions) == 1

    async def test_a_server_has_a_limit_of_its_own(
        self, server: Server, simcord_env: Env, library: FakeLibrary
    ):
        other = Server(simcord_env, library, "elsewhere")
        for member in (server.member, server.member, server.editor):
            await member.slash(server.channel, "ask", question="About the ferry")
        refused = await server.editor.slash(server.channel, "ask", question="About the ferry")
        assert "Ask again" in said(refused)
        await other.member.slash(other.channel, "ask", question="About the ferry")
        assert len(other.articles.questions) == 1

    async def test_too_many_messages_are_refused_once_and_then_passed_over(
        self, server: Server, simcord_env: Env, simcord_bot: BylineClient
    ):
        for _ in range(6):
            await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> the ferry")
        assert len(server.articles.questions) == 2
        refusals = [
            each for each in simcord_env.http_requests
            if each.json and "Ask again" in str(each.json)
        ]  # fmt: skip
        assert len(refusals) == 1
