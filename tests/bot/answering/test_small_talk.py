"""Greetings, thanks and questions about Byline are told from questions about the articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.small_talk import answer_small_talk, is_small_talk, strip_courtesies
from bot.replies import AnswerKind
from tests.properties import examples


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("hi", "Hello!"),
        ("Hello!!", "Hello!"),
        ("👋 hey there", "Hello!"),
        ("Good morning, everyone", "Hello!"),
        ("How are you?", "Hello!"),
        ("Guten Tag", "Hello!"),
        ("Grüß Gott!", "Hello!"),
        ("Hallo Byline, wie geht’s?", "Hello!"),
        ("thanks", "You are welcome."),
        ("Hi, thank you so much!", "You are welcome."),
        ("OK, great", "You are welcome."),
        ("Vielen Dank!", "You are welcome."),
        ("thanks, bye", "Goodbye!"),
        ("Tschüß", "Goodbye!"),
        ("help", "I am Byline."),
        ("/help", "I am Byline."),
        ("Hello, what can you do?", "I am Byline."),
        ("What can I ask you?", "I am Byline."),
        ("Who are you?", "I am Byline."),
        ("what’s your name", "I am Byline."),
        ("Was kannst du alles?", "I am Byline."),
        ("Wie heißt du?", "I am Byline."),
    ],
)
def test_small_talk_gets_a_short_text_and_no_excerpts(text, begins):
    answer = answer_small_talk(text)
    assert answer is not None
    assert (answer.kind, answer.citations) == (AnswerKind.SMALL_TALK, ())
    assert answer.text.startswith(begins)


@pytest.mark.parametrize(
    "text",
    [
        "Hi, who wrote the article about the ferry?",
        "Thanks to whom did the ferry sail again?",
        "Help for the islanders?",
        "What can you do about the storm in the harbour?",
        "What can the harbour company do?",
        "Who are the engineers?",
        "How are relations between the two towns?",
        "Hello Kitty sales",
        "Good morning Vietnam",
        "you",
        "everyone",
        "",
        "hi " * 100,
    ],
)
def test_a_text_about_something_is_no_small_talk(text):
    assert answer_small_talk(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hi, who wrote it?", "who wrote it?"),
        ("hello there! Why did it close?", "Why did it close?"),
        ("Hi who wrote it", "who wrote it"),
        ("Thanks, and who is the mayor?", "who is the mayor?"),
        ("Hallo, vielen Dank! Wann fährt sie?", "Wann fährt sie?"),
        ("Thanks to whom did it sail?", "Thanks to whom did it sail?"),
        ("Hello Kitty sales", "Hello Kitty sales"),
        ("Highest tower?", "Highest tower?"),
        ("Hi!", "Hi!"),
    ],
)
def test_a_greeting_before_a_question_is_not_read(text, question):
    assert strip_courtesies(text) == question


@examples(100)
@given(st.text(max_size=200))
def test_what_remains_of_any_text_is_its_end(text):
    assert text.endswith(strip_courtesies(text))
    assert isinstance(is_small_talk(text), bool)
