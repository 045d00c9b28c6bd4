"""Rate limits of members and servers: token buckets in memory."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

MonotonicClock = Callable[[], float]

_MAX_BUCKETS = 10_000
"""Buckets in memory before full ones are removed."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``number`` questions in ``seconds``, all of which may come at once; 0 means no limit."""

    number: int
    seconds: float = 60.0

    @property
    def interval(self) -> float:
        """Seconds in which one question becomes available."""
        return self.seconds / self.number


class TokenBuckets:
    """A bucket for each name; all fill at the same rate."""

    def __init__(self, rate: Rate, clock: MonotonicClock = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def seconds_until_free(self, name: str, cost: float) -> float:
        """Return the seconds until ``cost`` questions are available; 0 if they are now."""
        if not self._rate.number:
            return 0.0
        return max(0.0, (cost - self._compute_tokens(name)) * self._rate.interval)

    def consume(self, name: str, cost: float) -> None:
        """Use ``cost`` questions of a name."""
        if not self._rate.number:
            return
        if len(self._levels) >= _MAX_BUCKETS:
            self._levels = {
                each: self._levels[each] for each in self._levels if not self._is_full(each)
            }
        self._levels[name] = self._compute_tokens(name) - cost, self._clock()

    def _compute_tokens(self, name: str) -> float:
        left, since = self._levels.get(name, (math.inf, 0.0))
        filled = (self._clock() - since) / self._rate.interval
        return min(float(self._rate.number), left + filled)

    def _is_full(self, name: str) -> bool:
        return self._compute_tokens(name) >= self._rate.number


class RateLimits:
    """The limits for each member, and for each server as a whole."""

    def __init__(self, member: Rate, server: Rate, clock: MonotonicClock = time.monotonic) -> None:
        self._members = TokenBuckets(member, clock)
        self._servers = TokenBuckets(server, clock)
        self._notices = TokenBuckets(Rate(1, 10.0), clock)

    def acquire(self, collection_name: str, member: int, cost: float = 1.0) -> float:
        """Count a question and return 0, or return the seconds that the member must wait.

        A question that must wait is not counted.
        """
        wait = max(
            self._members.seconds_until_free(str(member), cost),
            self._servers.seconds_until_free(collection_name, cost),
        )
        if not wait:
            self._members.consume(str(member), cost)
            self._servers.consume(collection_name, cost)
        return wait

    def should_notify(self, member: int) -> bool:
        """Whether to notify a member about the limit now; at most once in ten seconds."""
        if self._notices.seconds_until_free(str(member), 1.0):
            return False
        self._notices.consume(str(member), 1.0)
        return True
