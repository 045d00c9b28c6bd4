"""Questions for a list of articles are told from questions about the news, on one Tuesday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.metadata.list_questions import Order, parse_list_question

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(("question", "about"), [
    ("What articles do you have about Syria?", "Syria"),
    ("what articles are there on the drone strikes in Pakistan", "the drone strikes in Pakistan"),
    ("What articles about Syria do you have?", "Syria"),
    ("Which articles are about Syria?", "Syria"),
    ("Show all articles on Syria.", "Syria"),
    ("Could you please list the articles you have about Syria, please?", "Syria"),
    ("Do you have anything about Everest?", "Everest"),
    ("Have you got any stories on “Mount Everest”?", "Mount Everest"),
    ("What do you have on Everest?", "Everest"),
    ("Are there any articles about the ferry in the archive?", "the ferry"),
    ("How many articles do you have about Syria?", "Syria"),
    ("articles about Syria", "Syria"),
])  # fmt: skip
def test_articles_about_a_subject_come_nearest_first(question, about):
    asked = parse_list_question(question, TUESDAY)
    assert (asked.subject, asked.order, asked.single, asked.unambiguous) == (
        about,
        Order.NEAREST,
        False,
        True,
    )


@pytest.mark.parametrize(("question", "maker"), [
    ("What articles did Jane Doe write?", "Jane Doe"),
    ("How many articles has Jane Doe written?", "Jane Doe"),
    ("List the articles by Jane Doe", "Jane Doe"),
    ("Which articles were written by Jane Doe?", "Jane Doe"),
    ("How many articles do you have from The Harbour Gazette?", "The Harbour Gazette"),
    ("Show me all articles published by The Harbour Gazette", "The Harbour Gazette"),
])  # fmt: skip
def test_articles_of_an_author_or_outlet_come_newest_first(question, maker):
    asked = parse_list_question(question, TUESDAY)
    assert (asked.creator, asked.subject, asked.order) == (maker, None, Order.NEWEST)


def test_an_author_and_a_subject_may_both_be_named():
    asked = parse_list_question("Show articles by Jane Doe about Syria", TUESDAY)
    assert (asked.creator, asked.subject) == ("Jane Doe", "Syria")


@pytest.mark.parametrize("question", [
    "Which articles mention Lavrov?",
    "Which article mentions Lavrov?",
    "Show me articles that mention Lavrov",
    "How many articles mention Lavrov?",
])  # fmt: skip
def test_words_that_articles_mention_are_told_from_their_subject(question):
    asked = parse_list_question(question, TUESDAY)
    assert (asked.phrase, asked.subject) == ("Lavrov", None)


@pytest.mark.parametrize(("question", "since", "until"), [
    ("What is new since Friday?", date(2026, 11, 20), None),
    ("What’s been published since Friday?", date(2026, 11, 20), None),
    ("What was published yesterday?", date(2026, 11, 23), date(2026, 11, 23)),
    ("What happened yesterday?", date(2026, 11, 23), date(2026, 11, 23)),
    ("What are today’s headlines?", TUESDAY, TUESDAY),
    ("What is in the news this week?", date(2026, 11, 23), TUESDAY),
    ("How many articles do you have from March 2020?", date(2020, 3, 1), date(2020, 3, 31)),
    ("Which articles were published in 2012?", date(2012, 1, 1), date(2012, 12, 31)),
])  # fmt: skip
def test_articles_of_a_time_come_newest_first(question, since, until):
    asked = parse_list_question(question, TUESDAY)
    assert (asked.time.since, asked.time.until, asked.order) == (since, until, Order.NEWEST)
    assert (asked.subject, asked.creator) == (None, None)


def test_a_time_and_a_subject_may_both_be_named():
    question = "How many articles about Syria were published in March 2020?"
    asked = parse_list_question(question, TUESDAY)
    assert (asked.subject, asked.time.since) == ("Syria", date(2020, 3, 1))
    assert parse_list_question("Any news since Friday about Syria?", TUESDAY).subject == "Syria"


@pytest.mark.parametrize(("question", "order", "one"), [
    ("What is the newest article?", Order.NEWEST, True),
    ("What is the latest article you have?", Order.NEWEST, True),
    ("What's the oldest article?", Order.OLDEST, True),
    ("Which article is the oldest?", Order.OLDEST, True),
    ("What are the latest articles?", Order.NEWEST, False),
    ("How many articles do you have?", Order.NEWEST, False),
    ("List all articles.", Order.NEWEST, False),
    ("What's new?", Order.NEWEST, False),
    ("any news?", Order.NEWEST, False),
])  # fmt: skip
def test_all_articles_may_be_asked_for_or_the_first_of_them(question, order, one):
    asked = parse_list_question(question, TUESDAY)
    assert asked == (order, None, None, None, None, one, True)


@pytest.mark.parametrize("question", [
    "Which articles cover free speech?",
    "What stories did Hemingway write?",
    "What was published in 1859?",
    "Is there anything about the deal that worries Brussels?",
    "What happened in 2012?",
    "What happened on 3 May?",
])  # fmt: skip
def test_a_question_that_may_be_about_the_news_is_not_sure(question):
    assert not parse_list_question(question, TUESDAY).unambiguous


@pytest.mark.parametrize("question", [
    "How many stories does the building have?",
    "How many articles does the constitution have?",
    "Which articles of the treaty were broken?",
    "What is the first article of the constitution about?",
    "What did the article about Syria say?",
    "Which story won the prize?",
    "What is the latest on Syria?",
    "What is the news on Syria?",
    "What happened to the ferry yesterday?",
    "What happened?",
    "What is new in the phone?",
    "What is the new law?",
    "Is there anything on Mars?",
    "Who has everything?",
    "Do you have a plan for the economy?",
    "How many reports did the United Nations write?",
    "What reports are from the police?",
    "What did Jane Doe write to the mayor?",
    "Who wrote the letter to the president?",
    "articles about",
    "",
])  # fmt: skip
def test_a_question_about_the_news_is_left_to_the_articles(question):
    assert parse_list_question(question, TUESDAY) is None


PIECES = [
    "what", "which", "how many", "articles", "article", "news", "do you have", "about", "by",
    "from", "mention", "latest", "show", "all", "since", "Friday", "in 2012", "new", "is", "was",
    "published", "anything", "there", "did", "write", "“", "”", "?", "please", "\n",
]  # fmt: skip
wording = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map(" ".join)


@given(wording, st.dates())
def test_any_text_on_any_day_is_taken(question: str, today: date):
    asked = parse_list_question(question, today)
    if asked is not None:
        assert all(each is None or each.strip() for each in (asked.subject, asked.creator))
        assert asked.time is None or asked.time.bounded
