"""From a confidence to an answer, a possible answer or an abstention."""

import pytest

from bot.replies import Abstention, Answer, AnswerKind
from tests.bot.articles import write_all

ASKED = "How many minutes did the ferry crossing to Hollow Island take?"


@pytest.fixture
def ask(open_services, tmp_path):
    """Asks a new collection with these thresholds."""
    opened = []

    def asked(answer, possible, question=ASKED):
        services = open_services(answer_threshold=answer, possible_threshold=possible)
        opened.append(services)
        collection = services.library.collection("gazette")
        collection.add([write_all(tmp_path / "in")])
        return collection.ask(question)

    yield asked
    for services in opened:
        services.library.close()


def test_a_confidence_between_the_thresholds_gives_the_best_excerpt_as_a_possible_answer(ask):
    sure, possible = ask(0.0, 0.0), ask(1.0, 0.0)
    assert isinstance(sure, Answer)
    assert isinstance(possible, Answer)
    assert (sure.kind, sure.heading) == (AnswerKind.QUOTES, "")
    assert possible.kind is AnswerKind.POSSIBLE
    assert possible.citations == sure.citations[:1]
    assert possible.confidence == sure.confidence
    assert possible.as_of == possible.citations[0].published
    assert possible.text.splitlines()[0] == "The articles may answer this:"


def test_below_both_thresholds_it_abstains_and_names_the_same_excerpt_as_nearest(ask):
    possible, nothing = ask(1.0, 0.0), ask(1.0, 1.0)
    assert isinstance(possible, Answer)
    assert isinstance(nothing, Abstention)
    assert nothing.nearest[0].address == possible.citations[0].address


def test_the_thresholds_themselves_are_reached(ask):
    confidence = ask(0.0, 0.0).confidence
    assert 0 < confidence < 1
    at_answer, at_possible = ask(confidence, 0.0), ask(1.0, confidence)
    assert isinstance(at_answer, Answer)
    assert isinstance(at_possible, Answer)
    assert (at_answer.kind, at_possible.kind) == (AnswerKind.QUOTES, AnswerKind.POSSIBLE)


def test_a_possible_threshold_above_the_answer_threshold_leaves_no_possible_answer(ask):
    reply = ask(0.0, 1.0)
    assert isinstance(reply, Answer)
    assert reply.kind is AnswerKind.QUOTES
