"""Rounds of examples: those that answer, and beside them those that do not."""

import pytest

from index.reading.training.examples import Example
from index.reading.training.rounds import Rounds

PLACES = ["Halden", "Bergen", "Moss", "Drammen", "Larvik", "Skien", "Hamar", "Narvik"]


def told(place):
    return (
        f"The bridge at {place} was opened in 1987 by the mayor. Engineer Berg of {place} planned "
        f"it for ten years. Trains to {place} crossed it from 1991 on, and ships passed below."
    )


@pytest.fixture
def rounds():
    examples = [
        Example(
            f"When was the bridge at {place} opened?", told(place),
            ((told(place).index("1987"), told(place).index("1987") + 4),),
            exact=True, article=place, source="told",
        )
        for place in PLACES
    ]  # fmt: skip
    return Rounds(examples, seed=3)


def test_every_example_answers_once_and_fails_at_most_once(rounds):
    made = rounds.round(0)
    right = [each for each in made if each.answerable]
    assert sorted(each.article for each in right) == sorted(PLACES)
    assert len(PLACES) < len(made) <= 2 * len(PLACES)


def test_what_answers_holds_its_answer(rounds):
    for each in rounds.round(0):
        assert [each.passage[a:b] for a, b in each.spans] in ([], ["1987"])


def test_what_fails_is_made_in_several_ways(rounds):
    kinds = {each.source for number in range(20) for each in rounds.round(number)}
    assert {"told", "told/swapped", "told/without"} <= kinds


def test_a_passage_that_fails_for_want_of_the_answer_does_not_hold_it(rounds):
    made = [each for number in range(20) for each in rounds.round(number)]
    assert not any("1987" in each.passage for each in made if each.source == "told/without")


def test_a_round_is_the_same_each_time_and_unlike_the_next(rounds):
    assert rounds.round(1) == rounds.round(1)
    assert rounds.round(1) != rounds.round(2)
