"""What was kept in English is told in the language that is spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.i18n.language import language_context, translate
from bot.discord.i18n.stored_messages import translate_stored
from corpus.messages import message
from corpus.web import FetchError
from corpus.web.urls import parse_url, resolve_redirect
from tests.bot.discord import hostile


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        (
            "It is not a feed. Give an RSS or Atom feed.",
            "Das ist kein Feed. Gib einen in RSS oder Atom an.",
        ),
        (
            "Its server failed (status 503). Try again later.",
            "Der Server hat einen Fehler gemeldet (Status 503). Versuch es später noch einmal.",
        ),
        (
            "The page is damaged. Save the article's text as plain text.",
            "Die Seite ist beschädigt. Speichere den Text des Artikels als reinen Text.",
        ),
        ("A sentence, of nobody's", "A sentence, of nobody's"),
        ("Berlin or Bonn", "Berlin or Bonn"),
        ("", ""),
    ],
)
def test_a_sentence_is_known_again_by_its_template(kept: str, wanted: str):
    with language_context("de"):
        assert translate_stored(kept) == wanted
    assert translate_stored(kept) == kept


def test_a_reason_in_a_reason_is_known_again_too():
    with pytest.raises(FetchError) as refused:
        resolve_redirect(parse_url("https://a.example/"), "https://a.example:99/")
    with language_context("de"):
        assert translate_stored(str(refused.value)) == translate(refused.value.message)
        assert translate(refused.value.message).endswith("Nimm 80, 443 oder einen ab 1024.")


@given(hostile.text.filter(bool))
def test_values_that_were_kept_are_the_same(name: str):
    made = message("The headline is “{title}”. [1]", title=name)
    with language_context("de"):
        assert translate_stored(str(made)) == f"Die Schlagzeile lautet „{name}“. [1]"


@given(st.one_of(hostile.text, hostile.long_text))
def test_words_of_nobodys_are_left_alone(text: str):
    with language_context("de"):
        assert translate_stored(text) == text
