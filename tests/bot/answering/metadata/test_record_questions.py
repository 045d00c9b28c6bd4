"""Questions about an article itself are told from questions about the news in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.metadata.record_questions import Fact, asked_fact


@pytest.mark.parametrize(("question", "fact", "about"), [
    ("Who wrote this?", Fact.AUTHOR, None),
    ("who is the author?", Fact.AUTHOR, None),
    ("Who's the author of this article?", Fact.AUTHOR, None),
    ("Who was this written by?", Fact.AUTHOR, None),
    ("Who wrote the article about drone strikes?", Fact.AUTHOR, "drone strikes"),
    ("Who wrote “Tram line opens”?", Fact.AUTHOR, "Tram line opens"),
    ("Who wrote the story 'Tram line opens'?", Fact.AUTHOR, "Tram line opens"),
    ("When was it published?", Fact.PUBLISHED, None),
    ("When was this article written?", Fact.PUBLISHED, None),
    ("What is the publication date?", Fact.PUBLISHED, None),
    ("How old is this article?", Fact.PUBLISHED, None),
    ("Which paper?", Fact.SOURCE, None),
    ("Which newspaper is this from?", Fact.SOURCE, None),
    ("In which newspaper was this published?", Fact.SOURCE, None),
    ("Where was the article published?", Fact.SOURCE, None),
    ("What's the headline?", Fact.TITLE, None),
    ("What is the title of the article about Syria?", Fact.TITLE, "Syria"),
    ("By whom was this article reported?", Fact.AUTHOR, None),
    ("Which journalist wrote the story about Syria?", Fact.AUTHOR, "Syria"),
    ("What is the name of the author of this article?", Fact.AUTHOR, None),
    ("When was the article about Syria last updated?", Fact.PUBLISHED, "Syria"),
    ("What is the source of this story?", Fact.SOURCE, None),
    ("What is the source of the article about Syria?", Fact.SOURCE, "Syria"),
    ("Which outlet reported this?", Fact.SOURCE, None),
    ("Who is the publisher of “Tram line opens”?", Fact.SOURCE, "Tram line opens"),
])  # fmt: skip
def test_a_question_about_an_article_is_understood(question, fact, about):
    assert asked_fact(question) == (fact, about, True)


@pytest.mark.parametrize(("question", "fact", "about"), [
    ("Who reported on the Karachi flood?", Fact.AUTHOR, "the Karachi flood"),
    ("Who wrote about drone strikes?", Fact.AUTHOR, "drone strikes"),
    ("Which newspaper reported on the leak?", Fact.SOURCE, "the leak"),
])  # fmt: skip
def test_a_question_that_may_be_about_the_news_is_not_sure(question, fact, about):
    assert asked_fact(question) == (fact, about, False)


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
    assert asked_fact(question) is None


@given(st.text(max_size=400))
def test_any_text_is_taken(question):
    asked = asked_fact(question)
    assert asked is None or asked.fact in Fact
