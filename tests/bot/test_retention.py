"""The running bot forgets old questions by itself."""

from datetime import UTC, datetime, timedelta
from threading import Event

from bot.background import run_retention
from bot.conversation.history import load_conversation
from corpus.store.records import StoredQuestion


class Forgotten:
    """Notes up to when questions were to be forgotten."""

    def __init__(self):
        self.moments, self.called = [], Event()

    def __call__(self, moment, is_stopping):
        assert not is_stopping()
        self.moments.append(moment)
        self.called.set()
        return 3


def test_it_forgets_what_is_older_than_so_many_days_when_it_starts(caplog):
    caplog.set_level("INFO")
    forgotten, before = Forgotten(), datetime.now(UTC)
    with run_retention(forgotten, 30):
        assert forgotten.called.wait(30)
    (moment,) = forgotten.moments
    assert before <= moment + timedelta(days=30) <= datetime.now(UTC)
    assert "older than 30 days: 3 questions" in caplog.text


def test_for_ever_is_for_ever():
    forgotten = Forgotten()
    with run_retention(forgotten, 0):
        pass
    assert forgotten.moments == []


def test_a_conversation_begins_anew_where_its_beginning_is_forgotten(open_services):
    services, now = open_services(), datetime.now(UTC)
    questions = services.library.server_state("gazette").questions
    for key, follows, days in (("old", None, 9), ("new", "old", 1), ("last", "new", 0)):
        at = now - timedelta(days=days)
        questions.add(StoredQuestion(key, f"{key}?", True, at, follows=follows))
    assert services.delete_questions(now - timedelta(days=5), lambda: False) == 1
    read = load_conversation(questions, "last", private=False)
    assert [each.key for each in read] == ["new", "last"]
    assert questions.find("old") is None
