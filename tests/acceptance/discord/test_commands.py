"""Every command of the tree, by whoever may use it and by whoever may not."""

import pytest

from tests.acceptance.discord import world
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.posts import THINKING
from tests.acceptance.discord.scene import AttachedFile, Scene
from tests.acceptance.discord.test_questions import PUT_OFF, TITLE
from tests.acceptance.discord.world import EDITOR, OTHER_GUILD, READER

FERRY = """Ferry late again

By Ada Quay
Published: February 3, 2020

The ferry left the harbour at noon on Monday, two hours late. Its captain, Jon Sund, blamed fog.
"""
USED = {
    "Check against articles", "ask", "summarize", "digest", "reindex",
    "articles add", "articles list", "articles remove",
    "feeds add", "feeds list", "feeds remove", "settings",
}  # fmt: skip
"""The commands that these tests use: a new one belongs here, and into a test."""


@pytest.fixture
def harbour(scene):
    """A server whose article only these tests change."""
    return scene.in_guild(OTHER_GUILD)


def added(harbour, name="ferry.txt", text=FERRY):
    file = AttachedFile(name, text.encode())
    return harbour.wait_for_answer(harbour.command("articles add", by=EDITOR, file=file))


def test_every_command_of_the_tree_is_used_here(scene):
    found = set()
    for command in scene.discord.rest.commands:
        below = [each["name"] for each in command.get("options", []) if each["type"] == 1]
        found |= {f"{command['name']} {name}" for name in below} or {command["name"]}
    assert found == USED


def test_an_attached_article_is_added_listed_asked_and_removed(harbour):
    assert "Added 1 article" in added(harbour).text
    assert (
        "Ferry late again"
        in harbour.wait_for_answer(harbour.command("articles list", by=EDITOR)).text
    )
    asked = harbour.command("ask", question="When did the ferry leave the harbour?")
    answer = harbour.wait_for_answer(asked)
    assert "noon" in answer.text
    assert "The articles do not say" not in answer.text
    (offered,) = harbour.complete("articles remove", "article", "ferry", by=EDITOR)
    sure = harbour.wait_for_answer(
        harbour.command("articles remove", by=EDITOR, article=offered["value"])
    )
    assert "Remove **Ferry late again**" in sure.text
    gone = harbour.press(sure, sure.buttons[0], by=EDITOR)
    assert "Removed **Ferry late again**" in harbour.wait_for_answer(gone).text
    empty = harbour.wait_for_answer(harbour.command("articles list", by=EDITOR))
    assert "There are no articles here yet" in empty.text


def test_a_feed_is_followed_listed_and_left(harbour):
    feed = "http://port.example:65531/feed"  # nobody is there: it is tried again
    told = harbour.wait_for_answer(harbour.command("feeds add", by=EDITOR, url=feed))
    assert "Following" in told.text
    assert "port.example" in harbour.wait_for_answer(harbour.command("feeds list", by=EDITOR)).text
    (offered,) = harbour.complete("feeds remove", "feed", "port", by=EDITOR)
    gone = harbour.wait_for_answer(
        harbour.command("feeds remove", by=EDITOR, feed=offered["value"])
    )
    assert "No longer following" in gone.text
    none = harbour.wait_for_answer(harbour.command("feeds list", by=EDITOR))
    assert "follows no feeds" in none.text


def test_the_same_file_again_changes_nothing(harbour):
    added(harbour)
    assert "Left 1 article unchanged" in added(harbour).text


def test_a_file_of_another_kind_is_refused_with_the_reason(harbour):
    assert "ferry.exe is not a supported file type" in added(harbour, "ferry.exe").text


def test_a_summary_of_an_article_that_autocomplete_offers(scene):
    (offered,) = scene.complete("summarize", "article", "drone")
    assert offered["name"].startswith(TITLE)
    answer = scene.wait_for_answer(scene.command("summarize", article=offered["value"]))
    assert answer.message["embeds"][0]["title"] == TITLE
    assert "> " in answer.text


def test_a_topic_is_summarized_with_its_sources_and_nothing_of_another_server(scene):
    told = scene.wait_for_answer(scene.command("summarize", topic="drone strikes in tribal areas"))
    assert "> " in told.text
    assert f"**\\[1\\] {TITLE}**" in told.text
    elsewhere = scene.in_guild(OTHER_GUILD)
    other = elsewhere.wait_for_answer(elsewhere.command("summarize", topic="drone strikes"))
    assert TITLE not in other.text


def test_a_digest_names_what_has_arrived_and_nothing_of_another_server(scene):
    assert f"**{TITLE}**" in scene.wait_for_answer(scene.command("digest", since="2012-01-01")).text
    elsewhere = scene.in_guild(OTHER_GUILD)
    assert TITLE not in elsewhere.wait_for_answer(elsewhere.command("digest")).text


def test_an_unknown_article_is_told_to_the_asker_alone(scene):
    asked = scene.command("summarize", article="no such article")
    scene.bot.wait(lambda: any(post.ephemeral for post in asked.shown), "the refusal")
    told = [post for post in asked.shown if post.ephemeral]
    assert "There is no article “no such article” here" in told[0].text


def test_a_members_message_is_checked_against_the_articles(scene):
    claim = world.build_message(world.build_user(EDITOR.id, EDITOR.name), "7", {"content": PUT_OFF})
    answer = scene.wait_for_answer(scene.menu("Check against articles", claim))
    assert "scheduling issues" in answer.text


def test_a_members_claim_gets_a_verdict_with_the_evidence_for_the_member_alone(scene):
    said = "Russian President Vladimir Putin's visit to Pakistan was put off."
    claim = world.build_message(world.build_user(EDITOR.id, EDITOR.name), "7", {"content": said})
    asked = scene.menu("Check against articles", claim)
    verdict = scene.wait_for_answer(asked)
    assert "The articles support this." in verdict.text
    assert "Evidence for it" in verdict.text
    assert verdict.ephemeral


def test_every_button_of_an_answer_does_something_and_outlives_a_restart(discord, settings):
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        answer = scene.wait_for_answer(scene.command("ask", question=PUT_OFF))
        bot.stop()
    buttons = answer.buttons
    assert buttons
    with BotProcess(discord, **settings) as bot:
        scene = Scene(discord, bot.wait_until_ready())
        for custom_id in buttons:
            pressed = scene.press(answer, custom_id)
            bot.wait(lambda now=pressed: now.done, f"what the button {custom_id} does")
            assert all(post.ephemeral for post in pressed.shown)
            stranger = scene.in_guild(OTHER_GUILD).press(answer, custom_id)
            bot.wait(lambda now=stranger: now.done, f"what it does elsewhere: {custom_id}")
            assert not any("scheduling" in post.text for post in stranger.shown)
        assert "Traceback" not in bot.log


def test_a_reindex_tells_what_it_did(scene):
    asked = scene.command("reindex", by=EDITOR)
    report = scene.wait_for_answer(asked)
    assert asked.answer["type"] == THINKING
    assert report.ephemeral
    assert "Reindexed 1 article" in report.text


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("reindex", {}),
        ("articles add", {"file": AttachedFile("ferry.txt", FERRY.encode())}),
        ("articles list", {}),
        ("articles remove", {"article": "ferry"}),
        ("feeds add", {"url": "http://127.0.0.1/feed"}),
        ("feeds list", {}),
        ("feeds remove", {"feed": "http://127.0.0.1/feed"}),
    ],
)
def test_whoever_may_not_manage_the_server_is_refused_in_private(scene, words, options):
    refusal = scene.wait_for_answer(scene.command(words, by=READER, **options))
    assert refusal.ephemeral
    assert "You need the Manage Server permission" in refusal.text


def test_only_the_settings_are_hidden_as_a_role_may_let_members_use_the_others(scene):
    hidden = {
        command["name"]
        for command in scene.discord.rest.commands
        if command["default_member_permissions"] == str(1 << 5)
    }
    assert hidden == {"settings"}
