"""The kind of answer that a question expects, and the expressions of that kind in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.answer_types import find_expressions
from bot.answering.extraction.question import AnswerType, analyze_question


def found(question, sentence):
    kind = analyze_question(question).answer_type
    return [sentence[start:end] for start, end in find_expressions(kind, sentence)]


@pytest.mark.parametrize(("question", "sentence", "answers"), [
    ("How old is Nepal?", "The bridge is unsafe, the engineer Paul Nepal, 56, said.", ["56"]),
    ("How old is Ada Ode?", "Councillor Ada Ode (34) voted against it on 5 May.", ["34"]),
    ("How old is Omar Lind?", "Teacher Omar Lind, aged 41, reads to 12 pupils.", ["41"]),
    ("What age was the singer?", "The singer died on 3 May at the age of 77.", ["77"]),
    ("How old is the boy?", "A 12-year-old boy was rescued by 30 men.", ["12-year-old"]),
    ("How old is the bridge?", "The bridge, 300 metres long, is 80 years old.", ["80 years old"]),
    ("How old is the minister?", "The minister is in his late fifties.", ["in his late fifties"]),
    ("How old is he?", "He was born on May 5, 1980, in Paris.", []),
    ("How often are they inspected?", "They are inspected twice a year.", ["twice a year"]),
    ("How often will it run?", "From 5 May it will run every ten minutes.", ["every ten minutes"]),
    ("How often does it meet?", "The 9 councillors meet weekly.", ["weekly"]),
    ("How often did he call?", "He called three times a week for 2 years.", ["three times a week"]),
    ("How long is it closed?", "It has been closed since 2009, he said.", ["since 2009"]),
    ("How long was it closed?", "It was closed for several weeks.", ["several weeks"]),
    ("How long is the bridge?", "The bridge is 300 metres long.", ["300 metres"]),
    ("How long did it take?", "It took half an hour.", ["half an hour"]),
    ("Since when is it closed?", "It has been closed since 2009, he said.", ["2009"]),
    ("How long ago was it built?", "It was built 40 years ago.", ["40 years ago"]),
])  # fmt: skip
def test_expressions_of_the_expected_kind_are_found(question, sentence, answers):
    assert found(question, sentence) == answers


@pytest.mark.parametrize(("question", "kind"), [
    ("How old was the man who resigned?", AnswerType.AGE),
    ("how frequently does the ferry sail", AnswerType.FREQUENCY),
    ("How long did the talks last?", AnswerType.DURATION),
    ("Since when has the bridge been closed?", AnswerType.TIME),
    ("How many times did he call?", AnswerType.COUNT),
    ("How far is it?", AnswerType.AMOUNT),
])  # fmt: skip
def test_the_question_word_tells_the_kind(question, kind):
    assert analyze_question(question).answer_type is kind


SCRAPS = (
    "Bell|aged 41|, 56,|(34)|12-year-old|twice a year|every|ten|minutes|weekly|since|2009|in May|,|"
    ".|age of|in her 50s|half an hour"
)
texts = st.text(max_size=60) | st.lists(st.sampled_from(SCRAPS.split("|")), max_size=12).map(
    " ".join
)


@given(st.sampled_from(AnswerType), texts)
def test_expressions_lie_in_the_sentence_in_order(kind, sentence):
    spans = list(find_expressions(kind, sentence))
    assert all(0 <= start < end <= len(sentence) for start, end in spans)
    assert spans == sorted(spans)
