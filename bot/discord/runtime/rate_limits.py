"""How often members and servers may ask: token buckets, kept in memory."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]

_MOST = 10_000
"""Buckets kept before those that are full again are thrown away."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``number`` questions in ``seconds``: as many at once, then one after the other.

    ``number`` 0 is no limit.
    """

    number: int
    seconds: float = 60.0

    @property
    def each(self) -> float:
        """Seconds until one more question may be asked."""
        return self.seconds / self.number


class Buckets:
    """A bucket for each name; all fill at one rate."""

    def __init__(self, rate: Rate, clock: Clock = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, name: str, cost: float) -> float:
        """Seconds until a name may take ``cost`` questions; 0 where it may now."""
        if not self._rate.number:
            return 0.0
        return max(0.0, (cost - self._now(name)) * self._rate.each)

    def take(self, name: str, cost: float) -> None:
        """Take them."""
        if not self._rate.number:
            return
        if len(self._left) >= _MOST:
            self._left = {each: self._left[each] for each in self._left if not self._is_full(each)}
        self._left[name] = self._now(name) - cost, self._clock()

    def _now(self, name: str) -> float:
        left, since = self._left.get(name, (math.inf, 0.0))
        filled = (self._clock() - since) / self._rate.each
        return min(float(self._rate.number), left + filled)

    def _is_full(self, name: str) -> bool:
        return self._now(name) >= self._rate.number


class Limits:
    """The limits of one bot: for each member, and for all members of a server together."""

    def __init__(self, member: Rate, server: Rate, clock: Clock = time.monotonic) -> None:
        self._members = Buckets(member, clock)
        self._servers = Buckets(server, clock)
        self._told = Buckets(Rate(1, 10.0), clock)

    def wait(self, place: str, member: int, cost: float = 1.0) -> float:
        """Seconds that a member has to wait before asking here; 0 where the question is let in.

        A question that is not let in costs nothing.
        """
        wait = max(self._members.wait(str(member), cost), self._servers.wait(place, cost))
        if not wait:
            self._members.take(str(member), cost)
            self._servers.take(place, cost)
        return wait

    def tells(self, member: int) -> bool:
        """Whether a member whose messages are too many is told so now: not for each of them."""
        if self._told.wait(str(member), 1.0):
            return False
        self._told.take(str(member), 1.0)
        return True
