"""The real client, driven by members of a simulated Discord."""

import discord
import pytest
from simcord import Env

from bot.discord.render import texts
from tests.bot.discord.fakes import FakeLibrary, build_line
from tests.bot.discord.scene import Server


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary) -> Server:
    return Server(simcord_env, library)


def said(result: object) -> str:
    (embed,) = result.response.embeds
    return f"{embed.title or ''}\n{embed.description}"


async def test_ask_shows_the_answer_to_everyone_with_its_citation(server: Server):
    server.articles.lines.append(build_line("Ferry late again"))
    result = await server.member.slash(server.channel, "ask", question="When did the ferry leave?")
    assert result.deferred is False
    assert not result.ephemeral
    assert "At noon \\[1\\]" in said(result)
    assert "> The ferry was late again." in said(result)


async def test_ask_says_plainly_that_the_articles_do_not_say(server: Server):
    result = await server.member.slash(server.channel, "ask", question="Who won?")
    assert "**The articles do not say.**\nNo passage is about this." in said(result)


async def test_every_command_is_deferred_before_anything_else(server: Server, simcord_env: Env):
    await server.member.slash(server.channel, "ask", question="Who won?")
    callbacks = [each.json for each in simcord_env.http_requests if "/callback" in each.path]
    assert [each["type"] for each in callbacks] == [5]


async def test_no_message_of_the_bot_may_mention_anybody(server: Server, simcord_env: Env):
    await server.member.slash(server.channel, "ask", question="Who won?")
    await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> who won?")
    sent = [each for each in simcord_env.http_requests if each.json and "embeds" in each.json]
    assert [each.json["allowed_mentions"]["parse"] for each in sent] == [[], []]


async def test_a_mention_is_answered_as_a_reply(server: Server, simcord_env: Env):
    asked = await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}>  who   won?")
    answer = server.channel.last_message
    assert server.articles.questions == ["who won?"]
    assert answer.reference.message_id == asked.id
    assert texts.NO_ANSWER in answer.embeds[0].description


async def test_a_mention_without_words_is_told_how_to_ask(server: Server, simcord_env: Env):
    await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}>")
    assert "Mention me with a question" in server.channel.last_message.embeds[0].description
    assert server.articles.questions == []


async def test_talk_that_does_not_mention_the_bot_is_left_alone(server: Server):
    await server.member.send(server.channel, "who won?")
    assert server.channel.last_message.content == "who won?"


async def test_a_mention_by_another_bot_is_left_alone(server: Server, simcord_env: Env):
    other = server.guild.add_member(simcord_env.create_user("other", bot=True))
    await other.send(server.channel, f"<@{simcord_env.bot.user.id}> who won?")
    assert server.articles.questions == []


async def test_without_the_embed_links_permission_the_bot_says_so(server: Server, simcord_env: Env):
    me = simcord_env.bot.user
    quiet = server.guild.create_text_channel(
        "quiet",
        overwrites={server.guild.default_role: discord.PermissionOverwrite(embed_links=False)},
    )
    await server.member.send(quiet, f"<@{me.id}> who won?")
    assert quiet.last_message.content == texts.NEED_EMBEDS


async def test_a_direct_message_is_answered_from_that_persons_collection(
    simcord_env: Env, library: FakeLibrary
):
    reader = simcord_env.create_user("reader")
    await reader.send_dm("who won?")
    assert library.opened[f"dm-{reader.id}"].questions == ["who won?"]
    assert texts.NO_ANSWER in reader.dm_channel.last_message.embeds[0].description


async def test_ask_works_in_direct_messages(simcord_env: Env, library: FakeLibrary):
    reader = simcord_env.create_user("reader")
    await reader.send_dm("hello")
    await reader.slash("ask", question="Who won?")
    assert library.opened[f"dm-{reader.id}"].questions[-1] == "Who won?"


async def test_summarize_quotes_the_article(server: Server):
    server.articles.lines.append(build_line("Ferry late again"))
    result = await server.member.slash(server.channel, "summarize", article="ferry-late-again")
    assert said(result).startswith("Ferry late again\n> The ferry was late again.")


async def test_an_unknown_article_is_told_to_the_asker_alone(server: Server, simcord_env: Env):
    result = await server.member.slash(server.channel, "summarize", article="No such *thing*")
    (told,) = result.followups
    assert told.ephemeral
    assert told.embeds[0].description.startswith("No article is called No such \\*thing\\*.")
    assert server.channel.last_message is None
    assert len(simcord_env.errors) == 1


async def test_autocomplete_finds_titles_whatever_their_case(server: Server):
    server.articles.lines += [build_line("Ferry LATE again"), build_line("Rain")]
    choices = await server.member.autocomplete(server.channel, "summarize", "article", "late")
    assert [each["value"] for each in choices] == ["ferry-late-again"]


async def test_two_servers_are_walled_apart(server: Server, simcord_env: Env, library: FakeLibrary):
    other = Server(simcord_env, library, "elsewhere")
    server.articles.lines.append(build_line("Ferry late again"))
    answered = await server.member.slash(server.channel, "ask", question="about the ferry")
    elsewhere = await other.member.slash(other.channel, "ask", question="about the ferry")
    choices = await other.member.autocomplete(other.channel, "summarize", "article", "ferry")
    assert "At noon" in said(answered)
    assert texts.NO_ANSWER in said(elsewhere)
    assert choices == []


async def test_an_unexpected_error_gives_a_reference_that_the_log_has(
    server: Server, simcord_env: Env, caplog: pytest.LogCaptureFixture
):
    server.articles.failure = lambda: RuntimeError("disk on fire")
    result = await server.member.slash(server.channel, "ask", question="Who won?")
    sentence = result.followups[0].embeds[0].description
    reference = sentence.split("reference ")[1][:6]
    (record,) = [each for each in caplog.records if reference in each.getMessage()]
    assert "The log has the details." in sentence
    assert "fire" not in sentence
    assert isinstance(record.exc_info[1], RuntimeError)
    assert len(simcord_env.errors) == 1


async def test_an_unexpected_error_after_a_mention_gives_a_reference_too(
    server: Server, simcord_env: Env
):
    server.articles.failure = lambda: RuntimeError("disk on fire")
    await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> who won?")
    assert "reference" in server.channel.last_message.embeds[0].description


async def test_while_closing_the_bot_takes_no_question(server: Server, simcord_env: Env):
    assert await simcord_env.bot.finish(within=0)
    result = await server.member.slash(server.channel, "ask", question="Who won?")
    assert said(result).strip() == texts.RESTARTING
    assert server.articles.questions == []
