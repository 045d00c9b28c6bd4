"""The feeds of each collection are polled, even if those of another one fail."""

import pytest

from bot.ingest.service import SubscriptionPoller
from corpus.errors import StoreError


class Rounds:
    """Records the rounds built and run; ``failures`` are raised, ``pauses`` returned."""

    def __init__(self):
        self.subscriptions = {}
        self.made, self.done = [], []
        self.failures, self.pauses = {}, {}

    def build(self, name, urls):
        self.made.append((name, urls))

        def turn(is_stopping):
            assert not is_stopping()
            self.done.append(name)
            if name in self.failures:
                raise self.failures[name]
            return self.pauses.get(name)

        return turn


@pytest.fixture
def rounds():
    return Rounds()


@pytest.fixture
def feeds(rounds):
    return SubscriptionPoller(lambda: rounds.subscriptions, rounds.build)


def test_the_round_of_a_collection_is_reused_until_its_feeds_change(rounds, feeds):
    rounds.subscriptions = {"a": ("u",), "b": ("u",)}
    feeds.run_round(lambda: False)
    feeds.run_round(lambda: False)
    rounds.subscriptions = {"a": ("u", "v")}
    feeds.run_round(lambda: False)
    assert rounds.made == [("a", ("u",)), ("b", ("u",)), ("a", ("u", "v"))]
    assert rounds.done == ["a", "b", "a", "b", "a"]


def test_the_next_round_is_when_the_first_collection_is_due(rounds, feeds):
    assert feeds.run_round(lambda: False) is None
    rounds.subscriptions = {"a": ("u",), "b": ("u",), "c": ("u",)}
    rounds.pauses = {"a": 7.0, "b": 3.0}
    assert feeds.run_round(lambda: False) == 3.0


@pytest.mark.parametrize("failure", [StoreError("The disk is full."), ValueError("odd")])
def test_a_failing_collection_does_not_affect_the_others(rounds, feeds, failure, caplog):
    rounds.subscriptions = {"a": ("u",), "b": ("u",)}
    rounds.failures, rounds.pauses = {"a": failure}, {"b": 3.0}
    assert feeds.run_round(lambda: False) == 3.0
    assert rounds.done == ["a", "b"]
    assert "The feeds of a are tried again" in caplog.text
