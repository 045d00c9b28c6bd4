"""The model's span becomes whole words, numbers and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.highlight import align_span

SCRAPS = (
    'Bell| |won|the|cup|O’Neil|Paris|’s|on 3 May|12|5,600|$5.4|62 %|10:30|U.S.|“|”|(|)|"|—|,|.'
    "|e\u0301|\n|渡轮"
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(st.sampled_from(SCRAPS.split("|")), max_size=20).map(" ".join)
)


@given(TEXTS, st.integers(-2, 90), st.integers(-2, 90), st.sampled_from(["Who won?", "What?"]))
def test_a_span_has_a_word_and_cuts_no_word_or_number(text, start, end, question):
    span = align_span(question, text, (start, end))
    if span is None:
        return
    first, last = span
    words = text[first:last]
    assert 0 <= first < last <= len(text)
    assert any(map(str.isalnum, words))
    assert words == words.strip(" ,;:\n")
    for edge in (first, last):
        before, after = text[max(0, edge - 1) : edge], text[edge : edge + 1]
        assert not (before.isdigit() and after.isdigit())
        assert not (before.isalpha() and after.isalpha())


@given(TEXTS, st.integers(0, 90), st.integers(0, 90))
def test_an_aligned_span_is_aligned(text, start, end):
    span = align_span("What?", text, (start, end))
    if span:
        assert align_span("What?", text, span) == span


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "aligned"),
    [
        ("How many came?", "Some 5,600 people came.", "600", "5,600"),
        ("How much is it?", "It costs $5.4 million.", "4 million", "$5.4 million"),
        ("What share voted?", "Of them, 62 % voted.", "62", "62 %"),
        ("When did it end?", "It ended at 10:30 on Monday.", "30", "10:30"),
        ("Who won?", "Mayor Ana O’Neil won the cup.", "O’Neil", "Ana O’Neil"),
        ("What sank?", "The ferry, —a steamer,— sank.", ", —a steamer,", "a steamer"),
        ("What did she say?", "“We win,” she said.", "“We win", "We win"),
        ("What did she say?", "“We win,” she said.", "“We win,”", "“We win,”"),
        ("How fast was it?", "It ran 100 mph (161 km/h) at best.", "100 mph (161", "100 mph (161"),
        ("What is it?", 'They call it "Fat Man".', '"Fat Man"', '"Fat Man"'),
    ],
)
def test_the_words_that_are_marked(question, sentence, marked, aligned):
    start = sentence.index(marked)
    span = align_span(question, sentence, (start, start + len(marked)))
    assert span is not None
    assert sentence[slice(*span)] == aligned


@pytest.mark.parametrize("marked", ["", " ", ", “", "— "])
def test_without_a_word_nothing_is_marked(marked):
    sentence = "It rained , “ — today."
    start = sentence.index(marked)
    assert align_span("When?", sentence, (start, start + len(marked))) is None
