"""A collection answers topics and small talk as well as questions."""

import pytest

from bot.replies import Abstention, AnswerKind
from corpus.scope import Scope
from corpus.store.server_settings import Length
from tests.bot.articles import write_all

BRIDGE = (
    "The stone bridge over the Wend closed on Monday. Engineers found cracks in three arches of "
    "the bridge. She expects the repairs to last two years. A bakery gave away its bread."
)


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("gazette")
    folder = write_all(tmp_path / "in")
    (folder / "bridge.txt").write_text(
        f"Wend bridge closes\n\nBy Mira Tolland\n3 May 2021\n\n{BRIDGE}\n", encoding="utf-8"
    )
    collection.add([folder])
    return collection


@pytest.mark.parametrize("text", ["Tell me about the bridge", "info on the stone bridge"])
def test_a_topic_gets_exact_sentences_about_it(articles, text):
    reply = articles.ask(text)
    assert (reply.kind, reply.question) == (AnswerKind.TOPIC, text)
    assert "bridge" in reply.citations[0].excerpt
    for citation in reply.citations:
        body = articles.article(citation.article_id).text
        assert body[citation.start : citation.end] == citation.excerpt
        assert citation.title == "Wend bridge closes"


def test_a_topic_named_alone_gets_the_answer_of_the_reader_if_it_is_sure(articles):
    assert articles.ask("stone bridge").kind is AnswerKind.QUOTES


def test_a_topic_named_alone_gets_sentences_about_it_otherwise(open_services, tmp_path):
    collection = open_services(answer_threshold=1.0).library.collection("unsure")
    collection.add([write_all(tmp_path / "in")])
    assert collection.ask("lemon trees").kind is AnswerKind.TOPIC


def test_the_heading_names_the_topic(articles):
    assert articles.ask("Tell me about the bridge").heading == "The articles say about “bridge”:"


@pytest.mark.parametrize(
    "text", ["quantum computers", "Tell me about the bridge in Genoa", "lemon bridge"]
)
def test_a_topic_that_no_article_covers_is_abstained_from(articles, text):
    assert isinstance(articles.ask(text), Abstention)


@pytest.mark.parametrize("text", ["articles", "news on the stone bridge"])
def test_articles_and_news_are_listed(articles, text):
    assert articles.ask(text).kind is AnswerKind.LIST


def test_a_topic_is_looked_for_in_the_scope_alone(articles):
    assert isinstance(articles.ask("stone bridge", scope=Scope("lib-7")), Abstention)


def test_a_short_answer_about_a_topic_has_one_excerpt(articles):
    reply = articles.ask("Tell me about the bridge", length=Length.SHORT)
    assert len(reply.citations) == 1


def test_a_request_for_articles_lists_them(articles):
    assert articles.ask("articles about the bridge").kind is AnswerKind.LIST


def test_a_greeting_gets_no_excerpts_even_from_an_empty_collection(library):
    reply = library.collection("empty").ask("Hello!")
    assert (reply.kind, reply.citations) == (AnswerKind.SMALL_TALK, ())


def test_a_greeting_does_not_hide_the_question_after_it(articles):
    question = "How many minutes did the ferry crossing to Hollow Island take?"
    greeted = articles.ask(f"Hi, {question}")
    assert greeted.question == f"Hi, {question}"
    assert "42 minutes" in greeted.citations[0].excerpt


def test_a_misspelt_name_is_read_as_the_articles_write_it(articles):
    reply = articles.ask("How long did the crossing take, as Captain Joan Rayes said?")
    assert reply.read_as == "How long did the crossing take, as Captain Joan Reyes said?"
    assert reply.question == "How long did the crossing take, as Captain Joan Rayes said?"
    assert articles.ask("What did Joan Reyes say?").read_as == ""


def test_a_statement_that_the_reader_does_not_find_may_be_in_what_is_said_on_the_topic(
    open_services, tmp_path
):
    services = open_services(answer_threshold=1.0, possible_threshold=1.0)
    collection = services.library.collection("unsure")
    collection.add([write_all(tmp_path / "in")])
    reply = collection.ask("What did Captain Joan Reyes say about the ferry crossing?")
    other = collection.ask("What did Captain Joan Reyes say about submarines?")
    services.library.close()
    assert (reply.kind, len(reply.citations)) == (AnswerKind.POSSIBLE, 1)
    assert "crossing" in reply.citations[0].excerpt
    assert isinstance(other, Abstention)
