"""Questions to the real bot, by the real client, over the wire."""

from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.gateway import IDENTIFY, PRIVILEGED
from tests.acceptance.discord.posts import THINKING
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.world import OTHER_GUILD

PUT_OFF = "Why was Putin's visit put off?"
TITLE = "Russia condemns drone strikes in tribal areas"


def test_ask_is_deferred_first_and_answered_with_the_excerpt(scene):
    asked = scene.command("ask", question=PUT_OFF)
    answer = scene.wait_for_answer(asked)
    assert asked.answer["type"] == THINKING
    assert "scheduling issues" in answer.text
    assert "Kamran Yousaf" in answer.text
    assert not answer.ephemeral
    assert len(answer.versions) == 1


def test_what_the_articles_do_not_say_is_said_plainly(scene):
    answer = scene.wait_for_answer(
        scene.command("ask", question="What is the capital of Australia?")
    )
    assert "The articles do not say." in answer.text


def test_a_mention_is_answered_by_a_reply(scene):
    message = scene.mention(PUT_OFF)
    answer = scene.wait_for_reply(message)
    assert "scheduling issues" in answer.text
    assert answer.message["channel_id"] == message["channel_id"]


def test_what_is_not_meant_for_the_bot_is_left_alone(scene):
    idle = scene.send_message("Why was the visit put off?")
    scene.wait_for_reply(scene.mention(PUT_OFF))
    assert scene.replies(idle) == []


def test_another_server_and_direct_messages_know_nothing_of_this_ones_article(scene):
    for guild in (OTHER_GUILD, None):
        elsewhere = scene.in_guild(guild)
        answer = elsewhere.wait_for_answer(elsewhere.command("ask", question=PUT_OFF))
        assert "scheduling" not in answer.text
        assert "No articles have been added" in answer.text
        assert elsewhere.complete("summarize", "article", "Russia") == []
    direct = scene.in_guild(None)
    assert "No articles have been added" in direct.wait_for_reply(direct.send_message(PUT_OFF)).text


def test_the_token_goes_only_where_it_is_needed(scene):
    scene.wait_for_answer(scene.command("ask", question=PUT_OFF))
    by_token = {seen.path for seen in scene.discord.rest.requests if seen.authorised}
    assert "/users/@me" in by_token
    assert not any(path.startswith(("/interactions/", "/webhooks/")) for path in by_token)
    assert scene.discord.rest.token not in scene.bot.log


def test_the_bot_asks_for_no_privileged_intents(scene):
    (identify, *_) = [each for each in scene.discord.gateway.received if each["op"] == IDENTIFY]
    assert identify["d"]["intents"] & PRIVILEGED == 0
    assert identify["d"]["intents"] & 1


def test_a_gateway_that_does_not_compress_is_understood(discord, settings):
    discord.gateway.compresses = False
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        assert "scheduling issues" in scene.wait_for_reply(scene.mention(PUT_OFF)).text
        assert bot.stop() == 0
