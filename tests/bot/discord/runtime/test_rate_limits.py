import pytest

from bot.discord.runtime.rate_limits import Rate, RateLimits, TokenBuckets


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_member_may_ask_so_many_at_once_and_then_one_after_the_other(clock: Clock):
    limits = RateLimits(Rate(3, 60), Rate(0), clock)
    assert [limits.acquire("a", 1) for _ in range(4)] == [0, 0, 0, 20]
    clock.now += 20
    assert [limits.acquire("a", 1) for _ in range(2)] == [0, 20]


def test_what_is_not_let_in_costs_nothing(clock: Clock):
    limits = RateLimits(Rate(1, 60), Rate(2, 60), clock)
    waits = [limits.acquire("a", 1) for _ in range(5)]
    assert waits == [0, 60, 60, 60, 60]
    assert limits.acquire("a", 2) == 0


def test_members_of_a_server_share_its_limit_and_another_has_its_own(clock: Clock):
    limits = RateLimits(Rate(0), Rate(2, 60), clock)
    assert [limits.acquire("a", member) for member in (1, 2, 3)] == [0, 0, 30]
    assert limits.acquire("b", 3) == 0


def test_a_look_costs_less_than_a_question(clock: Clock):
    limits = RateLimits(Rate(1, 60), Rate(0), clock)
    assert [limits.acquire("a", 1, 0.25) for _ in range(5)] == [0, 0, 0, 0, 15]


def test_without_a_limit_nobody_waits(clock: Clock):
    limits = RateLimits(Rate(0), Rate(0), clock)
    assert not any(limits.acquire("a", 1) for _ in range(1000))


def test_a_bucket_does_not_fill_past_its_brim(clock: Clock):
    buckets = TokenBuckets(Rate(2, 60), clock)
    buckets.consume("x", 1)
    clock.now += 1e6
    assert buckets.seconds_until_free("x", 2) == 0
    assert buckets.seconds_until_free("x", 3) > 0


def test_full_buckets_are_not_kept_for_ever(clock: Clock):
    buckets = TokenBuckets(Rate(2, 60), clock)
    for name in range(25_000):
        clock.now += 1
        buckets.consume(str(name), 1)
    assert len(buckets._levels) <= 10_000


def test_a_member_is_told_only_now_and_then(clock: Clock):
    limits = RateLimits(Rate(1), Rate(1), clock)
    assert [limits.should_notify(1), limits.should_notify(1), limits.should_notify(2)] == [
        True,
        False,
        True,
    ]
    clock.now += 10
    assert limits.should_notify(1)
