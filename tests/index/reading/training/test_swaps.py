"""Questions that are made unanswerable."""

import random

from hypothesis import given
from hypothesis import strategies as st

from index.reading.training.swaps import names, swapped

PASSAGE = (
    "In 1987 the bridge at Halden was opened by Mayor Tove Lind. The first train crossed it in "
    "1991, when Karl Berg was mayor."
)


def made(question, answers=(), others=(), tries=60):
    found = (
        swapped(question, PASSAGE, answers, others, random.Random(seed)) for seed in range(tries)
    )
    return {each for each in found if each}


def test_names_are_runs_of_capitals_that_do_not_only_begin_a_sentence():
    assert names("The bridge at Halden. Yesterday Tove Lind of Oslo came.") == [
        "Halden",
        "Yesterday Tove Lind of Oslo",
    ]


def test_a_name_becomes_another_name_of_the_passage_or_beyond_it():
    questions = made("Who was mayor at Halden?", others=["Bergen"])
    assert "Who was mayor at Bergen?" in questions
    assert any("Karl Berg" in each or "Tove Lind" in each for each in questions)


def test_what_takes_a_names_place_is_never_the_answer():
    questions = made("Who opened the bridge at Halden?", answers=["Mayor Tove Lind"])
    assert questions
    assert not any("Lind" in each for each in questions)


def test_a_number_becomes_another_number():
    questions = made("what happened in 1987?", answers=["the bridge opened"])
    assert "what happened in 1991?" in questions
    assert all("1987" not in each for each in questions if " not " not in each)


def test_a_word_becomes_its_opposite():
    assert "when did the last train cross?" in made("when did the first train cross?")


def test_a_question_with_nothing_to_swap_gives_none():
    assert made("why?") == set()


@given(st.text(max_size=60), st.text(max_size=200), st.integers())
def test_what_is_made_is_never_the_question_itself(question, passage, seed):
    found = swapped(question, passage, [], ["Oslo"], random.Random(seed))
    assert found is None or found.casefold() != question.casefold()
