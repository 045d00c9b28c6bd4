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


CREATORS = {"jane doe", "the harbour gazette", "harbour gazette"}


def parse(question):
    return parse_list_question(question, TUESDAY, lambda name: name.casefold() in CREATORS)


@pytest.mark.parametrize(("question", "maker", "about"), [
    ("Jane Doe articles", "Jane Doe", None),
    ("jane doe's stories", "jane doe", None),
    ("Show me Jane Doe’s articles about Syria", "Jane Doe", "Syria"),
    ("the Harbour Gazette's articles on the summit", "Harbour Gazette", "the summit"),
    ("stories in the Harbour Gazette", "the Harbour Gazette", None),
    ("the articles of Jane Doe about Syria", "Jane Doe", "Syria"),
    ("stories about Syria by Jane Doe", "Jane Doe", "Syria"),
    ("articles about attacks on ships from the Harbour Gazette", "the Harbour Gazette",
     "attacks on ships"),
    ("What articles does the Harbour Gazette have?", "the Harbour Gazette", None),
    ("What did Jane Doe write?", "Jane Doe", None),
    ("what else did Jane Doe write about", "Jane Doe", None),
    ("What has Jane Doe written about the summit?", "Jane Doe", "the summit"),
    ("Has Jane Doe written anything about Syria?", "Jane Doe", "Syria"),
    ("Did Jane Doe write any articles?", "Jane Doe", None),
    ("I'd like to see everything Jane Doe wrote", "Jane Doe", None),
    ("everything by Jane Doe", "Jane Doe", None),
    ("what's the latest from Jane Doe", "Jane Doe", None),
    ("Which pieces did Jane Doe write?", "Jane Doe", None),
])  # fmt: skip
def test_an_author_or_outlet_may_stand_anywhere(question, maker, about):
    asked = parse(question)
    assert (asked.creator, asked.subject) == (maker, about)


@pytest.mark.parametrize(("question", "about"), [
    ("bridge articles", "bridge"),
    ("drone strike stories", "drone strike"),
    ("news about the ferry", "the ferry"),
    ("got anything on the summit", "the summit"),
])  # fmt: skip
def test_what_stands_before_the_noun_is_a_subject_unless_it_is_a_creator(question, about):
    asked = parse(question)
    assert (asked.subject, asked.creator, asked.order) == (about, None, Order.NEAREST)


@pytest.mark.parametrize(("question", "since", "until"), [
    ("articles before 2012", None, date(2011, 12, 31)),
    ("stories older than 2012", None, date(2011, 12, 31)),
    ("articles newer than March 2020", date(2020, 4, 1), None),
    ("show me articles from before 2012", None, date(2011, 12, 31)),
    ("2012 articles", date(2012, 1, 1), date(2012, 12, 31)),
    ("articles since 2020", date(2020, 1, 1), None),
    ("articles between 2011 and 2014", date(2011, 1, 1), date(2014, 12, 31)),
    ("list everything published before 2012", None, date(2011, 12, 31)),
    ("anything before 2012?", None, date(2011, 12, 31)),
    ("What happened in March 2021?", date(2021, 3, 1), date(2021, 3, 31)),
])  # fmt: skip
def test_a_period_may_be_all_that_is_named(question, since, until):
    asked = parse(question)
    assert (asked.time.since, asked.time.until) == (since, until)
    assert (asked.subject, asked.creator, asked.order) == (None, None, Order.NEWEST)


@pytest.mark.parametrize(("question", "order"), [
    ("Jane Doe's latest article", Order.NEWEST),
    ("the first article by Jane Doe", Order.OLDEST),
    ("last article by Jane Doe", Order.NEWEST),
])  # fmt: skip
def test_the_first_of_an_author_may_be_asked_for(question, order):
    asked = parse(question)
    assert (asked.creator, asked.order, asked.single) == ("Jane Doe", order, True)


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
    "What did Jane Doe say about Syria?",
    "What did Jane Doe report about Syria?",
    "Who wrote the bridge articles?",
    "Why were the articles about Syria deleted?",
    "What articles did the court rely on?",
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
