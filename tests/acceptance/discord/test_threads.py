"""Follow-up questions in threads, by the real client: answered once whatever goes wrong."""

import pytest

from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.faults import Fault
from tests.acceptance.discord.posts import THINKING
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.test_faults import CALLBACK, EDIT, REPLY, SHORT, fails, named
from tests.acceptance.discord.test_questions import PUT_OFF, TITLE
from tests.acceptance.discord.world import BOT_PERMISSIONS, OTHER_GUILD, THREAD_PERMISSIONS

OPEN = r"POST /channels/\d+/messages/\d+/threads"
LOOK = r"GET /channels/\d+.*"
CLAIMED = "Who claimed it?"
THEN = "And when was the visit put off?"
SAID = "What did he say about the visit?"


@pytest.fixture
def answer(scene):
    return asked(scene)


def asked(scene, **how):
    return scene.wait_for_answer(scene.command("ask", question=PUT_OFF, **how))


def followed(scene, post, question=CLAIMED):
    """Follow an answer up: where the answer is, as its asker is told, and what is in the thread."""
    told = scene.wait_for_answer(scene.follow(post, question))
    assert told.ephemeral
    assert told.text == f"Answered in <#{post.id}>"
    return scene.discord.rest.channels.posted_in(post.id)


def in_channel(scene, post):
    """The bot's answers under an answer, in its channel."""
    return [each for each in scene.discord.rest.posts if each.replies_to == post.id]


def test_a_follow_up_is_answered_in_a_thread_on_the_answer(scene, answer):
    asked = scene.follow(answer, CLAIMED)
    told = scene.wait_for_answer(asked)
    assert asked.answer["type"] == THINKING
    assert told.text == f"Answered in <#{answer.id}>"
    assert told.ephemeral
    (post,) = scene.discord.rest.channels.posted_in(answer.id)
    assert post.message["content"].startswith("-# Asked by reader\n-# Continue with Follow up")
    assert TITLE in post.text
    assert len(post.buttons) == len(answer.buttons)
    thread = scene.discord.rest.channels.threads[answer.id]
    assert (thread["name"], thread["thread_metadata"]["auto_archive_duration"]) == (PUT_OFF, 1440)
    assert in_channel(scene, answer) == []


def test_the_second_follow_up_goes_into_the_same_thread(scene, answer):
    followed(scene, answer)
    first, second = followed(scene, answer, THEN)
    assert second.message["embeds"][0]["title"] == THEN
    assert "Continue with" in first.text
    assert "Continue with" not in second.text


def test_a_thread_that_was_put_away_comes_back(scene, answer):
    followed(scene, answer)
    scene.discord.rest.channels.archive(answer.id)
    assert len(followed(scene, answer, THEN)) == 2
    assert not scene.discord.rest.channels.threads[answer.id]["thread_metadata"]["archived"]


def test_a_thread_that_was_locked_is_left_and_the_channel_answered(scene, answer):
    followed(scene, answer)
    scene.discord.rest.channels.archive(answer.id, locked=True)
    asked = scene.follow(answer, THEN)
    scene.bot.wait(lambda: asked.done, "an answer")
    assert len(scene.discord.rest.channels.posted_in(answer.id)) == 1
    (under,) = in_channel(scene, answer)
    assert under.message["embeds"][0]["title"] == THEN


def test_without_leave_for_threads_the_channel_is_answered_as_any_question(scene, answer):
    bare = scene.with_bot_permissions(BOT_PERMISSIONS & ~THREAD_PERMISSIONS)
    post = bare.wait_for_answer(bare.follow(answer, CLAIMED))
    assert not post.ephemeral
    assert TITLE in post.text
    assert answer.id not in scene.discord.rest.channels.threads


@pytest.mark.parametrize("fault", SHORT, ids=named)
@pytest.mark.parametrize("wanted", [CALLBACK, OPEN, REPLY, EDIT])
def test_one_failure_leaves_one_answer_in_one_thread(scene, answer, wanted, fault):
    asked = begun(scene, answer, wanted, fault)
    told = scene.wait_for_answer(asked)
    assert told.text == f"Answered in <#{answer.id}>"
    assert scene.discord.rest.faults.left == 0
    (post,) = scene.discord.rest.channels.posted_in(answer.id)
    assert "Continue with Follow up" in post.text
    assert in_channel(scene, answer) == []


def begun(scene, answer, wanted, *faults):
    """A follow-up during which something goes wrong once its form has been opened."""
    form = scene.open_follow_up_form(answer)
    for fault in faults:
        fails(scene, wanted, fault)
    return scene.submit(form, under=answer, question=CLAIMED)


@pytest.mark.parametrize("wanted", [OPEN, REPLY])
@pytest.mark.parametrize(
    ("status", "code"), [(403, 50013), (403, 50001), (400, 50035), (400, 160005), (404, 10003)]
)
def test_where_no_thread_is_to_be_had_the_channel_is_answered_once(
    scene, answer, wanted, status, code
):
    refused = Fault(status, body={"message": "made up", "code": code})
    told = scene.wait_for_answer(begun(scene, answer, wanted, refused))
    (post,) = in_channel(scene, answer)
    assert TITLE in post.text
    assert post.message["content"] == "-# Asked by reader"
    assert post.id in told.text
    assert told.ephemeral
    assert scene.discord.rest.channels.posted_in(answer.id) == []


def test_a_question_in_the_thread_is_answered_in_place(scene, answer):
    (first,) = followed(scene, answer)
    inside = scene.in_thread(answer.id)
    post = inside.wait_for_answer(inside.follow(first, THEN))
    assert not post.ephemeral
    assert post.message["channel_id"] == answer.id
    assert list(scene.discord.rest.channels.threads).count(answer.id) == 1
    assert first.id not in scene.discord.rest.channels.threads


def test_a_mention_in_the_thread_follows_its_last_answer(scene, answer):
    followed(scene, answer, PUT_OFF)
    inside = scene.in_thread(answer.id)
    inside.send_message("Well, well.")
    shown = inside.wait_for_reply(inside.mention(SAID))
    assert "Read as: What did Putin say about the visit?" in shown.text
    beside = scene.wait_for_reply(scene.mention(SAID))
    assert "Read as:" not in beside.text


@pytest.mark.parametrize("fault", [Fault(403), Fault(404)], ids=named)
def test_a_mention_in_a_thread_that_cannot_be_read_stands_alone(scene, answer, fault):
    followed(scene, answer, PUT_OFF)
    fails(scene, LOOK, fault, times=2)
    inside = scene.in_thread(answer.id)
    assert "Read as:" not in inside.wait_for_reply(inside.mention(SAID)).text


def test_another_servers_key_leaks_nothing_into_a_thread(scene, answer):
    elsewhere = scene.in_guild(OTHER_GUILD)
    there = elsewhere.wait_for_answer(elsewhere.command("ask", question="Why was the ferry late?"))
    (form,) = {each.replace(":follow:", ":then:") for each in answer.buttons if ":follow:" in each}
    elsewhere.wait_for_answer(elsewhere.submit(form, under=there, question=SAID))
    (post,) = scene.discord.rest.channels.posted_in(there.id)
    thread = scene.discord.rest.channels.threads[there.id]
    for text in (post.text, thread["name"]):
        assert not any(word in text for word in ("Putin", "Lavrov", "Russia", "Read as"))


def test_direct_messages_are_answered_in_place(scene):
    direct = scene.in_guild(None)
    first = direct.wait_for_reply(direct.send_message(PUT_OFF))
    post = direct.wait_for_answer(direct.follow(first, CLAIMED))
    assert "No articles have been added" in post.text
    assert first.id not in scene.discord.rest.channels.threads


def test_a_private_answer_has_no_thread(scene):
    first = asked(scene, private=True)
    post = scene.wait_for_answer(scene.follow(first, CLAIMED))
    assert post.ephemeral
    assert TITLE in post.text
    assert first.id not in scene.discord.rest.channels.threads


def test_a_thread_is_found_again_after_a_restart(discord, settings):
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        answer = asked(scene)
        followed(scene, answer)
        bot.stop()
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        assert len(followed(scene, answer, THEN)) == 2
        assert bot.stop() == 0
        assert "Traceback" not in bot.log
