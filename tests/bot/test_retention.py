"""The running bot deletes old questions."""

from datetime import UTC, datetime, timedelta
from threading import Event

from bot.background import run_retention
from bot.conversation.history import load_conversation
from corpus.store.records import StoredQuestion


class FakeDelete:
    """Records the times before which questions are deleted."""

    def __init__(self):
        self.moments, self.called = [], Event()

    def __call__(self, moment, is_stopping):
        assert not is_stopping()
        self.moments.append(moment)
        self.called.set()
        return 3


def test_questions_older_than_the_given_days_are_deleted_at_the_start(caplog):
    caplog.set_level("INFO")
    delete, before = FakeDelete(), datetime.now(UTC)
    with run_retention(delete, 30):
        assert delete.called.wait(30)
    (moment,) = delete.moments
    assert before <= moment + timedelta(days=30) <= datetime.now(UTC)
    assert "older than 30 days: 3 questions" in caplog.text


def test_zero_days_delete_nothing():
    delete = FakeDelete()
    with run_retention(delete, 0):
        pass
    assert delete.moments == []


def test_a_conversation_starts_at_its_first_question_that_is_not_deleted(open_services):
    services, now = open_services(), datetime.now(UTC)
    questions = services.library.server_state("gazette").questions
    for key, follows, days in (("old", None, 9), ("new", "old", 1), ("last", "new", 0)):
        at = now - timedelta(days=days)
        questions.add(StoredQuestion(key, f"{key}?", True, at, follows=follows))
    assert services.delete_questions(now - timedelta(days=5), lambda: False) == 1
    read = load_conversation(questions, "last", private=False)
    assert [each.key for each in read] == ["new", "last"]
    assert questions.find("old") is None
