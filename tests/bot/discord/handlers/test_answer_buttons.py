"""The buttons under answers, pressed by members of a simulated Discord, with the real store."""

from pathlib import Path

import discord
import pytest
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.components.custom_ids import Action, ButtonAction
from bot.discord.options import DiscordOptions
from bot.discord.render import texts
from bot.library import Library
from corpus.store.records import Vote
from tests.bot.articles import FERRY
from tests.bot.discord.fakes import FakeIngest
from tests.bot.discord.scene import (
    CROSSING,
    Server,
    ask,
    find_custom_ids,
    get_description,
    post_forged,
    press,
)

CORRECTION = FERRY.replace("42 minutes", "45 minutes")


@pytest.fixture
def library(stored: Library) -> Library:
    return stored


async def test_an_answer_has_buttons_for_reading_on_and_for_votes(server: Server):
    answer = (await ask(server)).response
    assert list(find_custom_ids(answer.message)) == [
        "read",
        "more",
        "sources",
        "follow",
        "up",
        "down",
    ]


async def test_read_in_context_shows_the_excerpt_in_bold_to_the_reader_alone(server: Server):
    answer = (await ask(server)).response
    read = await press(server, answer, "read")
    assert read.response.ephemeral
    assert "**Captain Joan Reyes said the crossing took 42 minutes.**" in get_description(read)
    assert "It borrowed the money from the town bank." in get_description(read)
    assert "circus" not in get_description(read)


async def test_a_press_is_acknowledged_before_any_work(server: Server, simcord_env: Env):
    answer = (await ask(server)).response
    seen = len(simcord_env.http_requests)
    await press(server, answer, "read")
    first = simcord_env.http_requests[seen]
    assert "/callback" in first.path
    assert first.json["type"] == 5


async def test_pages_turn_back_and_forth_in_one_message(server: Server):
    text = "\n\n".join(
        f"Keeper {n} of the lighthouse counted {n} gulls at dawn." for n in range(99)
    )
    server.articles.add_document("gulls.txt", f"Gulls counted\n\n{text}".encode())
    answer = (await ask(server, "How many gulls did Keeper 77 count?")).response
    read = await press(server, answer, "read")
    home = read.response.embeds[0].footer.text
    shown = read.response.message
    on = next(each for each in shown.components[0].children if each.label == texts.NEXT_PAGE)
    turned = await server.member.click(shown, custom_id=on.custom_id)
    assert turned.response.id == read.response.id
    assert turned.response.embeds[0].footer.text != home
    assert turned.response.ephemeral
    shown = turned.response.message
    back = next(each for each in shown.components[0].children if each.label == texts.PREVIOUS_PAGE)
    again = await server.member.click(shown, custom_id=back.custom_id)
    assert again.response.embeds[0].footer.text == home


async def test_more_excerpts_are_others_than_those_shown(server: Server):
    answer = (await ask(server)).response
    more = await press(server, answer, "more")
    assert more.response.ephemeral
    assert "lemon trees" in get_description(more)
    assert "42 minutes" not in get_description(more)


async def test_sources_name_the_articles_cited(server: Server):
    answer = (await ask(server)).response
    sources = await press(server, answer, "sources")
    assert "Ferry service to Hollow Island resumes" in get_description(sources)
    assert "Mira Tolland" in get_description(sources)


async def test_a_near_miss_can_be_read_in_context(server: Server):
    answer = (await ask(server, "Which team won the chess olympiad on the ferry?")).response
    assert texts.NO_ANSWER in answer.embeds[0].description
    assert "**" in get_description(await press(server, answer, "read"))


async def test_buttons_outlive_a_restart(
    server: Server, simcord_env: Env, library: Library, options: DiscordOptions, ingest: FakeIngest
):
    answer = (await ask(server)).response
    await simcord_env.restart_bot(BylineClient(library, ingest, options))
    assert "42 minutes.**" in get_description(await press(server, answer, "read"))


async def test_nothing_of_a_button_or_a_form_is_kept_in_memory(server: Server, simcord_env: Env):
    answer = (await ask(server)).response
    await press(server, answer, "read")
    await press(server, answer, "down")
    store = simcord_env.bot._connection._view_store
    assert (store._views, store._modals, store._synced_message_views) == ({}, {}, {})


async def test_a_vote_is_thanked_for_and_kept(server: Server):
    answer = (await ask(server)).response
    vote = await press(server, answer, "up")
    assert vote.response.ephemeral
    assert get_description(vote) == texts.THANKS
    (asked,) = server.state.questions.all()
    assert (asked.text, asked.count_votes(Vote.UP), asked.count_votes(Vote.DOWN)) == (
        CROSSING,
        1,
        0,
    )


async def test_a_vote_against_counts_at_once_and_its_reason_when_it_comes(server: Server):
    answer = (await ask(server)).response
    form = await press(server, answer, "down")
    assert [each.count_votes(Vote.DOWN) for each in server.state.questions.all()] == [1]
    sent = await server.member.submit_modal(form, {"reason": "It was 43 @everyone."})
    assert get_description(sent) == texts.THANKS
    (asked,) = server.state.questions.all()
    assert [each.reason for each in asked.ratings] == ["It was 43 @everyone."]


async def test_a_reason_may_be_left_empty(server: Server):
    form = await press(server, (await ask(server)).response, "down")
    assert get_description(await server.member.submit_modal(form, {"reason": ""})) == texts.THANKS


async def test_a_member_has_one_vote_for_each_answer(server: Server):
    answer = (await ask(server)).response
    for action in ("up", "down", "up", "up"):
        await press(server, answer, action)
    await server.editor.click(answer.message, custom_id=find_custom_ids(answer.message)["up"])
    (asked,) = server.state.questions.all()
    assert (asked.count_votes(Vote.UP), asked.count_votes(Vote.DOWN)) == (2, 0)


@pytest.mark.parametrize("action", [each for each in Action if each is not Action.NOOP])
async def test_a_button_copied_from_another_server_finds_nothing(
    server: Server, simcord_env: Env, library: Library, action: Action
):
    answer = (await ask(server)).response
    key = find_custom_ids(answer.message)["read"].split(":")[2]
    other = Server(simcord_env, library, "elsewhere")
    copied = ButtonAction(action, key)
    pressed = await other.member.click(await post_forged(other, copied), custom_id=copied.custom_id)
    assert get_description(pressed) == texts.UNKNOWN_ANSWER
    assert pressed.response.ephemeral
    assert pressed.modal is None
    (asked,) = server.state.questions.all()
    assert asked.ratings == ()


@pytest.mark.parametrize("forged", ["byline:", "byline:read:x:0:0", "byline:drop:" + "a" * 16])
async def test_a_forged_button_gets_one_friendly_line(
    server: Server, simcord_env: Env, forged: str
):
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="press me", custom_id=forged))
    await simcord_env.bot.get_channel(server.channel.id).send("forged", view=view)
    view.stop()
    pressed = await server.member.click(server.channel.last_message, custom_id=forged)
    assert get_description(pressed) == texts.UNKNOWN_ANSWER
    assert pressed.response.ephemeral


async def test_a_button_that_its_message_does_not_have_is_answered_too(server: Server):
    answer = (await ask(server)).response
    forged = ButtonAction(Action.READ, "a" * 16).custom_id
    data = {"custom_id": forged, "component_type": 2}
    from simcord.actors import _component_interaction

    stored = server.member._message(answer.message)
    pressed = await _component_interaction(server.member, stored, data)
    assert get_description(pressed) == texts.UNKNOWN_ANSWER


async def test_the_buttons_of_a_withdrawn_article_say_so(server: Server):
    answer = (await ask(server)).response
    server.articles.remove("Ferry service")
    for action in ("read", "sources"):
        shown = get_description(await press(server, answer, action))
        assert texts.WITHDRAWN in shown
        assert "Ferry" not in shown
    assert "42" not in get_description(await press(server, answer, "more"))


async def test_the_buttons_of_an_old_version_say_that_it_was_corrected(server: Server):
    answer = (await ask(server)).response
    server.articles.add_document("ferry.txt", CORRECTION.encode())
    shown = get_description(await press(server, answer, "read"))
    assert "42 minutes.**" in shown
    assert texts.CORRECTED in shown
    assert texts.CORRECTED in get_description(await press(server, answer, "sources"))


async def test_a_private_answer_is_shown_to_the_asker_alone_and_never_exported(server: Server):
    result = await ask(server, private=True)
    assert result.response.ephemeral
    assert "42 minutes.**" in get_description(await press(server, result.response, "read"))
    assert list(server.state.questions.all()) == []


async def test_a_mention_is_answered_with_buttons_that_work(server: Server, simcord_env: Env):
    await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> {CROSSING}")
    assert "42 minutes.**" in get_description(
        await press(server, server.channel.last_message, "read")
    )


async def test_buttons_work_in_direct_messages(simcord_env: Env, library: Library):
    reader = simcord_env.create_user("reader")
    library.collection(f"dm-{reader.id}").add_document("ferry.txt", FERRY.encode())
    await reader.send_dm(CROSSING)
    answer = reader.dm_channel.last_message
    read = await reader.click(answer, custom_id=find_custom_ids(answer)["read"])
    assert "42 minutes.**" in get_description(read)


async def test_an_answer_from_one_article_has_more_excerpts_of_that_one_alone(server: Server):
    answer = (await ask(server, "What did they plant?", article="Town library")).response
    assert "lemon trees" in answer.embeds[0].description
    more = get_description(await press(server, answer, "more"))
    assert "ferry" not in more.casefold()


async def test_while_closing_a_press_is_put_off(server: Server, simcord_env: Env):
    answer = (await ask(server)).response
    assert await simcord_env.bot.finish(within=0)
    pressed = await press(server, answer, "read")
    assert get_description(pressed) == texts.RESTARTING
    assert pressed.response.ephemeral


class TestLimits:
    @pytest.fixture
    def options(self, tmp_path: Path) -> DiscordOptions:
        return DiscordOptions(data_dir=tmp_path, member_questions=2)

    async def test_reading_costs_less_than_asking_and_has_a_limit_too(self, server: Server):
        answer = (await ask(server)).response
        shown = [get_description(await press(server, answer, "read")) for _ in range(5)]
        assert [("42 minutes" in each) for each in shown] == [True] * 4 + [False]
        assert "Ask again in" in shown[-1]
