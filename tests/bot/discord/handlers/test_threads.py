"""Follow-up questions in threads on answers, with the real store."""

import discord
import pytest
from hypothesis import given
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.components.custom_ids import Action, ButtonAction
from bot.discord.handlers.threads import format_thread_name
from bot.discord.options import DiscordOptions
from bot.discord.render import texts
from bot.discord.render.truncate import count_units
from bot.library import Library
from tests.bot.articles import FERRY
from tests.bot.discord import hostile
from tests.bot.discord.fakes import FakeIngest
from tests.bot.discord.scene import (
    CROSSING,
    Server,
    ask,
    ask_follow_up,
    find_custom_ids,
    get_description,
    get_text,
    post_forged,
    press,
    submit_follow_up,
)

CANDLES = "Who lit candles between the rows?"
LIT = "What did he light?"
READ = f"{texts.READ_AS} What did Piet Maas light?"


@pytest.fixture
def library(stored: Library) -> Library:
    return stored


def answers(channel: object) -> list[str]:
    """The titles of the answers in a channel or thread, in their order."""
    return [each.embeds[0].title for each in channel.history() if each.embeds]


async def mention(server: Server, channel: object, question: str, **how: object) -> object:
    """The bot's reply to a mention."""
    await server.member.send(channel, f"<@{server.env.bot.user.id}> {question}", **how)
    return channel.last_message


def quiet_channel(server: Server, **denied: bool) -> object:
    """A channel in which the bot lacks permissions."""
    bot = server.guild.roles["TestBot"]
    overwrite = discord.PermissionOverwrite(**denied)
    server.channel = server.guild.create_text_channel("quiet", overwrites={bot: overwrite})
    return server.channel


async def test_a_follow_up_is_answered_in_a_thread_on_the_answer(server: Server):
    answer = (await ask(server, CANDLES)).response
    result = await submit_follow_up(server, answer, LIT)
    (thread,) = server.channel.threads
    assert (thread.id, thread.name) == (answer.id, CANDLES)
    assert get_description(result) == texts.format_answered_in(thread.mention)
    assert result.response.ephemeral
    assert answers(thread) == [LIT]
    assert READ in get_text(thread.last_message)
    assert answers(server.channel) == [CANDLES]


async def test_the_first_answer_in_a_thread_says_how_to_go_on_and_each_who_asked(server: Server):
    answer = (await ask(server, CANDLES)).response
    first = await ask_follow_up(server, answer, LIT)
    second = await ask_follow_up(server, answer, CROSSING)
    assert first.content == f"-# Asked by newsroom-member\n-# {texts.FOLLOW_UP_HINT}"
    assert second.content == "-# Asked by newsroom-member"
    assert answers(server.channel.threads[0]) == [LIT, CROSSING]
    assert len(server.channel.threads) == 1


async def test_a_name_is_shown_as_words_and_pings_nobody(server: Server, simcord_env: Env):
    user = simcord_env.create_user("loud", global_name="**@everyone** <@1>")
    server.member = server.guild.add_member(user)
    shown = await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    assert hostile.find_live_markup(shown.content.removeprefix("-# ").split("\n")[0]) == []
    posted = [each for each in simcord_env.http_requests if each.path.endswith("/messages")]
    assert [each.json["allowed_mentions"]["parse"] for each in posted] == [[]]


async def test_an_answer_in_a_thread_is_followed_in_place(server: Server):
    first = await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    result = await submit_follow_up(server, first, "Why did he light candles?")
    (thread,) = server.channel.threads
    assert not result.response.ephemeral
    assert answers(thread) == [LIT, "Why did he light candles?"]
    assert f"{texts.READ_AS} Why did Piet Maas light candles?" in get_description(result)


async def test_the_buttons_of_an_answer_in_a_thread_outlive_a_restart(
    server: Server, simcord_env: Env, library: Library, options: DiscordOptions, ingest: FakeIngest
):
    shown = await ask_follow_up(server, (await ask(server, CANDLES)).response, CROSSING)
    await simcord_env.restart_bot(BylineClient(library, ingest, options))
    assert list(find_custom_ids(shown)) == ["read", "more", "sources", "follow", "up", "down"]
    assert "42 minutes.**" in get_description(await press(server, shown, "read"))


@pytest.mark.parametrize(
    "missing", ["create_public_threads", "send_messages_in_threads", "embed_links"]
)
async def test_without_a_permission_it_is_answered_in_the_channel(server: Server, missing: str):
    channel = quiet_channel(server, **{missing: False})
    result = await submit_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    assert channel.threads == []
    assert READ in get_description(result)
    assert not result.response.ephemeral


async def test_a_member_who_may_not_write_in_threads_is_answered_in_the_channel(server: Server):
    everyone = server.guild.default_role
    denied = discord.PermissionOverwrite(send_messages_in_threads=False)
    server.channel = server.guild.create_text_channel("shut", overwrites={everyone: denied})
    result = await submit_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    assert server.channel.threads == []
    assert READ in get_description(result)


@pytest.mark.parametrize("where", ["/channels/*/messages/*/threads", "/channels/*/messages"])
@pytest.mark.parametrize(("status", "code"), [(403, 50013), (400, 50035), (404, 10008)])
async def test_where_the_thread_fails_the_answer_is_in_the_channel_once(
    server: Server, simcord_env: Env, where: str, status: int, code: int
):
    answer = (await ask(server, CANDLES)).response
    simcord_env.inject_error("POST", where, status=status, code=code)
    result = await submit_follow_up(server, answer, LIT)
    assert [each for thread in server.channel.threads for each in answers(thread)] == []
    assert answers(server.channel) == [CANDLES, LIT]
    shown = server.channel.last_message
    assert shown.content == "-# Asked by newsroom-member"
    assert shown.reference.message_id == answer.id
    assert READ in get_text(shown)
    assert str(shown.id) in get_description(result)
    assert result.response.ephemeral


async def test_where_nothing_may_be_posted_the_asker_alone_is_answered(
    server: Server, simcord_env: Env
):
    answer = (await ask(server, CANDLES)).response
    simcord_env.inject_error("POST", "/channels/*", status=403, code=50013, times=None)
    result = await submit_follow_up(server, answer, LIT)
    assert READ in get_description(result)
    assert result.response.ephemeral
    assert answers(server.channel) == [CANDLES]
    read = await ask_follow_up(server, result.response, "Why did he light candles?")
    assert "Why did Piet Maas" in get_text(read)


async def test_a_locked_thread_is_left_alone(server: Server, simcord_env: Env):
    answer = (await ask(server, CANDLES)).response
    await ask_follow_up(server, answer, LIT)
    (thread,) = server.channel.threads
    await simcord_env.bot.get_channel(thread.id).edit(locked=True)
    result = await submit_follow_up(server, answer, CROSSING)
    assert answers(thread) == [LIT]
    assert "42" in get_description(result)


async def test_an_announcement_has_threads_too(server: Server):
    server.channel = server.guild.create_news_channel("news")
    await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    assert answers(server.channel.threads[0]) == [LIT]


async def test_a_voice_channels_text_has_none(server: Server):
    server.channel = server.guild.create_voice_channel("voice")
    assert READ in get_description(
        await submit_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    )


async def test_direct_messages_have_none(simcord_env: Env, library: Library):
    reader = simcord_env.create_user("reader")
    library.collection(f"dm-{reader.id}").add_document("ferry.txt", FERRY.encode())
    await reader.send_dm(CROSSING)
    answer = reader.dm_channel.last_message
    form = await reader.click(answer, custom_id=find_custom_ids(answer)["follow"])
    result = await reader.submit_modal(form, {"question": CROSSING})
    assert "42" in get_description(result)
    assert not result.response.ephemeral


async def test_a_private_answer_has_none(server: Server):
    result = await submit_follow_up(
        server, (await ask(server, CANDLES, private=True)).response, LIT
    )
    assert result.response.ephemeral
    assert READ in get_description(result)
    assert server.channel.threads == []


async def test_nothing_of_a_private_question_gets_into_a_thread(server: Server):
    answer = (await ask(server, CANDLES, private=True)).response
    key = find_custom_ids(answer.message)["follow"].split(":")[2]
    shown = await ask_follow_up(
        server, await post_forged(server, ButtonAction(Action.FOLLOW, key)), LIT
    )
    assert server.channel.threads[0].name == texts.FOLLOW_UP
    assert "Maas" not in get_text(shown).split("\n")[1]


async def test_another_servers_key_tells_nothing_in_a_thread(
    server: Server, simcord_env: Env, library: Library
):
    answer = (await ask(server, CANDLES)).response
    key = find_custom_ids(answer.message)["follow"].split(":")[2]
    other = Server(simcord_env, library, "elsewhere")
    other.articles.add_document("ferry.txt", FERRY.encode())
    ferry = (await ask(other)).response
    await ask_follow_up(other, ferry, CROSSING)
    (thread,) = other.channel.threads
    await post_forged(other, ButtonAction(Action.FOLLOW, key), thread)
    shown = await mention(other, thread, LIT)
    assert texts.READ_AS not in get_text(shown)
    assert "Maas" not in get_text(shown)


class TestMentions:
    """Mentions in a thread, which follow its last answer."""

    async def test_one_follows_the_last_answer(self, server: Server):
        await ask_follow_up(server, (await ask(server, CROSSING)).response, CANDLES)
        shown = await mention(server, server.channel.threads[0], LIT)
        assert READ in get_text(shown)

    async def test_one_that_replies_to_another_member_follows_nothing(self, server: Server):
        await ask_follow_up(server, (await ask(server, CROSSING)).response, CANDLES)
        (thread,) = server.channel.threads
        talk = await server.editor.send(thread, "Well.")
        assert texts.READ_AS not in get_text(await mention(server, thread, LIT, reply_to=talk))

    async def test_one_that_replies_to_an_answer_follows_that_one(self, server: Server):
        candles = await ask_follow_up(server, (await ask(server, CROSSING)).response, CANDLES)
        (thread,) = server.channel.threads
        await mention(server, thread, CROSSING)
        assert READ in get_text(await mention(server, thread, LIT, reply_to=candles))

    async def test_what_others_say_in_between_does_not_matter(self, server: Server):
        await ask_follow_up(server, (await ask(server, CROSSING)).response, CANDLES)
        (thread,) = server.channel.threads
        for number in range(5):
            await server.editor.send(thread, f"Well, {number}.")
        assert READ in get_text(await mention(server, thread, LIT))

    async def test_in_a_members_own_thread_one_follows_the_answer_it_is_on(self, server: Server):
        answer = (await ask(server, CANDLES)).response
        await (
            server.env.bot.get_channel(server.channel.id)
            .get_partial_message(answer.id)
            .create_thread(name="candles")
        )
        (thread,) = server.channel.threads
        assert READ in get_text(await mention(server, thread, LIT))

    async def test_a_question_that_stands_alone_is_untouched(self, server: Server):
        await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
        shown = await mention(server, server.channel.threads[0], CROSSING)
        assert texts.READ_AS not in get_text(shown)
        assert "42" in get_text(shown)

    async def test_in_a_channel_one_is_a_question_of_its_own(self, server: Server):
        await ask(server, CANDLES)
        assert texts.READ_AS not in get_text(await mention(server, server.channel, LIT))

    @pytest.mark.parametrize("status", [403, 404])
    async def test_where_the_thread_cannot_be_read_one_stands_alone(
        self, server: Server, simcord_env: Env, status: int
    ):
        await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
        simcord_env.inject_error("GET", "/channels/*", status=status, times=None)
        shown = await mention(server, server.channel.threads[0], LIT)
        assert texts.READ_AS not in get_text(shown)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (CANDLES, CANDLES),
        ("Who is <@123456789012345678> **really**?", "Who is really ?"),
        ("@everyone: who won?", "everyone: who won?"),
        ("||`*`||", str(texts.FOLLOW_UP)),
        ("word " * 40, "word " * 19 + "…"),
    ],
)
def test_a_thread_has_the_words_of_its_question_as_its_name(question: str, name: str):
    assert format_thread_name(question) == name


@given(hostile.text | hostile.long_text)
def test_any_question_makes_a_name_that_discord_takes(question: str):
    name = format_thread_name(question)
    assert 1 <= count_units(name) <= 100
    assert name == " ".join(name.split())
    assert not {"@everyone", "@here", "<@"} & {
        name[at : at + n] for at in range(99) for n in (2, 5, 9)
    }
