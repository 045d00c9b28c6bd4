"""Lists of articles, asked for through a collection."""

import json
from datetime import date, timedelta

import pytest

from bot.answering.metadata.lists import ListAnswerer
from bot.answering.metadata.record_answerer import RecordAnswerer
from bot.answering.verifier import Verifier
from bot.replies import Abstention, Answer, AnswerKind
from tests.bot.articles import write_all

TUESDAY = date(2021, 5, 4)
FERRY = "Ferry service to Hollow Island resumes"
GARDEN = "Town library opens a reading garden"
FROST = "Frost damages orchards in the north"
LAMPS = "Lamps of the pier are lit again"
UNDATED = {
    "id": "lamps",
    "title": LAMPS,
    "text": f"{LAMPS}\n\nThe lamps of the pier burn again, said electrician Ada Brandt.",
}


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("gazette")
    collection.add([write_all(tmp_path / "in")])
    add(collection, UNDATED)
    return collection


def add(collection, *rows):
    content = "".join(json.dumps(row) + "\n" for row in rows)
    collection.add_document("more.jsonl", content.encode())


def titles(reply):
    """The headlines that an answer lists, each of which is cited and marked."""
    assert isinstance(reply, Answer), reply
    heading, *lines = reply.text.split("\n")
    assert heading.endswith(":")
    for marker, (line, citation) in enumerate(zip(lines, reply.citations, strict=True), start=1):
        assert line.startswith(citation.title)
        assert line.endswith(f" [{marker}]")
    return [citation.title for citation in reply.citations]


def heading(reply):
    return reply.text.partition("\n")[0]


def reason(reply):
    assert isinstance(reply, Abstention), reply
    return reply.reason


def test_all_articles_are_listed_newest_first_and_the_undated_last(articles):
    reply = articles.ask("What articles do you have?")
    assert titles(reply) == [GARDEN, FROST, FERRY, LAMPS]
    assert reply.text == (
        "4 articles here:\n"
        f"{GARDEN} — The Harbour Gazette, 2 May 2021 [1]\n"
        f"{FROST} — 11 April 2021 [2]\n"
        f"{FERRY} — The Harbour Gazette, 12 March 2021 [3]\n"
        f"{LAMPS} — undated [4]"
    )
    assert (reply.confidence, reply.as_of) == (1.0, date(2021, 5, 2))


def test_a_headline_is_cited_in_the_line_that_states_it(articles):
    reply = articles.ask("Show me articles about the ferry")
    (citation,) = reply.citations
    text = articles.article(citation.article_id).text
    assert (citation.zone, citation.excerpt) == ("headline", FERRY)
    assert text[citation.start : citation.end] == FERRY


def test_a_headline_that_no_line_states_is_cited_from_the_record(articles):
    (citation,) = articles.ask("Do you have anything about lemon trees?").citations
    assert (citation.article_id, citation.zone, citation.excerpt) == ("lib-7", "metadata", "")


def test_articles_about_a_subject_are_those_with_its_words_at_the_beginning(articles):
    reply = articles.ask("What articles do you have about cherry blossoms?")
    assert titles(reply) == [FROST]
    assert heading(reply) == "1 article about cherry blossoms:"


def test_an_article_that_only_mentions_a_subject_is_not_about_it(articles):
    filler = " ".join(f"Sentence number {n} tells of the harbour market." for n in range(60))
    text = f"{filler} A zeppelin was seen once."
    add(articles, {"id": "market", "title": "Market day", "text": text})
    assert reason(articles.ask("Do you have any articles about a zeppelin?"))
    assert titles(articles.ask("Which articles mention a zeppelin?")) == ["Market day"]


def test_an_article_with_the_subject_in_its_headline_comes_first(articles):
    texts = {"The goat": "It stood there.", "Farm life": "The goat and the goat saw a goat."}
    add(articles, *({"id": title, "title": title, "text": text} for title, text in texts.items()))
    assert titles(articles.ask("Show articles about the goat")) == ["The goat", "Farm life"]


def test_words_are_mentioned_only_next_to_each_other(articles):
    assert titles(articles.ask("Which articles mention Ines Falk?")) == [GARDEN]
    assert reason(articles.ask("Which articles mention Falk Ines?")) == (
        "No article here mentions Falk Ines."
    )


@pytest.mark.parametrize(("question", "found"), [
    ("What articles did Otto Lind write?", [GARDEN]),
    ("List articles by otto lind", [GARDEN]),
    ("How many articles do you have from the Harbour Gazette?", [GARDEN, FERRY]),
    ("Show articles by the Harbour Gazette about engines", [FERRY]),
])  # fmt: skip
def test_articles_are_found_by_their_author_or_outlet(articles, question, found):
    assert titles(articles.ask(question)) == found


@pytest.mark.parametrize(("question", "found"), [
    ("What is the newest article?", [GARDEN]),
    ("What is the oldest article?", [FERRY]),
    ("What is the latest article from The Harbour Gazette about the ferry?", [FERRY]),
    ("What are the oldest articles?", [FERRY, FROST, GARDEN, LAMPS]),
])  # fmt: skip
def test_the_newest_and_the_oldest_are_known_by_their_dates(articles, question, found):
    assert titles(articles.ask(question)) == found


@pytest.mark.parametrize(("question", "found", "said"), [
    ("What is new since Friday?", [GARDEN], "1 article published since Friday, 30 April 2021:"),
    ("What was published on Sunday?", [GARDEN], "1 article published on Sunday, 2 May 2021:"),
    ("How many articles are from March 2021?", [FERRY], "1 article published in March 2021:"),
    ("Which articles were published in 2021?", [GARDEN, FROST, FERRY],
     "3 articles published in 2021:"),
    ("What was published last month?", [FROST], "1 article published in April 2021:"),
    ("What articles about the ferry do you have from before April 2021?", [FERRY],
     "1 article about the ferry published by 31 March 2021:"),
])  # fmt: skip
def test_articles_of_a_time_are_counted_from_the_day_asked_on(articles, question, found, said):
    reply = articles.ask(question, asked_on=TUESDAY)
    assert titles(reply) == found
    assert heading(reply) == said


def test_a_time_without_articles_names_the_newest_there_is(articles):
    reply = articles.ask("What is new since Friday?", asked_on=date(2021, 5, 12))
    assert reason(reply) == (
        "Nothing was published since Friday, 7 May 2021; "
        f"the newest article is “{GARDEN}”, of 2 May 2021."
    )


def test_a_subject_without_articles_is_named(articles):
    reply = articles.ask("What articles do you have about Everest?")
    assert reason(reply) == "No article here is about Everest."


def test_an_author_without_articles_is_named(articles):
    assert reason(articles.ask("Show articles by Jane Doe")) == "No article here is by Jane Doe."


def test_articles_published_after_the_day_asked_on_are_left_out(articles):
    reply = articles.ask("What articles do you have?", asked_on=date(2021, 4, 30))
    assert titles(reply) == [FROST, FERRY, LAMPS]
    about = articles.ask("What articles do you have about lemon trees?", asked_on=date(2021, 4, 30))
    assert reason(about) == "No article here is about lemon trees."


def test_ten_articles_are_listed_and_all_are_counted(library):
    collection = library.collection("many")
    rows = [
        {
            "id": f"a{number}",
            "title": f"Harbour day {number}",
            "date": str(date(2021, 1, 1) + timedelta(days=number)),
            "text": f"Boats met in the harbour on day {number}.",
        }
        for number in range(12)
    ]
    add(collection, *rows)
    reply = collection.ask("How many articles do you have?")
    assert heading(reply) == "12 articles here; the newest 10:"
    assert titles(reply) == [f"Harbour day {number}" for number in range(11, 1, -1)]
    about = collection.ask("What articles do you have about the harbour?")
    assert heading(about) == "12 articles about the harbour; the nearest 10:"


def test_an_empty_collection_says_so(library):
    reply = library.collection("empty").ask("What articles do you have about Syria?")
    assert reason(reply) == "No articles have been added to this collection yet."


def test_a_question_that_may_be_about_the_news_is_read_in_the_articles(articles):
    reply = articles.ask("What stories did Ines Falk write?")
    assert isinstance(reply, Answer) or "by Ines Falk" not in reply.reason


def test_who_reported_on_something_is_known_from_the_record(articles):
    reply = articles.ask("Who reported on the ferry to Hollow Island?")
    assert reply.text == "Written by Mira Tolland. [1]"
    unknown = articles.ask("Who reported on the frost in the northern orchards?")
    assert isinstance(unknown, Answer) or "names no author" not in unknown.reason


@pytest.mark.parametrize(("question", "found"), [
    ("What did Otto Lind write?", [GARDEN]),
    ("otto lind's stories", [GARDEN]),
    ("Harbour Gazette articles", [GARDEN, FERRY]),
    ("stories about engines in the Harbour Gazette", [FERRY]),
    ("ferry articles", [FERRY]),
    ("what happened in march 2021", [FERRY]),
    ("articles before april 2021", [FERRY]),
])  # fmt: skip
def test_loose_words_find_the_same_articles(articles, question, found):
    assert titles(articles.ask(question)) == found


def test_what_somebody_wrote_who_is_no_author_is_read_in_the_articles(articles):
    reply = articles.ask("What did Ines Falk write about lemon trees?")
    assert not (isinstance(reply, Answer) and reply.kind is AnswerKind.LIST)
    assert isinstance(reply, Answer) or "by Ines Falk" not in reply.reason


@pytest.mark.parametrize(("question", "text"), [
    ("who wrote the ferry article", "Written by Mira Tolland. [1]"),
    ("Which paper ran the ferry story?", "Published by The Harbour Gazette. [1]"),
    ("Who wrote the Harbour Gazette article about the reading garden?",
     "Written by Otto Lind. [1]"),
])  # fmt: skip
def test_an_article_is_found_by_what_stands_before_the_noun(articles, question, text):
    assert articles.ask(question).text == text


def test_an_article_that_nothing_is_about_is_not_guessed(articles):
    reply = articles.ask("Who wrote the zeppelin article?")
    assert reason(reply) == "No article is clearly about “zeppelin”."


class Untouched:
    """A store that nobody may ask."""

    def __getattr__(self, name):
        raise AssertionError(f"the store was asked for {name}")


@pytest.mark.parametrize("question", [
    "Why was the visit put off?",
    "What happened to the ferry yesterday?",
    "Who has read anything about the treaty?",
    "How many people died in 2012?",
])  # fmt: skip
def test_a_question_about_the_news_costs_no_look_into_the_store(question):
    store = Untouched()
    verifier = Verifier(store, "gazette")
    lists = ListAnswerer(store, "gazette", verifier, lambda *_: [], lambda: TUESDAY)
    facts = RecordAnswerer(store, "gazette", verifier, lambda _: None, lists)
    assert facts.answer(question, TUESDAY) is None
