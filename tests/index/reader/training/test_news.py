"""Questions and traps over news articles, and the passages that they are shown with."""

import random
import zlib

import pytest

from index.reader.training.news import given_passage, news, news_passage

IDS = [f"wire-{n}" for n in range(40)]
TEXT = (
    "The ferry Ada sailed on Monday. Captain Reyes steered it. "
    + "Nothing happened on the quay. " * 30
    + "On Monday the council met in Halden. It voted 9 to 4 for a new pier."
)


def article(key):
    return {"id": key, "title": "Ferry sails", "date": "2019-10-17", "text": TEXT}


def answered(key, question, words):
    starts = [at for at in range(len(TEXT)) if TEXT.startswith(words, at)]
    return {"article_id": key, "question": question, "answer": {"text": words, "starts": starts}}


def trap(key, question, words):
    start = words and {"text": words, "starts": [TEXT.index(words)]}
    return {"article_id": key, "question": question, "trap": start}


@pytest.fixture
def folder(data):
    data("train/news/articles.jsonl", *map(article, IDS))
    data(
        "train/news/answerable.jsonl",
        *(answered(key, "When did the council meet in Halden?", "Monday") for key in IDS),
    )
    rows = [
        each
        for key in IDS
        for each in (
            trap(key, "Who steered the ferry Bess?", "Captain Reyes"),
            trap(key, "Who voted against a new pier?", None),
        )
    ]
    return data("train/news/unanswerable.jsonl", *rows) / "train/news"


def test_every_tenth_article_is_kept_aside_with_all_its_questions(folder):
    trained, kept = news(folder, validation=False), news(folder, validation=True)
    expected = {key for key in IDS if zlib.crc32(key.encode()) % 10 == 0}
    assert expected
    assert {each.article for each in kept} == expected
    assert {each.article for each in trained} == set(IDS) - expected
    assert len(kept) == 3 * len(expected)


def test_of_two_places_the_one_that_the_question_speaks_of_is_the_answer(folder):
    example = news(folder, validation=False)[0]
    assert example.spans == ((TEXT.rindex("Monday"), TEXT.rindex("Monday") + 6),)


def test_a_trap_is_no_answer_and_its_words_are_kept(folder):
    _, swapped, lacking = news(folder, validation=False)[:3]
    assert not swapped.answerable
    assert not lacking.answerable
    assert [TEXT[a:b] for a, b in swapped.traps] == ["Captain Reyes"]
    assert [TEXT[a:b] for a, b in lacking.traps] == ["It voted 9 to 4 for a new pier."]


def test_the_headline_is_read_with_its_date(folder):
    first, second = news(folder, validation=False)[0].segments
    assert first == "When did the council meet in Halden? [SEP] Ferry sails, 17 October 2019"
    assert second == TEXT


def test_the_passage_given_holds_the_answer_and_is_always_the_same(folder):
    example = news(folder, validation=False)[0]
    given = given_passage(example)
    assert given == given_passage(example)
    assert [given.passage[a:b] for a, b in given.spans] == ["Monday"]
    assert "council" in given.passage
    assert len(given.passage) < len(TEXT)


@pytest.mark.parametrize("as_served", [True, False])
def test_a_passage_in_training_holds_the_answer_or_the_trap(folder, as_served):
    for example in news(folder, validation=False)[:3]:
        words = {TEXT[a:b] for a, b in example.spans + example.traps}
        for seed in range(10):
            shown = news_passage(example, random.Random(seed), as_served=as_served)
            assert shown.answerable == example.answerable
            assert {shown.passage[a:b] for a, b in shown.spans + shown.traps} == words
            assert shown.passage in TEXT
