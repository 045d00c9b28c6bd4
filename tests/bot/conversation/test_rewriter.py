"""Follow-up questions are completed from the conversation; what stands alone stays as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answerer import MAX_QUESTION_LENGTH
from bot.conversation.rewriter import complete_question
from bot.conversation.turns import RewrittenQuestion, Turn, build_turn
from bot.replies import Abstention

LAVROV = Turn(
    question="What did Lavrov say about drone strikes?",
    excerpts=(
        (
            "“It is not acceptable,” said Russian Foreign Minister Sergei Lavrov at a joint news "
            "conference with his Pakistani counterpart Hina Rabbani Khar here."
        ),
    ),
    headlines=("Russia condemns drone strikes in tribal areas",),
)
BRIDGE = Turn("How much will the bridge in Karlow cost?", "48 million dollars")
GARDEN = Turn(
    "Who planted trees in the garden?",
    "Ines Falk",
    ("Gardener Ines Falk planted forty lemon trees around the fountain.",),
)
LIST = Turn(
    "What articles do you have about dams?",
    headlines=("Farmers march against dam", "Salamander found in valley"),
)


SPOKESMAN = Turn("Who spoke for Ines Falk's brother?", "Otto Lind")
BRIDGE_VOTE = Turn("How did Marsh vote?")


@pytest.mark.parametrize(
    ("question", "turn", "read"),
    [
        ("And what did he say about Syria?", LAVROV, "What did Lavrov say about Syria?"),
        ("What did she say?", LAVROV, "What did Hina Rabbani Khar say?"),
        ("And in 2011?", LAVROV, "What did Lavrov say about drone strikes in 2011?"),
        ("What about Syria?", LAVROV, "What did Lavrov say about Syria?"),
        ("Why?", BRIDGE, "Why will the bridge in Karlow cost?"),
        ("Why?", Turn("Who led the march?"), "Why: who led the march?"),
        ("How many trees did she plant?", GARDEN, "How many trees did Ines Falk plant?"),
        ("Where did she plant them?", GARDEN, "Where did Ines Falk plant trees?"),
        ("Who watered them?", GARDEN, "Who watered trees?"),
        ("Who pays for it?", BRIDGE, "Who pays for the bridge?"),
        ("Why?", Turn("When did the ferry sail?"), "Why did the ferry sail?"),
        ("Who else?", Turn("Who condemned the strikes?"), "Who else condemned the strikes?"),
        ("And Mira Falk?", Turn("What did Otto Lind say?"), "What did Mira Falk say?"),
        ("And in 2012?", Turn("Who won the cup in 2011?"), "Who won the cup in 2012?"),
        ("Who wrote it?", LAVROV, "Who wrote “Russia condemns drone strikes in tribal areas”?"),
        ("Who wrote the second one?", LIST, "Who wrote “Salamander found in valley”?"),
        ("Where does he work?", SPOKESMAN, "Where does Otto Lind work?"),
        ("How old was she?", SPOKESMAN, "How old was Ines Falk?"),
        (
            "By what vote?",
            Turn("Who beat Marsh?", "Ines Falk"),
            "By what vote: Ines Falk beat Marsh?",
        ),
        ("Where did Falk attack him?", BRIDGE_VOTE, "Where did Falk attack Marsh?"),
    ],
)
def test_a_follow_up_is_completed(question, turn, read):
    assert complete_question(question, [turn]) == read


@pytest.mark.parametrize(
    "question",
    [
        "Why was Putin's visit put off?",
        "And why was the visit put off?",
        "When did Russia join the World Trade Organization?",
        "How many farmers marched through Besk?",
        "Is it true that Pakistan bought coal from Russia?",
        "What is a monsoon?",
        "Who is the mayor of Karlow?",
        "What did Adeyemi say about her own bridge in Karlow?",
    ],
)
def test_a_question_that_stands_alone_stays_as_it_is(question):
    assert complete_question(question, [LAVROV]) is None


def test_without_a_conversation_nothing_is_completed():
    assert complete_question("What did he say?", []) is None
    assert complete_question("What did he say?", [Turn("")]) is None


def test_a_person_goes_on_over_several_turns():
    second = Turn("What did Lavrov say about Syria?", original="And what did he say about Syria?")
    assert complete_question("Where was he?", [LAVROV, second]) == "Where was Lavrov?"


def test_an_ordinal_beyond_the_list_points_at_nothing():
    assert "Salamander" not in (complete_question("Who wrote the fifth one?", [LIST]) or "")


def test_a_turn_of_an_abstention_has_shown_nothing():
    read = RewrittenQuestion("What did Lavrov say?", "What did he say?")
    turn = build_turn(read, Abstention("What did Lavrov say?", "Nothing is near."))
    assert turn == Turn("What did Lavrov say?", original="What did he say?")


def test_hostile_words_are_only_words():
    turn = Turn("What did .*+?(Mallory[ say?", excerpts=("Mallory (((\\1 said {x} @everyone.",))
    assert "Mallory" in (complete_question("What did he say?", [turn]) or "")


def test_what_would_be_too_long_stays_as_it_was():
    name = "Ann " * 2000
    turn = Turn(f"Who is {name}?", names=(name,))
    assert len(complete_question("And where is she?", [turn]) or "") <= MAX_QUESTION_LENGTH


LEANING = st.sampled_from(
    ["he", "she", "it", "they", "there", "his", "her", "this", "that album", "why", "what about",
     "and", "else", "more", "who", "how many", "the second one", "this article", "in 2011", "?"]
)  # fmt: skip
NAMES = st.sampled_from(["Hina Khar", "Lavrov", "the ferry", "Syria", "@everyone", "(*+?", "’s"])
WORDS = st.lists(st.one_of(LEANING, NAMES, st.text(max_size=12)), max_size=10).map(" ".join)
TURNS = st.lists(
    st.builds(
        Turn,
        question=WORDS,
        answer=WORDS,
        excerpts=st.lists(WORDS, max_size=2).map(tuple),
        headlines=st.lists(WORDS, max_size=3).map(tuple),
        names=st.lists(WORDS, max_size=1).map(tuple),
    ),
    max_size=4,
)
ADDED = {"why", "about", "in", "what", "else", "tell", "me", "more", "who", "s"}
"""The only words that a completed question may have of its own."""
REPLACED = {
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they",
    "them", "their", "theirs", "there", "this", "that", "these", "those", "and", "but", "so",
    "more", "article", "one", "second", "album", "about", "what", "the",
}  # fmt: skip
"""The only words of the member's that it may lack."""


def find_words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


@given(WORDS, TURNS)
def test_no_word_is_made_up_or_lost_and_no_question_becomes_too_long(question, turns):
    completed = complete_question(question, turns)
    if completed is None:
        return
    said = [question]
    for turn in turns:
        said += [turn.question, turn.answer, *turn.excerpts, *turn.headlines, *turn.names]
    assert find_words(completed) <= ADDED | find_words(" ".join(said))
    assert find_words(question) - REPLACED <= find_words(completed)
    assert len(completed) <= MAX_QUESTION_LENGTH
