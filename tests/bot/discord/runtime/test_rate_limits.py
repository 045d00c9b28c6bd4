import pytest

from bot.discord.runtime.rate_limits import Buckets, Limits, Rate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_member_may_ask_so_many_at_once_and_then_one_after_the_other(clock: Clock):
    limits = Limits(Rate(3, 60), Rate(0), clock)
    assert [limits.wait("a", 1) for _ in range(4)] == [0, 0, 0, 20]
    clock.now += 20
    assert [limits.wait("a", 1) for _ in range(2)] == [0, 20]


def test_what_is_not_let_in_costs_nothing(clock: Clock):
    limits = Limits(Rate(1, 60), Rate(2, 60), clock)
    waits = [limits.wait("a", 1) for _ in range(5)]
    assert waits == [0, 60, 60, 60, 60]
    assert limits.wait("a", 2) == 0


def test_members_of_a_server_share_its_limit_and_another_has_its_own(clock: Clock):
    limits = Limits(Rate(0), Rate(2, 60), clock)
    assert [limits.wait("a", member) for member in (1, 2, 3)] == [0, 0, 30]
    assert limits.wait("b", 3) == 0


def test_a_look_costs_less_than_a_question(clock: Clock):
    limits = Limits(Rate(1, 60), Rate(0), clock)
    assert [limits.wait("a", 1, 0.25) for _ in range(5)] == [0, 0, 0, 0, 15]


def test_without_a_limit_nobody_waits(clock: Clock):
    limits = Limits(Rate(0), Rate(0), clock)
    assert not any(limits.wait("a", 1) for _ in range(1000))


def test_a_bucket_does_not_fill_past_its_brim(clock: Clock):
    buckets = Buckets(Rate(2, 60), clock)
    buckets.take("x", 1)
    clock.now += 1e6
    assert buckets.wait("x", 2) == 0
    assert buckets.wait("x", 3) > 0


def test_full_buckets_are_not_kept_for_ever(clock: Clock):
    buckets = Buckets(Rate(2, 60), clock)
    for name in range(25_000):
        clock.now += 1
        buckets.take(str(name), 1)
    assert len(buckets._left) <= 10_000


def test_a_member_is_told_only_now_and_then(clock: Clock):
    limits = Limits(Rate(1), Rate(1), clock)
    assert [limits.tells(1), limits.tells(1), limits.tells(2)] == [True, False, True]
    clock.now += 10
    assert limits.tells(1)
