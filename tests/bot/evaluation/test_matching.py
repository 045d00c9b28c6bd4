"""Whether words hold an answer, and SQuAD's comparison of spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.matching import exact_match, f1, holds, tellable


@pytest.mark.parametrize(
    ("text", "wanted", "held"),
    [
        ("She planted  FORTY\nlemon trees.", "forty lemon", True),
        ("She knows.", "no", False),
        ("It took 142 minutes.", "42", False),
        ("It took 142 minutes, not 42.", "42", True),
        ("Costs of $3.2m rose.", "$3.2m", True),
        ("Anything", " ", False),
        ("", "forty", False),
    ],
)
def test_words_hold_an_answer_as_whole_words(text, wanted, held):
    assert holds(text, wanted) is held


@given(st.text(), st.text(), st.text())
def test_words_between_spaces_are_always_held(before, wanted, after):
    assert holds(f"{before} {wanted} {after}", wanted) is bool(wanted.strip())


def test_yes_and_no_cannot_be_told_by_an_excerpt():
    assert tellable(["No", "yes.", "Norway"]) == ("Norway",)


def test_an_exact_match_looks_past_case_articles_and_punctuation():
    assert exact_match("The Norse, leader", ["a king", "norse leader"]) == 1
    assert exact_match("Norse", ["norse leader"]) == 0


def test_f1_is_of_the_words_shared_with_the_best_answer():
    # said 3 words, the answer has 2, both shared: P = 2/3, R = 1, F1 = 0.8
    assert f1("late northern frost", ["fire", "northern frost"]) == pytest.approx(0.8)
    assert f1("", ["frost"]) == 0
    assert f1("frost", []) == 0


@given(st.text(), st.lists(st.text(), max_size=3))
def test_f1_lies_between_an_exact_match_and_1(said, answers):
    assert exact_match(said, answers) <= f1(said, answers) <= 1
