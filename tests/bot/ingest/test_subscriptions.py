"""Each collection's feeds get their turn, whatever becomes of another's."""

import pytest

from bot.ingest.service import SubscriptionPoller
from corpus.errors import StoreError


class Rounds:
    """Notes whose rounds are made and done; ``failures`` are raised, ``pauses`` returned."""

    def __init__(self):
        self.followed = {}
        self.made, self.done = [], []
        self.failures, self.pauses = {}, {}

    def watch(self, name, urls):
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
    return SubscriptionPoller(lambda: rounds.followed, rounds.watch)


def test_what_watches_a_collection_is_kept_until_its_feeds_change(rounds, feeds):
    rounds.followed = {"a": ("u",), "b": ("u",)}
    feeds.run_round(lambda: False)
    feeds.run_round(lambda: False)
    rounds.followed = {"a": ("u", "v")}
    feeds.run_round(lambda: False)
    assert rounds.made == [("a", ("u",)), ("b", ("u",)), ("a", ("u", "v"))]
    assert rounds.done == ["a", "b", "a", "b", "a"]


def test_the_next_round_is_when_the_first_collection_is_due(rounds, feeds):
    assert feeds.run_round(lambda: False) is None
    rounds.followed = {"a": ("u",), "b": ("u",), "c": ("u",)}
    rounds.pauses = {"a": 7.0, "b": 3.0}
    assert feeds.run_round(lambda: False) == 3.0


@pytest.mark.parametrize("failure", [StoreError("The disk is full."), ValueError("odd")])
def test_a_collection_that_fails_costs_no_other_its_turn(rounds, feeds, failure, caplog):
    rounds.followed = {"a": ("u",), "b": ("u",)}
    rounds.failures, rounds.pauses = {"a": failure}, {"b": 3.0}
    assert feeds.run_round(lambda: False) == 3.0
    assert rounds.done == ["a", "b"]
    assert "The feeds of a are tried again" in caplog.text
