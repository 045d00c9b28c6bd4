"""A member whose Discord is German, and the real bot."""

from dataclasses import replace

from tests.acceptance.discord.posts import MODAL
from tests.acceptance.discord.test_questions import PUT_OFF, TITLE
from tests.acceptance.discord.world import EDITOR, READER

LESERIN = replace(READER, locale="de")
REDAKTEURIN = replace(EDITOR, locale="de")


def english(scene):
    return scene.wait_for_answer(scene.command("ask", by=READER, question=PUT_OFF))


def test_discord_knows_the_commands_by_german_names_too(scene):
    named = {each["name"]: each["name_localizations"] for each in scene.discord.rest.commands}
    assert named["ask"] == {"de": "fragen"}
    assert named["Check against articles"] == {"de": "Anhand der Artikel prüfen"}
    ask = next(each for each in scene.discord.rest.commands if each["name"] == "ask")
    assert {each["name"]: each["name_localizations"]["de"] for each in ask["options"]} == {
        "question": "frage",
        "article": "artikel",
        "since": "seit",
        "until": "bis",
        "private": "privat",
    }


def test_an_answer_is_german_around_the_articles_words(scene):
    answer = scene.wait_for_answer(scene.command("ask", by=LESERIN, question=PUT_OFF))
    assert "scheduling issues" in answer.text
    assert "Kamran Yousaf · The Express Tribune · 5. Oktober 2012" in answer.text
    assert "Stand: 5. Oktober 2012" in answer.text
    labels = [each["label"] for each in answer.message["components"][0]["components"]]
    assert labels[:3] == ["Im Zusammenhang lesen", "Weitere Auszüge", "Quellen"]


def test_two_members_of_one_server_are_each_answered_in_their_language(scene):
    asked = [scene.command("ask", by=by, question="Who won?") for by in (LESERIN, READER)]
    german, english = (scene.wait_for_answer(each).text for each in asked)
    assert "Die Artikel sagen es nicht." in german
    assert "The articles do not say." in english


def test_a_button_answers_whoever_presses_it_in_their_language(scene):
    answer = english(scene)
    sources = next(each for each in answer.buttons if ":sources:" in each)
    assert "Quellen" in scene.wait_for_answer(scene.press(answer, sources, by=LESERIN)).text
    assert "Sources" in scene.wait_for_answer(scene.press(answer, sources, by=READER)).text


def test_a_form_is_german(scene):
    answer = english(scene)
    down = next(each for each in answer.buttons if ":down:" in each)
    pressed = scene.press(answer, down, by=LESERIN)
    scene.bot.wait(lambda: pressed.answer, "a form")
    assert pressed.answer["type"] == MODAL
    assert pressed.answer["data"]["title"] == "Was war falsch?"


def test_a_refusal_is_german(scene):
    refusal = scene.wait_for_answer(scene.command("articles list", by=LESERIN))
    assert refusal.ephemeral
    assert "brauchst du die Berechtigung „Server verwalten“" in refusal.text


def test_an_error_is_german(scene):
    wrong = scene.wait_for_answer(
        scene.command("ask", by=LESERIN, question="Who?", since="neulich")
    )
    assert "„neulich“ ist kein Datum." in wrong.text
    missing = scene.wait_for_answer(
        scene.command("articles remove", by=REDAKTEURIN, article="Nirgendwo")
    )
    assert "Einen Artikel „Nirgendwo“ gibt es hier nicht." in missing.text


def test_a_list_and_what_is_offered_have_german_days(scene):
    listed = scene.wait_for_answer(scene.command("articles list", by=REDAKTEURIN))
    assert "Seite 1 von 1 · 1 Artikel" in listed.text
    (offered,) = scene.complete("ask", "article", "russia", by=LESERIN)
    assert offered["name"] == f"{TITLE} · 5. Oktober 2012"
