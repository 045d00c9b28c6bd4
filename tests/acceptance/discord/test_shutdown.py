"""How the bot stops: what it was asked is answered, and nobody waits in vain."""

import asyncio
import signal

import pytest

from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.faults import Fault
from tests.acceptance.discord.scene import AttachedFile, Scene
from tests.acceptance.discord.test_faults import EDIT, REPLY
from tests.acceptance.discord.test_questions import PUT_OFF
from tests.acceptance.discord.world import EDITOR, OTHER_GUILD


@pytest.fixture
def begun(discord, settings):
    with BotProcess(discord, **settings) as bot:
        yield Scene(discord, bot.wait_until_ready())


def held(scene, wanted):
    fault = Fault(holds=asyncio.Event())
    scene.discord.rest.faults.add(wanted, fault)
    return fault


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_questions_under_way_are_answered_and_new_ones_put_off(begun, number):
    scene, bot = begun, begun.bot
    waiting = [held(scene, EDIT), held(scene, REPLY)]
    asked, message = scene.command("ask", question=PUT_OFF), scene.mention(PUT_OFF)
    bot.wait(lambda: len(scene.discord.rest.held) == 2, "both answers are under way")
    bot.signal(number)
    bot.wait_for_log("Stopping")
    late = scene.wait_for_answer(scene.command("ask", question=PUT_OFF))
    assert late.ephemeral
    assert "I am restarting" in late.text
    elsewhere = scene.in_guild(OTHER_GUILD)  # posts to one channel wait for each other
    assert "I am restarting" in elsewhere.wait_for_reply(elsewhere.mention(PUT_OFF)).text
    for fault in waiting:
        scene.discord.run(fault.release())
    assert "scheduling issues" in scene.wait_for_answer(asked).text
    assert "scheduling issues" in scene.wait_for_reply(message).text
    assert bot.wait_for_exit() == 0
    assert "Traceback" not in bot.log


def test_what_takes_too_long_is_put_off_with_a_word(begun):
    scene, bot = begun, begun.bot
    held(scene, "GET /files/.*")
    file = AttachedFile("ferry.txt", b"Ferry late again\n\nThe ferry was late.\n")
    asked = scene.command("articles add", by=EDITOR, file=file)
    bot.wait(lambda: scene.discord.rest.held, "the file is being fetched")
    assert bot.stop() == 0
    assert "I am restarting" in scene.wait_for_answer(asked).text
    assert "still being answered" in bot.log


def test_a_bot_with_nothing_to_do_leaves_the_gateway_in_good_order(begun):
    assert begun.bot.stop() == 0
    begun.bot.wait(lambda: begun.discord.gateway.current.socket is None, "the connection ends")
    assert begun.discord.gateway.left_with == [1000]
    assert "Traceback" not in begun.bot.log
