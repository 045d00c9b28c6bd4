"""How the bot starts, whatever Discord is like just then, and how it says that it cannot."""

import signal
import socket

import pytest

from tests.acceptance.byline_process import byline
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.faults import HANG_UP, RESET, Fault
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.test_questions import PUT_OFF

LOGIN, APPLICATION = "GET /users/@me", "GET .*/applications/@me"
GATEWAY, COMMANDS = "GET /gateway/bot", "PUT /applications/.*/commands"


def test_the_commands_are_sent_once_for_all_starts(discord, settings):
    for _ in range(2):
        with BotProcess(discord, **settings) as bot:
            scene = Scene(discord, bot.wait_until_ready())
            answer = scene.wait_for_answer(scene.command("ask", question=PUT_OFF))
            assert "scheduling issues" in answer.text
            assert bot.stop() == 0
    assert discord.rest.syncs == 1


def test_one_failure_of_everything_is_outlasted(discord, settings):
    discord.rest.faults.add(LOGIN, Fault(429), Fault(RESET))
    discord.rest.faults.add(APPLICATION, Fault(HANG_UP, handled=True))
    discord.rest.faults.add(GATEWAY, Fault(503))
    discord.rest.faults.add(COMMANDS, Fault(500), Fault(RESET, handled=True))
    _starts_all_the_same(discord, settings)


@pytest.mark.parametrize("wanted", [LOGIN, APPLICATION, GATEWAY, COMMANDS])
def test_a_bad_day_of_discord_is_outlasted(discord, settings, wanted):
    outcomes = [429, 500, 502, 503, RESET, HANG_UP]
    discord.rest.faults.add(wanted, *map(Fault, outcomes), Fault(RESET, handled=True))
    _starts_all_the_same(discord, settings)


def test_a_gateway_that_is_not_there_yet_is_waited_for(discord, settings):
    discord.gateway.refusing += [503, 4000, 4009]
    _starts_all_the_same(discord, settings)


def _starts_all_the_same(discord, settings):
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        bot.wait(lambda: not discord.rest.faults.left, "all failures are over")
        bot.wait((settings["data_dir"] / "discord-commands.sha256").exists, "the sync")
        assert "scheduling issues" in scene.wait_for_reply(scene.mention(PUT_OFF)).text
        assert bot.stop() == 0


def _ended(discord, settings):
    """The one line and the exit status of a bot that cannot start."""
    with BotProcess(discord, **settings) as bot:
        status = bot.wait_for_exit()
        assert "Traceback" not in bot.log
        assert settings.get("BYLINE_DISCORD_TOKEN", discord.rest.token) not in bot.log
        (line,) = [line for line in bot.lines if line.startswith("byline: ")]
        assert line == bot.lines[-1]
    return line, status


def test_a_token_that_discord_does_not_know_ends_the_bot_with_1(discord, settings):
    line, status = _ended(discord, {**settings, "BYLINE_DISCORD_TOKEN": "no.such.token"})
    assert line.startswith("byline: Discord refused the bot token.")
    assert status == 1


def test_a_token_that_the_gateway_refuses_ends_the_bot_with_1(discord, settings):
    discord.gateway.refusing.append(4004)
    line, status = _ended(discord, settings)
    assert line.startswith("byline: Discord refused the bot token.")
    assert status == 1


@pytest.mark.parametrize("code", [4013, 4014])
def test_intents_that_the_gateway_refuses_end_the_bot_with_1(discord, settings, code):
    discord.gateway.refusing.append(code)
    line, status = _ended(discord, settings)
    assert line.startswith("byline: Discord does not let the bot connect")
    assert status == 1


def test_without_a_token_the_bot_ends_with_2_and_says_where_to_get_one(tmp_path):
    run = byline(tmp_path, "run")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "BYLINE_DISCORD_TOKEN" in run.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_where_there_is_no_discord_it_tries_on_line_by_line_and_ends_with_0_when_told(
    settings, number
):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Discord() as nowhere:
        nowhere.host = f"127.0.0.1:{port}"
        with BotProcess(nowhere, **settings) as bot:
            assert "again in 1 s" in bot.wait_for_log("Discord cannot be reached")
            bot.wait_for_log("again in 2 s")
            bot.signal(number)
            assert bot.wait_for_exit() == 0
            assert "Traceback" not in bot.log
