"""Rounds of examples: those that answer, and beside them those that do not."""

import pytest

from index.reader.training.examples import Example
from index.reader.training.rounds import Rounds

PLACES = ["Halden", "Bergen", "Moss", "Drammen", "Larvik", "Skien", "Hamar", "Narvik"]


def as_it_is(question, _):
    return question


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
    return Rounds(examples, seed=3, style=as_it_is)


def test_every_example_answers_once_and_fails_at_most_once(rounds):
    made = rounds.round(0)
    right = [each for each in made if each.answerable]
    assert sorted(each.article for each in right) == sorted(PLACES)
    assert len(PLACES) < len(made) <= 2 * len(PLACES)


def test_what_answers_holds_its_answer(rounds):
    for each in rounds.round(0):
        assert [each.passage[a:b] for a, b in each.spans] in ([], ["1987"])


def test_questions_come_in_several_styles(sailings):
    rounds = Rounds(sailings, seed=5)
    asked = [each.question for number in range(20) for each in rounds.round(number)]
    assert any(each.endswith("?") for each in asked)
    assert any(each.islower() and not each.endswith("?") for each in asked)


def test_what_fails_is_made_in_several_ways(rounds):
    kinds = {each.source for number in range(20) for each in rounds.round(number)}
    assert {"told", "told/swapped", "told/without"} <= kinds


def test_a_passage_that_fails_for_want_of_the_answer_does_not_hold_it(rounds):
    made = [each for number in range(20) for each in rounds.round(number)]
    assert not any("1987" in each.passage for each in made if each.source == "told/without")


def test_another_passage_that_holds_the_answer_is_never_taken_for_one_that_fails(rounds):
    kinds = {each.source for number in range(20) for each in rounds.round(number)}
    assert kinds == {"told", "told/swapped", "told/without"}  # "1987" is in every passage


def test_a_round_is_the_same_each_time_and_unlike_the_next(rounds):
    assert rounds.round(1) == rounds.round(1)
    assert rounds.round(1) != rounds.round(2)


FERRIES = ["Ada", "Bess", "Cleo", "Dora", "Edda", "Fria"]


def sailing(name, line):
    return (
        f"The ferry {name} of line {line} sails to Hollow Island at {FERRIES.index(name)}:30. "
        f"Passengers of line {line} wait on the pier and buy their tickets there. "
        "Dogs travel free of charge."
    )


@pytest.fixture
def sailings():
    """Two articles of three passages each, no two of them with the same answer."""
    made = []
    for at, name in enumerate(FERRIES):
        passage, answer = sailing(name, at // 3), f"{at}:30"
        start = passage.index(answer)
        made.append(
            Example(
                f"When does the ferry {name} sail to Hollow Island?", passage,
                ((start, start + len(answer)),), exact=True, article=f"line {at // 3}",
                source="told",
            )
        )  # fmt: skip
    return made


def test_what_fails_has_no_span_and_its_passage_or_question_is_another_one(sailings):
    known = {each.question for each in sailings}
    answer = {each.question: each.passage[slice(*each.spans[0])] for each in sailings}
    rounds = Rounds(sailings, seed=5, style=as_it_is)
    made = [each for number in range(40) for each in rounds.round(number)]
    failing = [each for each in made if "/" in each.source]
    assert {each.source for each in failing} == {
        "told/swapped", "told/without", "told/retrieved", "told/near"
    }  # fmt: skip
    for each in failing:
        assert each.spans == ()
        if each.source == "told/swapped":
            assert each.question not in known
        else:
            assert answer[each.question] not in each.passage


def test_a_near_passage_is_of_the_same_article(sailings):
    line = {each.question: each.article for each in sailings}
    made = [
        each
        for number in range(40)
        for each in Rounds(sailings, seed=5, style=as_it_is).round(number)
    ]
    near = [each for each in made if each.source == "told/near"]
    assert near
    assert all(line[each.question] in each.passage for each in near)


def test_what_answers_points_at_its_own_answer_wherever_it_is_cut(sailings):
    answer = {each.question: each.passage[slice(*each.spans[0])] for each in sailings}
    for number in range(10):
        for each in Rounds(sailings, seed=5, style=as_it_is).round(number):
            if each.answerable:
                assert {each.passage[a:b] for a, b in each.spans} == {answer[each.question]}


def test_rounds_hang_on_the_seed_alone(sailings):
    assert Rounds(sailings, seed=5, style=as_it_is).round(2) == Rounds(
        sailings, seed=5, style=as_it_is
    ).round(2)
    assert Rounds(sailings, seed=5, style=as_it_is).round(2) != Rounds(
        sailings, seed=6, style=as_it_is
    ).round(2)


def test_a_question_that_people_made_unanswerable_fails_by_itself(sailings):
    asked = Example("When does it sink?", sailings[0].passage, (), exact=True, article="line 0",
                    source="squad2")  # fmt: skip
    made = Rounds([*sailings, asked], seed=5, style=as_it_is).round(0)
    assert [each.spans for each in made if each.source.startswith("squad2")] == [()]


def test_a_lone_sentence_is_put_among_others_and_stays_the_answer():
    sentences = [f"The ferry {name} sails to Hollow Island every day." for name in FERRIES]
    examples = [
        Example(f"Does the ferry {name} sail to Hollow Island?", sentence, ((0, len(sentence)),),
                exact=False, article=name, source="ass_reqa_squad_pos")
        for name, sentence in zip(FERRIES, sentences, strict=True)
    ]  # fmt: skip
    own = {each.question: each.passage for each in examples}
    rounds = Rounds(examples, seed=5, style=as_it_is)
    right = [e for number in range(10) for e in rounds.round(number) if e.answerable]
    assert {each.passage[a:b] == own[each.question] for each in right for a, b in each.spans} == {
        True
    }
    assert len({each.passage for each in right}) > len(examples)
