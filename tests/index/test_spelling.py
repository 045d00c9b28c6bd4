"""A misspelt name in a question is read as the name that the articles have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import NameSpeller, compute_edit_distance, is_common_word
from tests.fakes import build_article
from tests.index.test_indexer import Newsroom
from tests.properties import examples

TEXT = (
    "On Monday the minister Hina Khar met Sergei Lavrov and Yusuf Zardari in Pakistan. She said "
    "that Khar’s visit to the Andromeda Hotel was short. Then a storm broke, and the harbour of "
    "Karachi closed. The old lighthouse keeper stayed. Reporters asked Lavrov about Azerbaijan."
)
WORDS = {"obama", "moor", "karl", "handout"}


@pytest.fixture
def speller(tmp_path):
    newsroom = Newsroom(tmp_path)
    newsroom.put(build_article("visit", TEXT, "A visit", author="Kamran Yousaf"))
    newsroom.indexer.catch_up()
    yield NameSpeller(
        newsroom.store, "news", lambda: newsroom.indexer.indexes().lexical, WORDS.__contains__
    )
    newsroom.database.close()


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("Who is Khaar?", "Who is Khar?"),
        ("What did Lavrow's office say?", "What did Lavrov's office say?"),
        ("Who met Zardaree in Pakstan?", "Who met Zardari in Pakistan?"),
        ("who visited pakstan", "who visited Pakistan"),
        ("Why did Lavrvo come?", "Why did Lavrov come?"),
        ("What did Kamran Yousef write?", "What did Kamran Yousaf write?"),
        ("Who spoke of Azerbiajan?", "Who spoke of Azerbaijan?"),
    ],
)
def test_a_name_one_or_two_edits_away_is_read_as_the_articles_write_it(speller, question, read_as):
    assert speller.correct(question) == read_as


@pytest.mark.parametrize(
    "question",
    [
        "Who is Khar?",  # the articles have it
        "What did Kamran Yousaf write?",  # a record has it
        "What did Obana say?",  # no name of the articles is like it
        "Who is Karl?",  # a common word
        "Who kept the lighthaus?",  # what the articles have is no name
        "Who met Sharif?",
        "When did Bhar come?",  # another first letter
        "Who is Kha?",  # too short
        "Who came in 2021?",
        "WHO MET KHAAR?",
        "Where in Karachis is the harbour?",
        "who is khaar",  # short, and without a capital
        "What did the keeper of the pakstan say to Khar?",
        "",
    ],
)
def test_other_words_are_read_as_they_are(speller, question):
    assert speller.correct(question) == question


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("khar", "khaar", 1),
        ("lavrov", "lavrvo", 1),
        ("zardaree", "zardari", 2),
        ("a", "bc", 2),
    ],
)
def test_the_distance_of_known_pairs(one, other, distance):
    assert compute_edit_distance(one, other) == distance


@examples(100)
@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_the_distance_is_symmetric_and_bounded_by_the_lengths(one, other):
    distance = compute_edit_distance(one, other)
    assert distance == compute_edit_distance(other, one)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))
    assert (distance == 0) == (one == other)


def test_common_words_are_those_of_the_models_vocabulary():
    assert is_common_word("iran")
    assert not is_common_word("pakstan")
    assert not is_common_word("##ing")
