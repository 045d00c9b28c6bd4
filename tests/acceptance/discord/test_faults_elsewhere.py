"""Failures of buttons, forms, menus and the other commands; and a gateway lost amid an answer."""

import asyncio

import pytest

from tests.acceptance.discord import world
from tests.acceptance.discord.faults import RESET, Fault
from tests.acceptance.discord.posts import MODAL
from tests.acceptance.discord.test_faults import (
    CALLBACK,
    EDIT,
    SHORT,
    fails,
    named,
    told_of_a_loss,
)
from tests.acceptance.discord.test_questions import PUT_OFF, TITLE
from tests.acceptance.discord.world import EDITOR


@pytest.fixture(scope="module")
def answer(running):
    """An answer whose buttons work."""
    post = running.wait_for_answer(running.command("ask", question=PUT_OFF))
    running.open_follow_up_form(post)
    return post


def button(post, action):
    return next(each for each in post.buttons if each.startswith(f"byline:{action}:"))


@pytest.mark.parametrize("fault", SHORT, ids=named)
@pytest.mark.parametrize("wanted", [CALLBACK, EDIT])
def test_a_button_shows_its_screen_once_after_one_failure(scene, answer, wanted, fault):
    fails(scene, wanted, fault)
    pressed = scene.press(answer, button(answer, "read"))
    assert "scheduling issues" in scene.wait_for_answer(pressed).text
    assert scene.discord.rest.faults.left == 0


@pytest.mark.parametrize("fault", SHORT, ids=named)
def test_a_page_is_turned_in_its_place_after_one_failure(scene, answer, fault):
    opened = scene.wait_for_answer(scene.press(answer, button(answer, "read")))
    fails(scene, CALLBACK, fault)
    fails(scene, EDIT, fault)
    turned = scene.press(opened, button(opened, "page"))
    assert scene.wait_for_answer(turned) is opened
    assert scene.discord.rest.faults.left == 0


@pytest.mark.parametrize("fault", SHORT, ids=named)
@pytest.mark.parametrize("action", ["follow", "down"])
def test_a_form_that_fails_to_open_is_opened_or_told_of(scene, answer, action, fault):
    fails(scene, CALLBACK, fault)
    pressed = scene.press(answer, button(answer, action))
    scene.bot.wait(lambda: pressed.done, "a form, or why there is none")
    is_open = pressed.answer["type"] == MODAL
    assert is_open or "reference" in scene.wait_for_answer(pressed).text
    assert scene.discord.rest.faults.left == 0


@pytest.mark.parametrize("fault", SHORT, ids=named)
@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("summarize", {"article": TITLE}),
        ("digest", {"since": "2012-01-01"}),
        ("articles list", {}),
    ],
    ids=["summarize", "digest", "articles list"],
)
def test_another_command_is_answered_once_after_two_failures(scene, words, options, fault):
    fails(scene, CALLBACK, fault)
    fails(scene, EDIT, fault)
    asked = scene.command(words, by=EDITOR, **options)
    assert TITLE in scene.wait_for_answer(asked).text
    assert scene.discord.rest.faults.left == 0


@pytest.mark.parametrize("fault", [each for each in SHORT if not each.handled], ids=named)
def test_the_result_of_a_reindex_is_shown_after_two_failures(scene, fault):
    fails(scene, CALLBACK, fault)
    fails(scene, EDIT, fault)
    asked = scene.command("reindex", by=EDITOR)
    assert "Reindexed 1 article" in scene.wait_for_answer(asked).text
    assert scene.discord.rest.faults.left == 0


@pytest.mark.parametrize("fault", SHORT, ids=named)
def test_a_checked_message_is_answered_once_after_two_failures(scene, fault):
    fails(scene, CALLBACK, fault)
    fails(scene, EDIT, fault)
    claim = world.build_message(world.build_user(EDITOR.id, EDITOR.name), "7", {"content": PUT_OFF})
    asked = scene.menu("Check against articles", claim)
    assert "scheduling issues" in scene.wait_for_answer(asked).text


def test_an_autocomplete_that_is_lost_costs_the_next_one_nothing(scene):
    fails(scene, CALLBACK, Fault(RESET))
    lost = scene.type_option("summarize", "article", "drone")
    scene.bot.wait(lambda: not scene.discord.rest.faults.left, "the failure")
    assert [each["name"][: len(TITLE)] for each in scene.complete("summarize", "article", "d")]
    assert lost.answer is None


def test_an_acknowledgement_that_is_held_off_for_too_long_is_told_of_in_the_channel(scene):
    held_off = Fault(429, body={"retry_after": 3.2})
    gone = Fault(404, body={"message": "Unknown interaction", "code": 10062})
    scene.discord.rest.faults.add(CALLBACK, held_off, gone, gone)
    asked = scene.command("ask", question=PUT_OFF)
    told_of_a_loss(scene)
    assert asked.posts == []


@pytest.mark.parametrize(
    "loss",
    [
        "cut off",
        "closed",
        "asked to reconnect",
        "invalid, resumable",
        "invalid",
    ],
)
def test_a_question_under_way_is_answered_while_the_gateway_is_lost(scene, loss):
    held = Fault(holds=asyncio.Event())
    scene.discord.rest.faults.add(EDIT, held)
    gateway, already = scene.discord.gateway, len(scene.discord.rest.held)
    before = gateway.resumed + gateway.identified
    asked = scene.command("ask", question=PUT_OFF)
    scene.bot.wait(lambda: len(scene.discord.rest.held) > already, "the answer is under way")
    scene.discord.run(_lost(gateway, loss))
    scene.bot.wait(lambda: gateway.resumed + gateway.identified > before, "the bot is back")
    scene.discord.run(held.release())
    answer = scene.wait_for_answer(asked)
    assert "scheduling issues" in answer.text
    assert asked.posts == [answer]


async def _lost(gateway, loss):
    match loss:
        case "cut off":
            await gateway.cut()
        case "closed":
            await gateway.close(4000)
        case "asked to reconnect":
            await gateway.ask_to_reconnect()
        case _:
            await gateway.invalidate(resumable="resumable" in loss)
