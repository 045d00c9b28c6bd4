"""Members' questions and votes, exported in the evaluation format."""

import json
from datetime import UTC, date, datetime

import pytest

from bot.errors import UsageError
from bot.evaluation.feedback_export import export_server
from bot.evaluation.folders import read_folder
from corpus.scope import EVERYTHING, Scope
from corpus.store.records import StoredCitation, StoredQuestion, Vote
from tests.bot.articles import FERRY, write_all

AT = datetime(2021, 6, 1, 12, tzinfo=UTC)
EXCERPT = "Captain Joan Reyes said the crossing took 42 minutes."


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("guild-1")
    collection.add([write_all(tmp_path / "in")])
    return collection


@pytest.fixture
def server(library, articles):
    return library.server(articles.name)


@pytest.fixture
def questions(server):
    return server.state.questions


@pytest.fixture
def asked(articles, questions):
    """Keeps a question, and its votes in favour and against."""
    ferry = articles.article("Ferry service")
    start = ferry.text.index(EXCERPT)
    number = ferry.text.index("42")
    place = StoredCitation(
        ferry.id, ferry.version, start, start + len(EXCERPT), (number, number + 2)
    )

    def keep(text, up=0, down=0, answered=True, scope=EVERYTHING, private=False):
        key = f"{text:x<16}"[:16]
        question = StoredQuestion(key, text, answered, AT, (place,), scope, private)
        questions.add(question)
        for member in range(up + down):
            vote = Vote.UP if member < up else Vote.DOWN
            questions.rate(key, member, vote, "Wrong." if vote is Vote.DOWN else None)

    return keep


def rows(folder, name):
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def test_an_answer_that_was_liked_is_evidence(articles, asked, tmp_path, server):
    asked("How long?", up=2, down=1)
    export_server(server, tmp_path / "out")
    (question,) = rows(tmp_path / "out", "questions.jsonl")
    del question["id"]
    assert question == {
        "question": "How long?",
        "date": "2021-06-01",
        "answerable": True,
        "answers": ["42"],
        "article_ids": [articles.article("Ferry service").id],
        "evidence": [EXCERPT],
    }


def test_an_abstention_that_was_liked_is_unanswerable(asked, tmp_path, server):
    asked("Who won?", up=1, answered=False)
    export_server(server, tmp_path / "out")
    (question,) = rows(tmp_path / "out", "questions.jsonl")
    assert (question["answerable"], question["evidence"]) == (False, [])


def test_of_other_questions_only_the_feedback_is_told(asked, tmp_path, server):
    asked("Disliked", down=1)
    asked("Undecided", up=1, down=1)
    asked("No votes")
    asked("Of one article", up=1, scope=Scope("lib-7"))
    asked("Of late", up=1, scope=Scope(since=date(2021, 1, 1)))
    asked("Private", up=1, private=True)
    exported = export_server(server, tmp_path / "out")
    assert rows(tmp_path / "out", "questions.jsonl") == []
    told = rows(tmp_path / "out", "feedback.jsonl")
    assert [(row["question"], row["up"], row["down"], row["narrowed"]) for row in told] == [
        ("Disliked", 0, 1, False),
        ("Undecided", 1, 1, False),
        ("No votes", 0, 0, False),
        ("Of one article", 1, 0, True),
        ("Of late", 1, 0, True),
    ]
    assert told[0]["reasons"] == ["Wrong."]
    assert (exported.asked, exported.known, exported.articles) == (5, 0, 3)


def test_a_question_of_until_is_dated_by_that_day(asked, tmp_path, server):
    asked("How long?", up=1, scope=Scope(until=date(2021, 4, 1)))
    export_server(server, tmp_path / "out")
    assert rows(tmp_path / "out", "questions.jsonl")[0]["date"] == "2021-04-01"


@pytest.mark.parametrize("correction", [FERRY.replace("42", "45"), None])
def test_words_that_no_article_has_any_more_are_no_evidence(
    articles, asked, tmp_path, correction, server
):
    asked("How long?", up=1)
    if correction:
        articles.add_document("ferry.txt", correction.encode())
    else:
        articles.remove("Ferry service")
    export_server(server, tmp_path / "out")
    assert rows(tmp_path / "out", "questions.jsonl") == []


def test_the_folder_can_be_evaluated_and_its_articles_added_again(
    library, articles, asked, tmp_path, server
):
    asked("How long did the crossing take?", up=1)
    asked("Who won?", up=1, answered=False)
    export_server(server, tmp_path / "out")
    folder = read_folder(tmp_path / "out")
    assert folder.left_out == ()
    assert [question.answerable for question in folder.questions] == [True, False]
    again = library.collection("again")
    again.add([folder.articles])
    assert again.articles() == articles.articles()


def test_another_collections_questions_are_not_in_it(library, asked, tmp_path):
    asked("How long?", up=1)
    exported = export_server(library.server("guild-2"), tmp_path / "out")
    assert (exported.articles, exported.asked) == (0, 0)
    assert b"long" not in b"".join(file.read_bytes() for file in (tmp_path / "out").iterdir())


def test_a_folder_that_holds_such_files_is_left_alone(tmp_path, server):
    (tmp_path / "questions.jsonl").write_text("mine")
    with pytest.raises(UsageError, match=r"already holds questions\.jsonl"):
        export_server(server, tmp_path)
    assert (tmp_path / "questions.jsonl").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_said_to_be(tmp_path, server):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="Cannot write into"):
        export_server(server, tmp_path / "file" / "out")
