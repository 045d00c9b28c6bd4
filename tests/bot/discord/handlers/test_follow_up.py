"""Questions that follow an answer, by reply and by button, with the real store."""

import json
from pathlib import Path

import pytest
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.components.custom_ids import Action, ButtonAction
from bot.discord.options import DiscordOptions
from bot.discord.render import texts
from bot.evaluation.feedback_export import export_server
from bot.library import Library
from corpus.store.records import generate_key
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
)

CANDLES = "Who lit candles between the rows?"
LIT = "What did he light?"
READ = f"{texts.READ_AS} What did Piet Maas light?"
STOVE = """Old stove lit at the mill

Miller Tom Holt said that he would light the stove of the mill every Friday.
"""


@pytest.fixture
def library(stored: Library) -> Library:
    return stored


async def replied(
    env: Env, server: Server, answer: object, question: str, *, mention: bool = True
) -> object:
    """The answer to a reply; Discord hides the words of one to a command's without a mention."""
    words = f"<@{env.bot.user.id}> {question}" if mention else question
    await server.member.send(server.channel, words, reply_to=answer)
    return server.channel.last_message


async def test_a_pronoun_is_answered_from_the_article_before(server: Server):
    server.articles.add_document("stove.txt", STOVE.encode())
    assert "Old stove" in get_text((await ask(server, LIT)).response).split("> ")[1]
    answer = (await ask(server, CANDLES)).response
    followed = await ask_follow_up(server, answer, LIT)
    assert get_text(followed).startswith(f"{LIT}\n{READ}\n\n")
    assert "Frost damages orchards" in get_text(followed).split("> ")[1]


async def test_a_form_is_opened_with_one_line_for_the_question(server: Server, simcord_env: Env):
    await press(server, (await ask(server, CANDLES)).response, "follow")
    form = next(
        each.json["data"]
        for each in reversed(simcord_env.http_requests)
        if each.json and each.json.get("type") == 9
    )
    ((line,),) = [row["components"] for row in form["components"]]
    assert (form["title"], line["style"], line["max_length"]) == (texts.FOLLOW_UP, 1, 400)


async def test_a_reply_to_an_answer_is_read_with_it_and_those_before_it(
    server: Server, simcord_env: Env
):
    await ask(server, CANDLES)
    second = await replied(simcord_env, server, server.channel.last_message, LIT)
    assert READ in get_text(second)
    asked = "Why did he light candles?"
    third = await replied(simcord_env, server, second, asked, mention=False)
    assert f"{texts.READ_AS} Why did Piet Maas light candles?" in get_text(third)
    first, *later = server.state.questions.all()
    assert [each.follows for each in later] == [first.key, later[0].key]


async def test_a_question_that_stands_alone_is_untouched(server: Server):
    answer = (await ask(server, CANDLES)).response
    followed = await ask_follow_up(server, answer, CROSSING)
    assert followed.embeds[0].title == CROSSING
    assert texts.READ_AS not in get_text(followed)
    assert "42" in get_text(followed)


async def test_what_was_read_into_a_question_is_not_kept(server: Server):
    await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    assert [each.text for each in server.state.questions.all()] == [CANDLES, LIT]


async def test_a_liked_follow_up_is_exported_as_it_was_read(
    server: Server, library: Library, tmp_path: Path
):
    followed = await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    await press(server, followed, "up")
    export_server(library.server(server.articles.name), tmp_path / "out")
    (row,) = (tmp_path / "out" / "questions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(row)["question"] == "What did Piet Maas light?"


async def test_more_excerpts_of_a_follow_up_are_near_what_was_read(server: Server):
    for number in range(4):
        maas = f"Maas visits fair {number}\n\nPiet Maas went to fair number {number} to light it."
        server.articles.add_document(f"{number}.txt", maas.encode())
    followed = await ask_follow_up(server, (await ask(server, CANDLES)).response, LIT)
    assert get_description(await press(server, followed, "more")).count("Maas visits fair") >= 2


async def test_follow_ups_outlive_a_restart(
    server: Server, simcord_env: Env, library: Library, options: DiscordOptions, ingest: FakeIngest
):
    answer = (await ask(server, CANDLES)).response
    await simcord_env.restart_bot(BylineClient(library, ingest, options))
    assert READ in get_text(await ask_follow_up(server, answer, LIT))
    assert READ in get_text(await replied(simcord_env, server, answer, LIT))


async def test_a_withdrawn_article_has_no_part_in_what_is_read(server: Server, simcord_env: Env):
    answer = (await ask(server, CANDLES)).response
    server.articles.remove("Frost damages")
    followed = await ask_follow_up(server, answer, LIT)
    again = await replied(simcord_env, server, answer, LIT)
    for shown in (followed, again):
        assert "Maas" not in get_text(shown)
        assert "orchard" not in get_text(shown)


async def test_a_question_to_one_article_is_followed_in_that_one(server: Server):
    maas = "Maas lights the fair\n\nPiet Maas went to the fair to light a lantern."
    server.articles.add_document("fair.txt", maas.encode())
    answer = (await ask(server, CANDLES, article="Frost damages")).response
    followed = await ask_follow_up(server, answer, LIT)
    assert READ in get_text(followed)
    assert "fair" not in get_text(followed)


async def test_what_follows_a_private_answer_is_private(server: Server):
    answer = (await ask(server, CANDLES, private=True)).response
    followed = await ask_follow_up(server, answer, LIT)
    assert READ in get_text(followed)
    assert followed.ephemeral
    assert list(server.state.questions.all()) == []


async def forged(server: Server, key: str) -> object:
    """A message of the bot's whose button has a key of another answer's."""
    return await post_forged(server, ButtonAction(Action.FOLLOW, key))


async def test_a_reply_to_an_answer_copied_from_another_server_is_read_alone(
    server: Server, simcord_env: Env, library: Library
):
    answer = (await ask(server, CANDLES)).response
    key = find_custom_ids(answer.message)["follow"].split(":")[2]
    other = Server(simcord_env, library, "elsewhere")
    other.articles.add_document("stove.txt", STOVE.encode())
    shown = await replied(simcord_env, other, await forged(other, key), LIT)
    assert texts.READ_AS not in get_text(shown)
    assert "Maas" not in get_text(shown)
    (kept,) = other.state.questions.all()
    assert kept.follows is None


async def test_nothing_asked_in_private_is_read_into_a_public_question(
    server: Server, simcord_env: Env
):
    answer = (await ask(server, CANDLES, private=True)).response
    key = find_custom_ids(answer.message)["follow"].split(":")[2]
    message = await forged(server, key)
    assert texts.READ_AS not in get_text(await replied(simcord_env, server, message, LIT))
    assert texts.READ_AS not in get_text(await ask_follow_up(server, message, LIT))


async def test_a_forged_key_opens_no_form_and_follows_nothing(server: Server, simcord_env: Env):
    message = await forged(server, generate_key())
    pressed = await server.member.click(message, custom_id=find_custom_ids(message)["follow"])
    assert get_description(pressed) == texts.UNKNOWN_ANSWER
    assert pressed.modal is None
    assert texts.READ_AS not in get_text(await replied(simcord_env, server, message, LIT))


async def test_a_follow_up_is_acknowledged_before_any_work(server: Server, simcord_env: Env):
    form = await press(server, (await ask(server, CANDLES)).response, "follow")
    seen = len(simcord_env.http_requests)
    await server.member.submit_modal(form, {"question": LIT})
    first = simcord_env.http_requests[seen]
    assert "/callback" in first.path
    assert first.json["type"] == 5
