"""SQuAD's comparison of a span with the known answers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reader.squad import normalize_answer, score_exact_match, score_f1

WORDS = st.text(alphabet="aAnthe é7.’- ", max_size=24) | st.text(max_size=24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Norse\tleader.", "norse leader"),
        ("an apple, a day; THE end", "apple day end"),
        ("theatre another banana", "theatre another banana"),
        ("U.S.A.", "usa"),  # the dots go and leave no space
        ("twenty-two", "twentytwo"),
        ("t.h.e", ""),  # articles are looked for after the punctuation has gone
        ("$3.2 million (about)", "32 million about"),
        ("“Ödön’s” Straße", "“ödön’s” straße"),  # only ASCII punctuation goes
        ("à la carte", "à la carte"),
        ("the", ""),
        ("", ""),
    ],
)
def test_what_counts_of_a_text(text, expected):
    assert normalize_answer(text) == expected


@pytest.mark.parametrize(
    ("said", "answers", "match", "overlap"),
    [
        ("the Norse, leader", ["a king", "norse leader"], 1, 1),
        ("leader norse", ["norse leader"], 0, 1),  # F1 does not see the order
        ("late northern frost", ["fire", "northern frost"], 0, 0.8),  # P 2/3, R 1
        ("very very very good", ["very good"], 0, 2 * 2 / 6),  # a repeated word counts once here
        ("very very good", ["very very bad"], 0, 2 * 2 / 6),  # and twice where both repeat it
        ("42 minutes", ["42", "forty-two minutes"], 0, 2 / 3),  # the best of several
        ("São Paulo", ["Sao Paulo"], 0, 0.5),
        ("", ["frost"], 0, 0),
        ("frost", [""], 0, 0),
        ("The", ["a"], 1, 1),  # nothing is left of either
        ("frost", [], 0, 0),
    ],
)
def test_scores_worked_out_by_hand(said, answers, match, overlap):
    assert score_exact_match(said, answers) == match
    assert score_f1(said, answers) == pytest.approx(overlap)


@given(WORDS, WORDS)
def test_f1_is_the_same_both_ways(one, other):
    assert score_f1(one, [other]) == score_f1(other, [one])


@given(WORDS)
def test_a_text_matches_itself(text):
    assert score_exact_match(text, [text]) == score_f1(text, [text]) == 1


@given(WORDS, st.lists(WORDS, max_size=3), WORDS)
def test_f1_lies_between_an_exact_match_and_1_and_another_answer_never_lowers_it(
    said, answers, another
):
    assert score_exact_match(said, answers) <= score_f1(said, answers) <= 1
    assert score_f1(said, [*answers, another]) == max(
        score_f1(said, answers), score_f1(said, [another])
    )


@given(st.lists(st.sampled_from(["frost", "late", "north", "the"]), max_size=6), st.integers())
def test_f1_does_not_see_the_order(words, seed):
    shuffled = random.Random(seed).sample(words, len(words))
    assert score_f1(" ".join(words), [" ".join(shuffled)]) == 1
