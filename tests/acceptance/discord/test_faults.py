"""Whatever goes wrong with a question, its asker has one answer, or one message that says why."""

import asyncio
import re

import pytest

from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.faults import HANG_UP, RESET, Fault
from tests.acceptance.discord.gateway import IDENTIFY
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.test_questions import PUT_OFF

CALLBACK = r"POST /interactions/.*/callback"
EDIT = r"PATCH /webhooks/.*/@original"
REPLY = r"POST /channels/\d+/messages"
REFERENCE = re.compile(r"reference ([0-9A-F]{6})")
SHORT = [
    Fault(429), Fault(429, body={"global": True}), Fault(500), Fault(502), Fault(503), Fault(504),
    Fault(RESET), Fault(HANG_UP),
    Fault(RESET, handled=True), Fault(HANG_UP, handled=True), Fault(500, handled=True),
]  # fmt: skip


def named(fault):
    of_all = " of all routes" if fault.body else ""
    return f"{fault.outcome}{of_all}{' after it was handled' if fault.handled else ''}"


def fails(scene, wanted, fault, times=1):
    faults = [Fault(fault.outcome, fault.handled, fault.body) for _ in range(times)]
    scene.discord.rest.faults.add(wanted, *faults)


@pytest.mark.parametrize("fault", SHORT, ids=named)
@pytest.mark.parametrize("wanted", [CALLBACK, EDIT])
def test_a_command_is_answered_once_after_one_failure(scene, wanted, fault):
    fails(scene, wanted, fault)
    asked = scene.command("ask", question=PUT_OFF)
    answer = scene.wait_for_answer(asked)
    assert "scheduling issues" in answer.text
    assert scene.discord.rest.faults.left == 0
    assert asked.posts == [answer]


@pytest.mark.parametrize("fault", SHORT, ids=named)
def test_a_mention_is_answered_once_after_one_failure(scene, fault):
    fails(scene, REPLY, fault)
    message = scene.mention(PUT_OFF)
    assert "scheduling issues" in scene.wait_for_reply(message).text
    assert scene.discord.rest.faults.left == 0
    again = scene.mention(PUT_OFF)  # when this is answered, the first would have been, twice
    scene.wait_for_reply(again)
    assert len(scene.replies(message)) == 1


def test_an_answer_outlasts_several_lost_connections(scene):
    fails(scene, EDIT, Fault(RESET), times=2)
    fails(scene, EDIT, Fault(HANG_UP, handled=True))
    assert "scheduling issues" in scene.wait_for_answer(scene.command("ask", question=PUT_OFF)).text


def told_of_a_loss(scene):
    """The reference in what the channel is told of a lost answer; it is in the log."""
    said = scene.bot.wait(
        lambda: [post for post in scene.discord.rest.posts if "could not be shown" in post.text],
        "the channel is told",
    )
    scene.discord.rest.posts.clear()
    (post,) = said
    reference = REFERENCE.search(post.text)[1]
    assert scene.bot.wait_for_log(reference)
    return reference


def test_an_interaction_that_discord_no_longer_knows_is_told_of_in_the_channel(scene):
    fails(scene, CALLBACK, Fault(404, body={"message": "Unknown interaction", "code": 10062}), 2)
    asked = scene.command("ask", question=PUT_OFF)
    told_of_a_loss(scene)
    assert asked.posts == []


def test_an_answer_that_discord_refuses_is_explained_with_a_reference_that_is_in_the_log(scene):
    fails(scene, EDIT, Fault(400, body={"message": "Invalid Form Body", "code": 50035}))
    asked = scene.command("ask", question=PUT_OFF)
    scene.bot.wait(lambda: any(post.ephemeral for post in asked.posts), "the explanation")
    (told,) = [post for post in asked.posts if post.ephemeral]
    reference = REFERENCE.search(told.text)
    assert scene.bot.wait_for_log(reference[1])


def test_a_reply_that_discord_refuses_is_explained_with_a_reference_that_is_in_the_log(scene):
    fails(scene, REPLY, Fault(400, body={"message": "Invalid Form Body", "code": 50035}))
    told = scene.wait_for_reply(scene.mention(PUT_OFF))
    assert scene.bot.wait_for_log(REFERENCE.search(told.text)[1])


def test_an_explanation_that_is_lost_itself_is_there_once_all_the_same(scene):
    scene.discord.rest.faults.add("POST /webhooks/.*", Fault(RESET))
    asked = scene.command("summarize", article="no such article")
    told = scene.wait_for_answer(asked)
    scene.bot.wait(lambda: "There is no article" in told.text, "the explanation")
    assert asked.shown == [told]


def test_where_the_bot_may_not_write_the_log_says_so(scene):
    fails(scene, REPLY, Fault(403, body={"message": "Missing Permissions", "code": 50013}), 2)
    message = scene.mention(PUT_OFF)
    scene.bot.wait_for_log("Missing Permissions")
    scene.wait_for_reply(scene.mention(PUT_OFF))
    assert scene.replies(message) == []


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4001, 4002, 4005, 4007, 4008, 4009])
def test_a_closed_gateway_is_connected_again_and_no_question_is_lost(scene, code):
    _lost_and_back(scene, scene.discord.gateway.close(code), "scheduling issues")


def test_a_gateway_that_is_cut_off_is_connected_again(scene):
    _lost_and_back(scene, scene.discord.gateway.cut(), "scheduling issues")


def test_a_gateway_that_asks_for_it_is_connected_again(scene):
    _lost_and_back(scene, scene.discord.gateway.ask_to_reconnect(), "scheduling issues")


def test_a_session_that_may_be_resumed_is(scene):
    _lost_and_back(scene, scene.discord.gateway.invalidate(resumable=True), "scheduling issues")


def _lost_and_back(scene, loss, answer):
    gateway = scene.discord.gateway
    before = gateway.resumed + gateway.identified
    scene.discord.run(loss)
    message = scene.mention(PUT_OFF)  # kept by Discord until the bot is back
    assert answer in scene.wait_for_reply(message).text
    assert gateway.resumed + gateway.identified == before + 1
    assert len(scene.replies(message)) == 1


def test_a_session_that_is_no_good_is_begun_anew(scene):
    gateway = scene.discord.gateway
    for loss in (gateway.invalidate(resumable=False), _forgotten(gateway)):
        before = gateway.identified
        scene.discord.run(loss)
        scene.bot.wait(lambda known=before: gateway.identified > known, "the bot is back")
        assert "scheduling issues" in scene.wait_for_reply(scene.mention(PUT_OFF)).text


async def _forgotten(gateway):
    await gateway.forget()
    await gateway.close(4000)


def test_a_gateway_that_is_down_for_a_while_is_waited_for(scene):
    gateway = scene.discord.gateway
    gateway.refusing += [503, 503]
    before = gateway.resumed + gateway.identified
    scene.discord.run(gateway.close(4000))
    scene.bot.wait(lambda: gateway.resumed + gateway.identified > before, "the bot is back")
    assert "scheduling issues" in scene.wait_for_reply(scene.mention(PUT_OFF)).text


def test_the_log_of_all_this_holds_no_token(scene):
    assert scene.discord.rest.token not in scene.bot.log
    assert scene.bot.log.count("Unclosed") == 0


def test_a_question_is_answered_before_the_bot_goes_that_is_turned_away_for_good(discord, settings):
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        held = Fault(holds=asyncio.Event())
        discord.rest.faults.add(EDIT, held)
        asked = scene.command("ask", question=PUT_OFF)
        bot.wait(lambda: discord.rest.held, "the answer is under way")
        discord.run(discord.gateway.close(4014))
        bot.wait(lambda: discord.gateway.current.socket is None, "the bot sees it")
        discord.run(held.release())
        assert "scheduling issues" in scene.wait_for_answer(asked).text
        assert bot.wait_for_exit() == 1
        assert "Discord does not let the bot connect" in bot.lines[-1]
        assert sum(each["op"] == IDENTIFY for each in discord.gateway.received) == 1
