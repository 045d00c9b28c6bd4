"""Questions in the styles that people type."""

import random

from index.reader.training.styles import styled

ASKED = "When did the council meet in Halden?"


def test_most_questions_stay_and_the_others_differ_in_style_alone():
    made = [styled(ASKED, random.Random(seed)) for seed in range(1000)]
    assert 0.5 < made.count(ASKED) / 1000 < 0.8
    assert {ASKED.lower(), ASKED.lower().rstrip("?"), ASKED.rstrip("?")} < set(made)
    assert all(len(each.split()) == len(ASKED.split()) for each in made)


def test_a_slip_is_of_one_word():
    asked = ASKED.lower().rstrip("?").split()
    for seed in range(1000):
        words = styled(ASKED, random.Random(seed)).lower().rstrip("?").split()
        assert sum(one != other for one, other in zip(words, asked, strict=True)) <= 1


def test_a_question_without_a_long_word_has_no_slip():
    assert {styled("Why?", random.Random(seed)).lower() for seed in range(300)} == {"why?", "why"}
