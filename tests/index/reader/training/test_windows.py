"""Passages cut from longer texts around an answer."""

import random

from hypothesis import given
from hypothesis import strategies as st

from index.reader.training.windows import passages, window, without

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


def test_passages_hold_every_sentence_and_share_one_with_the_next():
    cut = [TEXT[a:b] for a, b in passages(TEXT)]
    assert cut[0] == " ".join(SENTENCES[:5])
    assert cut[1] == " ".join(SENTENCES[4:9])
    assert cut[-1].endswith(SENTENCES[-1])
    assert all(any(each in passage for passage in cut) for each in SENTENCES)


def test_a_passage_of_long_sentences_has_fewer_but_never_none():
    long = [f"Ferry {n} {'sails ' * 120}on." for n in range(3)]
    text = " ".join(long)
    assert [text[a:b] for a, b in passages(text)] == long


def test_a_window_may_be_of_few_sentences():
    answer = (TEXT.index("the 9th"), TEXT.index("the 9th") + 7)
    few = [window(TEXT, [answer], random.Random(seed), (1, 3))[0] for seed in range(60)]
    assert {passage.count(".") for passage in few} == {1, 2, 3}


def test_windows_of_one_answer_differ():
    answer = (TEXT.index("the 9th"), TEXT.index("the 9th") + 7)
    assert len({window(TEXT, [answer], random.Random(seed))[0] for seed in range(30)}) > 5


def test_the_sentences_that_answer_are_left_out_and_all_others_stay():
    start = TEXT.index("the 4th ferry")
    left = without(TEXT, [(start, start + 5)])
    assert left == " ".join(SENTENCES[:4] + SENTENCES[5:])


def test_nothing_is_left_of_a_text_that_answers_in_every_sentence():
    assert without("One ferry.", [(0, 3)]) == ""
