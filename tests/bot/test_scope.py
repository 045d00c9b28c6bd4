"""Questions about one article, or about the articles of a period."""

from datetime import date

import pytest

from bot.replies import Abstention, Answer
from corpus.scope import Scope
from tests.bot.articles import write_all

CROSSING = "How many minutes did the ferry crossing to Hollow Island take?"


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("gazette")
    collection.add([write_all(tmp_path / "in")])
    return collection


@pytest.fixture
def ferry(articles):
    return articles.article("Ferry service").id


def test_one_article_answers_alone(articles, ferry):
    reply = articles.ask(CROSSING, scope=Scope(ferry))
    assert {citation.article_id for citation in reply.citations} == {ferry}


def test_another_article_does_not_answer(articles):
    reply = articles.ask(CROSSING, scope=Scope("lib-7"))
    assert isinstance(reply, Abstention)
    assert {citation.article_id for citation in reply.nearest} <= {"lib-7"}


def test_a_fact_is_told_of_the_article_asked(articles):
    reply = articles.ask("Who wrote this?", scope=Scope("lib-7"))
    assert isinstance(reply, Answer)
    assert reply.text == "Written by Otto Lind. [1]"


def test_a_fact_of_an_article_outside_is_not_told(articles):
    question = "Who wrote the article “Town library opens a reading garden”?"
    assert isinstance(articles.ask(question), Answer)
    assert isinstance(articles.ask(question, scope=Scope(since=date(2021, 6, 1))), Abstention)


def test_a_list_has_the_articles_of_the_time_alone(articles):
    reply = articles.ask("What articles do you have?", scope=Scope(since=date(2021, 4, 1)))
    assert [citation.article_id for citation in reply.citations] == ["lib-7", "orchard"]


@pytest.mark.parametrize(
    ("scope", "answers"),
    [
        (Scope(since=date(2021, 3, 12)), True),
        (Scope(since=date(2021, 3, 13)), False),
        (Scope(until=date(2021, 3, 12)), True),
        (Scope(until=date(2021, 3, 11)), False),
    ],
)
def test_days_are_counted_with_both_ends(articles, scope: Scope, answers: bool):
    assert isinstance(articles.ask(CROSSING, scope=scope), Answer) == answers


@pytest.mark.parametrize("question", [CROSSING, "What articles do you have?", "Who wrote this?"])
def test_a_time_without_articles_is_said_to_have_none(articles, question: str):
    reply = articles.ask(question, scope=Scope(since=date(2030, 1, 1)))
    assert isinstance(reply, Abstention)
    assert reply.reason == "No article here was published in that time."


@pytest.mark.slow
def test_an_article_with_few_words_of_the_question_is_searched_all_the_same(library):
    articles = library.collection("many")
    rows = [f"The ferry carried {number} goats to market." for number in range(80)]
    for number, text in enumerate(rows):
        articles.add_document(f"{number}.txt", f"Market day {number}\n\n{text}".encode())
    articles.add_document("last.txt", b"Weather\n\nIt rained on the hills all day.")
    wanted = articles.article("Weather").id
    hits = articles.search("Which goats went on the ferry?", 5, scope=Scope(wanted))
    assert [hit.article_id for hit in hits] == [wanted]
