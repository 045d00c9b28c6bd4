"""Rounds follow each other, outlast failures, and stop quickly."""

from threading import Event

from bot.background import PeriodicTask
from corpus.errors import StoreError


def test_a_loop_does_a_round_when_it_is_woken_and_none_after_it_is_stopped():
    rounds, done = [], Event()

    def work(_):
        rounds.append(1)
        done.set()

    loop = PeriodicTask("test", work, lambda: 3600, print)
    loop.start()
    assert done.wait(60)
    done.clear()
    loop.wake()
    assert done.wait(60)
    loop.stop()
    count = len(rounds)
    loop.wake()
    assert len(rounds) == count == 2


def test_a_round_that_is_due_at_once_follows_at_once():
    rounds, enough = [], Event()

    def work(_):
        rounds.append(1)
        if len(rounds) == 3:
            enough.set()
        return 0.0 if len(rounds) < 3 else None

    loop = PeriodicTask("test", work, lambda: 3600, print)
    loop.start()
    assert enough.wait(60)
    loop.stop()


def test_a_round_that_fails_is_told_of_in_a_sentence():
    warned, told = [], Event()

    def warn(sentence):
        warned.append(sentence)
        told.set()

    def work(_):
        raise StoreError("The disk is full.")

    loop = PeriodicTask("test", work, lambda: 3600, warn)
    loop.start()
    assert told.wait(60)
    loop.stop()
    assert warned == ["The disk is full. It is tried again in 5 seconds."]


def test_a_round_knows_that_it_is_to_stop():
    begun, stopped = Event(), Event()

    def work(is_stopping):
        begun.set()
        while not is_stopping():
            Event().wait(0.001)
        stopped.set()

    loop = PeriodicTask("test", work, lambda: 3600, print)
    loop.start()
    assert begun.wait(60)
    loop.stop()
    assert stopped.is_set()
