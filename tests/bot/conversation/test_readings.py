"""A follow-up question is read in several ways; the surest reading is kept."""

import pytest

from bot.conversation.readings import Reading, answer_in_conversation
from bot.conversation.turns import RewrittenQuestion, Turn
from bot.replies import Abstention, Answer

CANDLES = Turn(
    "Who lit candles between the rows?", "Piet Maas", headlines=("Frost damages orchards",)
)
CONTEXT = "Who lit candles between the rows? Frost damages orchards"
LIT = "What did he light?"
COMPLETED = "What did Piet Maas light?"
IMPLIED = "How many were lit?"
ALONE = "How long did the ferry to Hollow Island need in 2019?"


class Asker:
    """Answers with the confidence known for a question and context; below 0.5 it abstains."""

    def __init__(self, confidences: dict[tuple[str, str], float]) -> None:
        self._confidences = confidences
        self.asked: list[tuple[str, str]] = []

    def __call__(self, rewritten: RewrittenQuestion) -> Answer | Abstention:
        key = rewritten.question, rewritten.context
        self.asked.append(key)
        confidence = self._confidences.get(key, 0.0)
        if confidence >= 0.5:
            return Answer(rewritten.question, (), confidence)
        return Abstention(rewritten.question, "", confidence=confidence)


@pytest.mark.parametrize(
    ("confidences", "reading", "read"),
    [
        ({(COMPLETED, CONTEXT): 0.8, (LIT, CONTEXT): 0.6}, Reading.COMPLETED, COMPLETED),
        ({(COMPLETED, CONTEXT): 0.6, (LIT, CONTEXT): 0.7}, Reading.COMPLETED, COMPLETED),
        ({(COMPLETED, CONTEXT): 0.6, (LIT, CONTEXT): 0.9}, Reading.IN_CONTEXT, LIT),
        ({(COMPLETED, CONTEXT): 0.4, (LIT, ""): 0.7}, Reading.ALONE, LIT),
        ({(COMPLETED, CONTEXT): 0.4, (LIT, ""): 0.3}, Reading.COMPLETED, COMPLETED),
    ],
)
def test_the_surest_reading_is_kept(confidences, reading, read):
    found, rewritten, reply = answer_in_conversation(Asker(confidences), LIT, [CANDLES])
    assert (found, rewritten.question, rewritten.original) == (reading, read, LIT)
    assert reply.question == read


def test_a_question_that_may_imply_its_topic_is_read_both_ways_and_never_changed():
    ask = Asker({(IMPLIED, ""): 0.6, (IMPLIED, CONTEXT): 0.7})
    reading, rewritten, reply = answer_in_conversation(ask, IMPLIED, [CANDLES])
    assert (reading, reply.confidence) == (Reading.IN_CONTEXT, 0.7)
    assert not rewritten.is_changed


def test_a_question_that_says_what_it_is_about_is_read_once():
    ask = Asker({(ALONE, ""): 0.6})
    reading, rewritten, _ = answer_in_conversation(ask, ALONE, [CANDLES])
    assert reading is Reading.ALONE
    assert rewritten == RewrittenQuestion(ALONE, ALONE)
    assert ask.asked == [(ALONE, "")]


def test_a_needy_question_is_read_alone_only_if_its_conversation_does_not_help():
    ask = Asker({(LIT, CONTEXT): 0.6, (LIT, ""): 0.9})
    assert answer_in_conversation(ask, LIT, [CANDLES])[0] is Reading.IN_CONTEXT
    assert (LIT, "") not in ask.asked


def test_the_first_question_is_read_alone():
    ask = Asker({})
    assert answer_in_conversation(ask, LIT, [])[0] is Reading.ALONE
    assert ask.asked == [(LIT, "")]
