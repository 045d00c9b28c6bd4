"""Whether words hold an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.judge import contains_words, filter_statable


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
    assert contains_words(text, wanted) is held


@given(st.text(), st.text(), st.text())
def test_words_between_spaces_are_always_held(before, wanted, after):
    assert contains_words(f"{before} {wanted} {after}", wanted) is bool(wanted.strip())


def test_yes_and_no_cannot_be_told_by_an_excerpt():
    assert filter_statable(["No", "yes.", "Norway"]) == ("Norway",)
