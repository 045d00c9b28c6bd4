import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.highlight import find_span
from bot.answering.extraction.question import AnswerType, analyze_question

QUESTIONS = [
    "Who won the cup?",
    "When did the ferry sink?",
    "How many people died?",
    "How much did it cost?",
    "What percentage voted yes?",
    "What year was it?",
    "In which century was it built?",
    "Where did Bell go?",
    "Why did Bell go?",
    "Which company lost?",
    "Bell?",
]
SCRAPS = (
    "Bell| |won|the|cup|by|in|Paris|’s|I|on 3 May 2021|12|people|$5.4|million|62%|percent|1999|,|."
    "|because|due to|over|(|“|”|19th century|two days ago|al-Din|e\u0301|\n|King|of|to"
)
TEXTS = st.one_of(
    st.text(), st.lists(st.sampled_from(SCRAPS.split("|")), max_size=30).map(" ".join)
)


def found(question: str, sentence: str) -> str | None:
    span = find_span(question, sentence, 0, len(sentence))
    return sentence[slice(*span)] if span else None


@given(
    st.one_of(st.sampled_from(QUESTIONS), st.text()), TEXTS, st.integers(0, 9), st.integers(0, 99)
)
def test_a_span_is_trimmed_and_less_than_what_was_asked_of(
    question: str, text: str, start: int, end: int
):
    span = find_span(question, text, start, end)
    if span is not None:
        assert start <= span[0] < span[1] <= min(end, len(text))
        assert text[slice(*span)] == text[slice(*span)].strip()
        assert text[slice(*span)] != text[start:end].strip()


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (
            "Why was Putin's visit put off?",
            "On Thursday, Lavrov claimed that Putin’s visit was put off due to scheduling issues.",
            "scheduling issues",
        ),
        (
            "Why did Bell miss the vote?",
            "Bell missed the vote because her train was late, she said.",
            "her train was late",
        ),
        (
            "Why did the council raise the toll?",
            "The council raised the toll in order to pay for the bridge.",
            "to pay for the bridge",
        ),
        ("Who won the cup?", "The cup was won by Dr. Iris Bell on Monday.", "Iris Bell"),
        ("Who won the cup?", "Iris Bell won the cup in Paris.", "Iris Bell"),
        ("Who did Bell beat?", "Bell beat Ana Ruiz in Paris.", "Ana Ruiz"),
        (
            "Who called for a reconciliation process?",
            "Foreign Minister Lavrov called for a reconciliation process.",
            "Lavrov",
        ),
        (
            "When did the ferry sink?",
            "At least 12 people died when a ferry sank off Harbour City on 3 May 2021.",
            "3 May 2021",
        ),
        (
            "When will troops withdraw?",
            "Nato combat troops withdraw at the end of 2014.",
            "the end of 2014",
        ),
        ("In what year was the mill built?", "The mill, built in 1848, burnt down.", "1848"),
        (
            "How many people died?",
            "About 30 houses burnt and 12 people died on Friday.",
            "12",
        ),
        ("How much did the bridge cost?", "The bridge cost $5.4 million.", "$5.4 million"),
        ("How long was the tour?", "He arrived on a two-day tour.", "two-day"),
        ("What percentage voted yes?", "About 62 percent voted yes, and 38% no.", "62 percent"),
        ("Where was Bell born?", "Bell was born in Harbour City to two nurses.", "Harbour City"),
        (
            "Which country opposed the drone campaign?",
            "Russia on Thursday opposed the US drone campaign.",
            "Russia",
        ),
    ],
)
def test_the_words_that_answer_are_found(question: str, sentence: str, answer: str):
    assert found(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Bell resign?", "Bell resigned on Monday."),
        ("Who won the cup?", "The cup was handed over in silence."),
        ("Who is Iris Bell?", "Iris Bell resigned."),
        ("When did Bell resign?", "Bell resigned over the flood."),
        ("How did Bell travel?", "Bell travelled by train in 2012."),
        ("How many ships sank?", "The ships sank in 2012."),
    ],
)
def test_where_nothing_answers_nothing_is_highlighted(question: str, sentence: str):
    assert found(question, sentence) is None


def test_the_span_is_in_the_coordinates_of_the_whole_text():
    text = "It rained. Bell was born in Paris. It rained in Rome."
    span = find_span("Where was Bell born?", text, 11, 34)
    assert span == (28, 33)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When the talks failed, what happened?", AnswerType.OTHER),
        ("Which team did the man who resigned own?", AnswerType.NAME),
        ("What year did it happen?", AnswerType.YEAR),
        ("How did it happen?", AnswerType.OTHER),
        ("Tell me about the flood.", AnswerType.OTHER),
    ],
)
def test_the_question_word_tells_what_is_asked_for(question: str, kind: AnswerType):
    assert analyze_question(question).answer_type is kind
