"""Kept questions as a conversation, read anew from what still stands."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.conversation import history
from bot.conversation.readings import Reading
from bot.conversation.turns import RewrittenQuestion
from corpus.scope import EVERYTHING
from corpus.store.records import CurrentCitation, LoggedQuestion
from tests.fakes import build_article

TEXT = "Farmer Piet Maas lit candles between the rows."
MAAS = (7, 16)
AT = datetime(2021, 6, 1, 12, tzinfo=UTC)


@dataclass
class Log:
    """Knows the questions it is made of."""

    asked: dict[str, LoggedQuestion]

    def find(self, key: str) -> LoggedQuestion | None:
        return self.asked.get(key)


def known(
    key: str, text: str, *places: CurrentCitation, private: bool = False, follows=None, reading=None
) -> LoggedQuestion:
    return LoggedQuestion(
        key, text, bool(places), AT, places, EVERYTHING, private, (), follows, reading
    )


def standing(*, withdrawn: bool = False) -> CurrentCitation:
    written = None if withdrawn else build_article("frost", TEXT)
    return CurrentCitation(written, 0, len(TEXT), None if withdrawn else MAAS)


def log(*asked: LoggedQuestion) -> Log:
    return Log({each.key: each for each in asked})


def keys(found: list[LoggedQuestion]) -> list[str]:
    return [each.key for each in found]


WHO = known("a", "Who lit candles?", standing())
WHAT = known("b", "What did he light?", standing(), follows="a")
WHY = known("c", "Why did he light them?", follows="b")


def test_a_conversation_is_told_from_its_first_question_on():
    assert keys(history.load_conversation(log(WHO, WHAT, WHY), "c", private=False)) == [
        "a",
        "b",
        "c",
    ]


def test_a_key_of_none_has_no_conversation():
    assert history.load_conversation(log(WHO), "z", private=True) == []
    assert history.load_conversation(log(WHO), None, private=True) == []


def test_what_was_asked_in_private_ends_a_public_conversation():
    private = known("a", "Who lit candles?", standing(), private=True)
    assert keys(history.load_conversation(log(private, WHAT), "b", private=False)) == ["b"]
    assert keys(history.load_conversation(log(private, WHAT), "b", private=True)) == ["a", "b"]


def test_only_the_last_ten_questions_are_looked_back_at():
    many = [known(str(n), "Why?", follows=str(n - 1)) for n in range(30)]
    found = history.load_conversation(log(*many), "29", private=False)
    assert keys(found) == [str(n) for n in range(20, 30)]


def test_a_question_that_follows_itself_does_not_go_on_for_ever():
    assert (
        len(history.load_conversation(log(known("a", "Why?", follows="a")), "a", private=True))
        == 10
    )


def test_each_turn_is_read_with_those_before_it():
    first, second = history.build_turns([WHO, WHAT])
    assert (first.question, first.answer, first.excerpts) == (WHO.text, "Piet Maas", (TEXT,))
    assert (second.question, second.original) == ("What did Piet Maas light?", WHAT.text)


def test_a_withdrawn_article_has_no_part_in_a_turn():
    (turn,) = history.build_turns([known("a", "Who lit candles?", standing(withdrawn=True))])
    assert (turn.question, turn.answer, turn.excerpts, turn.headlines) == (
        "Who lit candles?", "", (), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "read", "context"),
    [
        (None, "What did Piet Maas light?", True),
        (Reading.ALONE, WHAT.text, False),
        (Reading.IN_CONTEXT, WHAT.text, True),
        (Reading.COMPLETED, "What did Piet Maas light?", True),
    ],
)
def test_a_stored_question_is_read_as_it_was(reading, read, context):
    what = known("b", WHAT.text, standing(), follows="a", reading=reading)
    found = history.rewrite_stored(log(WHO, what), what)
    assert (found.question, WHO.text in found.context) == (read, context)


def test_a_stored_question_that_follows_none_is_read_alone():
    assert history.rewrite_stored(log(WHO), WHO) == RewrittenQuestion(WHO.text, WHO.text)


def test_a_reading_that_a_withdrawal_makes_impossible_leaves_the_members_words():
    who = known("a", WHO.text, standing(withdrawn=True))
    what = known("b", WHAT.text, standing(), follows="a", reading=Reading.COMPLETED)
    found = history.rewrite_stored(log(who, what), what)
    assert (found.question, found.context) == (WHAT.text, WHO.text)
