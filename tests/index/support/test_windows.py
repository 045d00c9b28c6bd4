"""The sentences that a claim is judged by."""

from hypothesis import given
from hypothesis import strategies as st

from index.support.windows import choose_sentences, score_sentences

ARTICLE = [
    "The council met on Monday.",
    "Mayor Ines Falk opened the garden.",
    "She planted forty lemon trees around the fountain.",
    "Rain is expected on Tuesday.",
    "The library stays closed.",
]


def test_a_short_article_is_taken_whole():
    assert choose_sentences("Anything", ARTICLE) == [0, 1, 2, 3, 4]


def test_the_sentences_with_the_claims_words_are_taken_in_the_order_of_the_text():
    chosen = choose_sentences("Lemon trees were planted by Falk.", ARTICLE, max_characters=90)
    assert chosen == [1, 2]


def test_the_neighbour_of_a_sentence_with_the_claims_words_counts_more_than_others():
    scores = score_sentences("Forty lemon trees", ARTICLE)
    assert scores[2] > scores[1] == scores[3] > scores[0] == scores[4] == 0


def test_a_rare_word_counts_more_than_a_frequent_one():
    scores = score_sentences("ferry mayor", ["The ferry.", "The ferry.", "x", "The mayor."])
    assert scores[3] > scores[0]


def test_a_single_sentence_may_be_longer_than_the_window():
    assert choose_sentences("x", ["a " * 100], max_characters=10) == [0]


def test_nothing_is_chosen_of_no_sentences():
    assert choose_sentences("x", []) == []


@given(st.text(), st.lists(st.text(max_size=60), max_size=12), st.integers(1, 200))
def test_a_window_is_ascending_and_no_longer_than_said(claim, sentences, size):
    chosen = choose_sentences(claim, sentences, size)
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= 1 or sum(len(sentences[at]) for at in chosen) <= size
    assert bool(chosen) == bool(sentences)
