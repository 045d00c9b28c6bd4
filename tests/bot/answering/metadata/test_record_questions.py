"""Questions about an article itself are told from questions about the news in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.metadata.record_questions import RecordField, parse_record_question


@pytest.mark.parametrize(("question", "fact", "about"), [
    ("Who wrote this?", RecordField.AUTHOR, None),
    ("who is the author?", RecordField.AUTHOR, None),
    ("Who's the author of this article?", RecordField.AUTHOR, None),
    ("Who was this written by?", RecordField.AUTHOR, None),
    ("Who wrote the article about drone strikes?", RecordField.AUTHOR, "drone strikes"),
    ("Who wrote “Tram line opens”?", RecordField.AUTHOR, "Tram line opens"),
    ("Who wrote the story 'Tram line opens'?", RecordField.AUTHOR, "Tram line opens"),
    ("When was it published?", RecordField.PUBLISHED, None),
    ("When was this article written?", RecordField.PUBLISHED, None),
    ("What is the publication date?", RecordField.PUBLISHED, None),
    ("How old is this article?", RecordField.PUBLISHED, None),
    ("Which paper?", RecordField.SOURCE, None),
    ("Which newspaper is this from?", RecordField.SOURCE, None),
    ("In which newspaper was this published?", RecordField.SOURCE, None),
    ("Where was the article published?", RecordField.SOURCE, None),
    ("What's the headline?", RecordField.TITLE, None),
    ("What is the title of the article about Syria?", RecordField.TITLE, "Syria"),
    ("By whom was this article reported?", RecordField.AUTHOR, None),
    ("Which journalist wrote the story about Syria?", RecordField.AUTHOR, "Syria"),
    ("What is the name of the author of this article?", RecordField.AUTHOR, None),
    ("When was the article about Syria last updated?", RecordField.PUBLISHED, "Syria"),
    ("What is the source of this story?", RecordField.SOURCE, None),
    ("What is the source of the article about Syria?", RecordField.SOURCE, "Syria"),
    ("Which outlet reported this?", RecordField.SOURCE, None),
    ("Who is the publisher of “Tram line opens”?", RecordField.SOURCE, "Tram line opens"),
])  # fmt: skip
def test_a_question_about_an_article_is_understood(question, fact, about):
    assert parse_record_question(question) == (fact, about, True, None)


@pytest.mark.parametrize(("question", "fact", "about"), [
    ("Who reported on the Karachi flood?", RecordField.AUTHOR, "the Karachi flood"),
    ("Who wrote about drone strikes?", RecordField.AUTHOR, "drone strikes"),
    ("Which newspaper reported on the leak?", RecordField.SOURCE, "the leak"),
])  # fmt: skip
def test_a_question_that_may_be_about_the_news_is_not_sure(question, fact, about):
    assert parse_record_question(question) == (fact, about, False, None)


@pytest.mark.parametrize(("question", "fact", "modifier", "about", "unambiguous"), [
    ("who wrote the drone strikes article", RecordField.AUTHOR, "drone strikes", None, True),
    ("Who wrote the drone story?", RecordField.AUTHOR, "drone", None, False),
    ("Tell me who wrote the Harbour Gazette article about the ferry", RecordField.AUTHOR,
     "Harbour Gazette", "the ferry", True),
    ("author of the ferry article", RecordField.AUTHOR, "ferry", None, True),
    ("When was the ferry article published?", RecordField.PUBLISHED, "ferry", None, True),
    ("date of the ferry article", RecordField.PUBLISHED, "ferry", None, True),
    ("Where does the ferry article come from?", RecordField.SOURCE, "ferry", None, True),
])  # fmt: skip
def test_what_stands_before_the_noun_names_the_article(
    question, fact, modifier, about, unambiguous
):
    assert parse_record_question(question) == (fact, about, unambiguous, modifier)


@pytest.mark.parametrize("question", [
    "Who wrote the Harry Potter books?",
    "Who wrote the letter to the mayor?",
    "When was the treaty published?",
    "Which paper did the scientists publish?",
    "What is the title of the new king?",
    "When was it built?",
    "How old is the minister?",
    "Who is the author of the bill?",
    "Where was the minister born?",
    "What is the date of the election?",
    "What is the date?",
    "What is the source of the infection?",
    "Who reported the theft to the police?",
    "Which newspaper reported the leak?",
    "When was the law last updated?",
    "Who wrote about it?",
    "",
])  # fmt: skip
def test_a_question_about_the_news_is_left_to_the_articles(question):
    assert parse_record_question(question) is None


@given(st.text(max_size=400))
def test_any_text_is_taken(question):
    asked = parse_record_question(question)
    assert asked is None or asked.field in RecordField
