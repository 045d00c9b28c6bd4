"""A periodic task runs its rounds, continues after failures, and stops quickly."""

from threading import Event

from bot.background import PeriodicTask
from corpus.errors import StoreError


def test_a_task_runs_a_round_when_it_is_woken_and_none_after_it_is_stopped():
    rounds, done = [], Event()

    def work(_):
        rounds.append(1)
        done.set()

    task = PeriodicTask("test", work, lambda: 3600, print)
    task.start()
    assert done.wait(60)
    done.clear()
    task.wake()
    assert done.wait(60)
    task.stop()
    count = len(rounds)
    task.wake()
    assert len(rounds) == count == 2


def test_a_round_that_is_due_at_once_follows_at_once():
    rounds, enough = [], Event()

    def work(_):
        rounds.append(1)
        if len(rounds) == 3:
            enough.set()
        return 0.0 if len(rounds) < 3 else None

    with PeriodicTask("test", work, lambda: 3600, print):
        assert enough.wait(60)


def test_a_failed_round_is_reported_in_a_sentence():
    warned, has_warned = [], Event()

    def warn(sentence):
        warned.append(sentence)
        has_warned.set()

    def work(_):
        raise StoreError("The disk is full.")

    with PeriodicTask("test", work, lambda: 3600, warn):
        assert has_warned.wait(60)
    assert warned == ["The disk is full. It is tried again in 5 seconds."]


def test_a_round_can_see_that_the_task_is_stopping():
    started, stopped = Event(), Event()

    def work(is_stopping):
        started.set()
        while not is_stopping():
            Event().wait(0.001)
        stopped.set()

    with PeriodicTask("test", work, lambda: 3600, print):
        assert started.wait(60)
    assert stopped.is_set()
