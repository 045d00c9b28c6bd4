"""Questions of what somebody said about something, made from sentences that report it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reader.training.examples import Example
from index.reader.training.statements import statements, statements_in


def made(text, tries=20):
    found = [each for seed in range(tries) for each in statements_in(text, random.Random(seed))]
    return {(each.who, text[slice(*each.span)]) for each in found}, {each.what for each in found}


@pytest.mark.parametrize(
    ("text", "who", "said"),
    [
        (
            "“The ferry needs new engines before winter,” said Captain Joan Reyes.",
            "Captain Joan Reyes",
            "“The ferry needs new engines before winter,”",
        ),
        (
            '"The ferry needs new engines," Mayor Falk told reporters in Moss.',
            "Mayor Falk",
            '"The ferry needs new engines,"',
        ),
        (
            "Rain fell. Later Mayor Ines Falk has warned that the harbour walls are crumbling.",
            "Mayor Ines Falk",
            "the harbour walls are crumbling.",
        ),
        (
            "Reyes said in the harbour on Monday: the crossing to Moss takes forty minutes.",
            "Reyes",
            "the crossing to Moss takes forty minutes.",
        ),
    ],
)
def test_the_answer_is_exactly_what_was_said(text, who, said):
    found, _ = made(text)
    assert {each for _, each in found} == {said}
    assert {name.removeprefix("Later ") for name, _ in found} == {who}


def test_a_question_names_who_said_it_and_a_topic_of_what_was_said():
    text = "“The ferry to Hollow Island needs new engines,” said Joan Reyes on Monday."
    for seed in range(20):
        for each in statements_in(text, random.Random(seed)):
            assert "Joan Reyes" in each.question
            assert each.what in each.question
            assert each.what in text[slice(*each.span)]
    _, topics = made(text)
    assert "Hollow Island" in topics
    assert "Joan Reyes" not in topics
    assert not any("needs new" in topic and "to" in topic.split() for topic in topics)


def test_at_most_three_questions_are_asked_of_one_statement():
    text = (
        "“Ferries, harbours, engines, captains, islands and bridges need money,” said Joan Reyes."
    )
    assert len(list(statements_in(text, random.Random(1)))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "She said that the ferry needs new engines before the winter.",
        "They said: the ferry needs new engines before the winter.",
        "“Too short,” said Joan Reyes.",
        "The ferry needs new engines before the winter.",
        "",
    ],
)
def test_who_a_pronoun_means_is_not_guessed_and_what_is_no_statement_gives_none(text):
    assert made(text)[0] == set()


def test_examples_are_exact_spans_of_passages_of_which_each_is_asked_once():
    text = "It rained. Mayor Falk warned that the harbour walls in Moss are crumbling."
    asked = Example("Where?", text, (), exact=True, article="a", source="squad2")
    found = list(statements([asked, asked], random.Random(2)))
    once = list(statements([asked], random.Random(2)))
    assert found == once
    assert {each.passage[slice(*each.spans[0])] for each in found} == {
        "the harbour walls in Moss are crumbling."
    }
    assert {(each.exact, each.source, len(each.spans)) for each in found} == {
        (True, "statements", 1)
    }


WORDS = st.sampled_from(
    ["Joan Reyes", "said", "that", "“", "”", "the", "ferry", ".", ",", ":", "engines", "é", "😀"]
)


@given(st.lists(WORDS, max_size=40).map(" ".join), st.integers())
def test_every_span_lies_in_the_text_and_holds_the_topic(text, seed):
    for each in statements_in(text, random.Random(seed)):
        start, end = each.span
        assert 0 <= start < end <= len(text)
        assert each.what in text[start:end]
