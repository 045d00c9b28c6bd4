"""Old questions and their ratings are deleted in all collections."""

from datetime import timedelta

import pytest

from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.questions import QuestionStore, delete_questions_before
from corpus.store.records import StoredQuestion, Vote
from index.passages import PassageSplitter
from tests.corpus.store.test_questions import AT, CITATION, FERRY


@pytest.fixture
def database(tmp_path):
    database = Database.in_folder(tmp_path)
    Store(database).put("a", [FERRY], PassageSplitter())
    yield database
    database.close()


def keep(database, key, days, collection="a", text="When did it leave?", **known):
    questions = QuestionStore(database, collection)
    questions.add(StoredQuestion(key, text, True, AT + timedelta(days=days), (CITATION,), **known))
    questions.rate(key, 7, Vote.DOWN, f"Reason of {key}")


def never():
    return False


def rows(database, table):
    with database.read_transaction() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def test_questions_before_a_moment_are_deleted_in_every_collection(database):
    for number, collection in enumerate(("a", "b")):
        for days in range(4):
            keep(database, f"k{number}{days}", days, collection, private=bool(days % 2))
    assert delete_questions_before(database, AT + timedelta(days=2), never) == 4
    for number, collection in enumerate(("a", "b")):
        found = [QuestionStore(database, collection).find(f"k{number}{days}") for days in range(4)]
        assert [each is not None for each in found] == [False, False, True, True]
    assert [rows(database, table) for table in ("asked", "opinions")] == [4, 4]
    assert rows(database, "shown") == 2


def test_later_questions_keep_citations_and_votes(database):
    keep(database, "old", 0)
    keep(database, "new", 9, follows="old")
    delete_questions_before(database, AT + timedelta(days=1), never)
    found = QuestionStore(database, "a").find("new")
    assert ([each.excerpt for each in found.citations], found.count_votes(Vote.DOWN)) == (
        ["The ferry left at noon."], 1,
    )  # fmt: skip
    assert not QuestionStore(database, "a").rate("old", 7, Vote.UP)


def test_no_file_contains_the_text_of_deleted_questions(database, tmp_path):
    keep(database, "old", 0, text="Who is the secret mole?")
    assert delete_questions_before(database, AT + timedelta(days=1), never) == 1
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"secret mole" not in kept
    assert b"Reason of old" not in kept


def test_a_stopped_deletion_continues_with_the_next_call(database):
    for number in range(501):
        QuestionStore(database, "a").add(StoredQuestion(f"k{number}", "Who?", True, AT))
    later = AT + timedelta(days=1)
    assert delete_questions_before(database, later, lambda: rows(database, "asked") <= 1) == 500
    assert delete_questions_before(database, later, lambda: True) == 0
    assert delete_questions_before(database, later, never) == 1
    assert delete_questions_before(database, later, never) == 0
