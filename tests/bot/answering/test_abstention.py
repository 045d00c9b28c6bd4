"""The reason for an abstention names what nothing near the question speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.abstention import NO_ANSWER_IN_PASSAGES, NO_NEAR_PASSAGE, explain_abstention
from tests.bot.answering.passages import retrieve
from tests.fakes import build_article

VISIT = build_article(
    "visit",
    "Foreign Minister Hina Khar received her Russian guest on Thursday. Both spoke of trade.",
    "Khar receives Russian minister",
)


def why(question, *articles):
    return explain_abstention(question, retrieve(question, *articles)[1])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why did Khar resign?", "The nearest passages mention “Khar”, but not “resign”."),
        ("What did Zubarev say about trade?", "Nothing near this question mentions “Zubarev”."),
        ("Was the guest of Khar a Russian?", NO_ANSWER_IN_PASSAGES),
        ("Who received the guest?", NO_ANSWER_IN_PASSAGES),
        (
            "Why did Khar quarrel with the Russian guest?",
            "The nearest passages mention “Khar” and “Russian”, but not “quarrel”.",
        ),
        ("Is Khar in Moscow or Minsk?", "Nothing near this question mentions “Moscow” or “Minsk”."),
    ],
)
def test_what_is_missing_is_named(question, expected):
    assert why(question, VISIT) == expected


def test_without_passages_nothing_is_near():
    assert why("Why did Khar resign?") == NO_NEAR_PASSAGE


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_reason_is_one_sentence_of_bounded_length_whatever_is_asked(question, text):
    said = why(question, build_article("a", text))
    assert said.endswith(".")
    assert len(said) < 80 + 2 * len(question) + 40
