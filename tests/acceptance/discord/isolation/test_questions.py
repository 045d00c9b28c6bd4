"""No question, name or overview brings anything of a server's articles to another place."""

import pytest

from bot.discord.render import texts
from tests.acceptance.discord import world
from tests.acceptance.discord.isolation.articles import (
    BESIDE,
    DAY,
    QUESTIONS,
    SECRET,
    TITLE,
    TRICKS,
)
from tests.acceptance.discord.isolation.outside import INTRUDER, Outsider, TrafficWatch
from tests.acceptance.discord.world import GUILD, OTHER_GUILD

SERVER_ONLY = {"articles remove", "feeds remove"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_server_that_has_the_article_is_told_of_it(there, watch, question):
    Outsider(there).ask(question)
    assert watch.found(question)


@pytest.mark.parametrize("question", QUESTIONS + TRICKS)
def test_no_question_finds_it(outsider, watch, question):
    outsider.ask(question)
    outsider.ask(question, private=True)
    outsider.ask(question, since=DAY, until=DAY)
    outsider.mention(question)
    assert watch.found(question) == set()


@pytest.mark.parametrize("first", ["here", "there"])
def test_what_was_first_asked_elsewhere_is_not_remembered(there, outsider, first):
    question = f"Who told the inquest of the ice, {first} and {outsider.scene.guild}?"
    scenes = [there, outsider.scene] if first == "there" else [outsider.scene, there]
    for scene in scenes:
        watch, member = TrafficWatch(scene), Outsider(scene)
        member.ask(question)
        member.use_command("summarize", topic=f"the inquest {first}")
        member.use_command("digest", since="2000-01-01")
        assert bool(watch.found(question)) == (scene.guild == GUILD)


def test_no_name_of_it_leads_to_it(outsider, known):
    for reference in known.references:
        watch = TrafficWatch(outsider.scene)
        outsider.ask("What sank, and why?", article=reference)
        outsider.use_command("summarize", article=reference)
        if outsider.scene.guild:
            outsider.use_command("articles remove", article=reference)
        assert watch.found(reference) == set()


@pytest.mark.parametrize("words", ["ask", "summarize", "articles remove"])
def test_a_name_of_it_is_as_unknown_as_any_other(neighbour, words):
    option = {"question": "Why?"} if words == "ask" else {}
    unknown, named = (
        [
            post.text.replace(name, "…")
            for post in neighbour.use_command(words, article=name, **option)
        ]
        for name in ("xxxxxxx-xxxxxxx-4417", str(SECRET["id"]))
    )
    assert unknown == named


def test_an_article_of_the_same_id_is_the_own_one(outsider, watch, known):
    (told,) = outsider.use_command("summarize", article=BESIDE["id"])
    assert "A namesake" in told.text
    for version in known.versions:
        outsider.use_command("summarize", article=f"{BESIDE['id']}@{version}")
        outsider.ask("What was sold?", article=f"{BESIDE['id']}@{version[:8]}")
    assert watch.found() == set()


@pytest.mark.parametrize("typed", ["", " ", TITLE[:4], "the", "%", "http"])
def test_autocomplete_offers_nothing_of_it(outsider, watch, typed):
    for words, option in _completed(outsider):
        if outsider.scene.guild or words not in SERVER_ONLY:
            outsider.scene.complete(words, option, typed, by=INTRUDER)
    assert watch.found(typed) == set()


def _completed(outsider: Outsider) -> list[tuple[str, str]]:
    """The options of the tree that autocomplete helps with, each with its command."""
    found = []
    for command in outsider.scene.discord.rest.commands:
        below = [each for each in command.get("options", []) if each["type"] == 1]
        for each in below or [command]:
            words = f"{command['name']} {each['name']}" if below else command["name"]
            options = each.get("options", [])
            found += [(words, option["name"]) for option in options if option.get("autocomplete")]
    assert len(found) > 3
    return found


@pytest.mark.parametrize("topic", ["inquest", "the Grelthorne", "barge", TITLE])
def test_no_topic_has_it(outsider, watch, topic):
    outsider.use_command("summarize", topic=topic)
    outsider.use_command("summarize", topic=topic, length="long")
    assert watch.found(topic) == set()


@pytest.mark.parametrize("since", ["1900-01-01", DAY])
def test_no_digest_has_it(outsider, watch, since):
    for page in (1, 2, 99):
        outsider.use_command("digest", since=since, page=page)
    assert watch.found() == set()


@pytest.mark.parametrize("before", ["Is this so? > ", ""])
def test_a_message_that_quotes_it_is_not_checked_against_it(outsider, watch, before):
    content = f"{before}The barge Grelthorne was put off because the coroner had fallen ill."
    author = world.build_user(INTRUDER.id, INTRUDER.name)
    channel = world.channel_id(OTHER_GUILD)
    outsider.check_message(world.build_message(author, channel, {"content": content}))
    assert watch.found(content) == set()


def test_the_bots_own_answer_there_is_not_checked_against_it_here(outsider, watch, known):
    for answer in known.answers:
        outsider.check_message({**answer.message, "content": "Why was the inquest put off?"})
    assert watch.found() == set()


@pytest.mark.parametrize("question", ["And who said so?", "And when did she fall ill?", "Why?"])
def test_a_reply_to_its_answer_is_not_read_with_it(outsider, watch, known, question):
    for answer in known.answers:
        channel = world.channel_id(outsider.scene.guild, INTRUDER)
        told = outsider.mention(question, replies_to={**answer.message, "channel_id": channel})
        assert str(texts.READ_AS) not in told.text
    assert watch.found() == set()
