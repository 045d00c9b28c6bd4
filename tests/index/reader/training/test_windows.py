"""Passages cut from longer texts around an answer."""

import random

from hypothesis import given
from hypothesis import strategies as st

from index.reader.training.windows import window, without

SENTENCES = [f"Sentence number {n} tells of the {n}th ferry." for n in range(30)]
TEXT = " ".join(SENTENCES)


@given(st.integers(0, 29), st.integers())
def test_a_window_holds_the_answers_sentence_whole_and_its_words(place, seed):
    start = TEXT.index(f"the {place}th ferry")
    answer = (start, start + len(f"the {place}th ferry"))
    passage, spans = window(TEXT, [answer], random.Random(seed))
    assert SENTENCES[place] in passage
    assert [passage[a:b] for a, b in spans] == [f"the {place}th ferry"]
    assert passage in TEXT
    assert len(passage) <= 1100


def test_windows_of_one_answer_differ():
    answer = (TEXT.index("the 9th"), TEXT.index("the 9th") + 7)
    assert len({window(TEXT, [answer], random.Random(seed))[0] for seed in range(30)}) > 5


def test_the_sentences_that_answer_are_left_out_and_all_others_stay():
    start = TEXT.index("the 4th ferry")
    left = without(TEXT, [(start, start + 5)])
    assert left == " ".join(SENTENCES[:4] + SENTENCES[5:])


def test_nothing_is_left_of_a_text_that_answers_in_every_sentence():
    assert without("One ferry.", [(0, 3)]) == ""
