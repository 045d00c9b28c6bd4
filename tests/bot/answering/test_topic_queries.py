"""A topic is told from a question, a statement and a request for an explanation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.topic_queries import TopicQuery, parse_statement_topic, parse_topic
from tests.properties import examples


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Tell me about the bridge", "bridge"),
        ("Can you tell me more about the ferry strike, please?", "ferry strike"),
        ("news about Norway", "Norway"),
        ("any news on the harbour?", "harbour"),
        ("Give me some information about the marathon.", "marathon"),
        ("I want to know more about Mira Tolland’s visit", "Mira Tolland’s visit"),
        ("I'm looking for information on the flood", "flood"),
        ("What about the quarry?", "quarry"),
        ("And the quarry?", "quarry"),
        ("Explain the strike of the bus drivers", "strike of the bus drivers"),
        ("What do the articles say about the pier", "pier"),
        ("Erzähl mir von der Brücke", "Brücke"),
        ("Was weißt du über Hamburg?", "Hamburg"),
    ],
)
def test_a_request_names_its_topic(text, topic):
    assert parse_topic(text) == TopicQuery(topic, requested=True)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("drone strikes", "drone strikes"),
        ("Mira Tolland", "Mira Tolland"),
        ("ferry pakistan visit?", "ferry pakistan visit"),
        ("The old bridge", "old bridge"),
        ("“harbour repairs”", "harbour repairs"),
        ("search engines", "search engines"),
        ("Harbour repairs in St. Ives", "Harbour repairs in St. Ives"),
    ],
)
def test_a_few_words_are_a_topic(text, topic):
    assert parse_topic(text) == TopicQuery(topic, requested=False)


@pytest.mark.parametrize(
    "text",
    [
        "Who closed the bridge?",
        "who closed the bridge",
        "whats the deadline",
        "Why?",
        "Did the ferry sail?",
        "Can tenants apply?",
        "In which year did it close?",
        "The bridge was closed.",
        "The mayor opened a garden.",
        "Explain why the bridge closed",
        "Tell me about how the bridge was built",
        "Tell me who closed the bridge",
        "Tell me about it",
        "Wann wurde die Brücke gebaut",
        "Ferry late again; bridge closed",
        "one two three four five six seven eight nine",
        "2021",
        "?!",
        "Tell me about " + "harbour " * 40,
    ],
)
def test_a_question_and_a_statement_name_no_topic(text):
    assert parse_topic(text) is None


@examples(100)
@given(st.text(max_size=300))
def test_a_topic_is_part_of_its_text(text):
    query = parse_topic(text)
    assert query is None or (query.topic and query.topic in text)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What did Lavrov say about drone strikes?", "Lavrov drone strikes"),
        ("what does the mayor think of the new bridge", "the mayor the new bridge"),
        ("And what has Ana Falk said repeatedly about lemons?", "Ana Falk lemons"),
        ("What did Lavrov say?", None),
        ("What happened about the bridge?", None),
        ("Who said that about the bridge?", None),
    ],
)
def test_the_speaker_and_topic_of_a_statement(question, topic):
    assert parse_statement_topic(question) == topic
