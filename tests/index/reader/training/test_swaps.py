"""Questions that are made unanswerable."""

import random

from hypothesis import given
from hypothesis import strategies as st

from index.reader.training.swaps import names, swapped

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


PEOPLE = ["Tove Lind", "Karl Berg", "Ines Falk", "Piet Maas"]
TOWNS = ["Halden", "Moss", "Larvik"]


def difference(question, other):
    """The words that were taken out of a question, and those that stand there instead."""
    one, two = question.split(), other.split()
    shorter = min(len(one), len(two))
    before = next((at for at in range(shorter) if one[at] != two[at]), shorter)
    most = shorter - before
    after = next((at for at in range(most) if one[-1 - at] != two[-1 - at]), most)
    cut = [" ".join(words[before : len(words) - after]).strip("?,") for words in (one, two)]
    return cut[0], cut[1]


@given(st.permutations(PEOPLE), st.permutations(TOWNS), st.integers())
def test_one_thing_differs_and_what_is_new_is_no_part_of_an_answer(people, towns, seed):
    asked, answer, third, far = people
    passage = (
        f"In 1987 the bridge at {towns[0]} was built by {answer} beside {asked}. It was {third} "
        f"from {towns[1]} who crossed it in 1991."
    )
    question = f"Who built the first bridge at {towns[0]} in 1987 beside {asked}?"
    found = swapped(question, passage, [answer], [far, towns[2]], random.Random(seed))
    old, new = difference(question, found)
    taken = {
        asked: {third, far, towns[1], towns[2]}, towns[0]: {third, far, towns[1], towns[2]},
        "first": {"last"},
    }  # fmt: skip
    if old in taken:
        assert new in taken[old]
    else:
        assert old == "1987"
        assert len(new) == 4
        assert new.isdigit()
    assert new not in answer
