"""The reader that is shipped, through a whole library: odd collections and odd questions."""

import json

import pytest

from bot.bootstrap import Services
from bot.errors import QuestionError
from bot.replies import Abstention, Answer
from bot.settings import Settings
from corpus.store.database import Database

SENTENCE = "The ferry to Hollow Island sailed again on Monday after a month of repairs."


@pytest.fixture
def asked_of(tmp_path, embedder, shipped_reader):
    """Asks a question of a collection that holds these texts and no others."""

    def ask(question, *texts, published=None):
        settings = Settings(data_dir=tmp_path / "data")
        database = Database.in_folder(settings.data_dir)
        library = Services(settings, database, embedder, shipped_reader).library
        collection = library.collection("odd")
        for number, text in enumerate(texts):
            row = {"id": str(number), "title": "Ferry news", "text": text, "date": published}
            dated = f"{number}.jsonl", json.dumps(row)
            name, content = dated if published else (f"{number}.txt", text)
            collection.add_document(name, content.encode())
        try:
            return collection.ask(question)
        finally:
            library.close()

    return ask


def test_a_collection_of_one_sentence_answers_with_it(asked_of):
    reply = asked_of("When did the ferry to Hollow Island sail again?", SENTENCE)
    assert isinstance(reply, Answer)
    assert [citation.excerpt for citation in reply.citations] == [SENTENCE]
    start, end = reply.citations[0].highlight
    assert "Monday" in SENTENCE[start:end]


@pytest.mark.parametrize("when", ["in 2012", "in October 2012", "in September 2012"])
def test_a_time_need_not_be_in_the_text_if_the_article_is_from_it(asked_of, when):
    question = f"When did the ferry to Hollow Island sail again {when}?"
    reply = asked_of(question, SENTENCE, published="2012-10-05")
    assert isinstance(reply, Answer)
    assert [citation.excerpt for citation in reply.citations] == [SENTENCE]


@pytest.mark.parametrize("when", ["in 2018", "in October 2018", "last year"])
def test_an_article_from_another_year_does_not_answer(asked_of, when):
    question = f"When did the ferry to Hollow Island sail again {when}?"
    reply = asked_of(question, SENTENCE, published="2012-10-05")
    assert isinstance(reply, Abstention)
    assert [citation.excerpt for citation in reply.nearest] == [SENTENCE]


def test_twenty_copies_of_one_article_answer_once(asked_of):
    copies = [f"{SENTENCE}\n\nCopy {number}." for number in range(20)]
    reply = asked_of("When did the ferry to Hollow Island sail again?", *copies)
    assert isinstance(reply, Answer)
    assert [citation.excerpt for citation in reply.citations] == [SENTENCE]


def test_a_passage_in_another_script_is_quoted_exactly_or_not_at_all(asked_of):
    text = "Паром вышел в море в понедельник. Переправа длилась сорок минут."
    reply = asked_of("Сколько длилась переправа?", text)
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    assert shown
    assert all(citation.excerpt == text[citation.start : citation.end] for citation in shown)


def test_what_the_only_sentence_does_not_say_is_not_answered(asked_of):
    reply = asked_of("Who won the World Cup in 2010?", SENTENCE)
    assert isinstance(reply, Abstention)


def test_a_question_of_3000_words_is_refused_in_a_sentence(asked_of):
    with pytest.raises(QuestionError, match="characters"):
        asked_of("ferry " * 3000, SENTENCE)


def test_a_question_as_long_as_is_read_is_answered_or_not_without_a_crash(asked_of):
    reply = asked_of("When did the ferry sail? " * 150, SENTENCE)
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    assert all(citation.excerpt in SENTENCE for citation in shown)
