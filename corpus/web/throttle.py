"""One request to a host at a time, and none before its time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from corpus.messages import message
from corpus.web.base import Clock, FetchError, FetchLimits

_MAX_HOLD = 86_400.0
_LONG_AGO = float("-inf")


class HostSlot:
    """The right to ask one host, and when it was asked last."""

    def __init__(self, limits: FetchLimits, clock: Clock) -> None:
        self.lock = Lock()
        self._limits = limits
        self._clock = clock
        self._asked = _LONG_AGO
        self._held_until = _LONG_AGO

    def sleep_until_free(self, interval: float = 0.0) -> None:
        """Wait until ``interval`` seconds have passed since the last request, or a hold is over.

        Raises ``FetchError`` where that would be longer than is waited for any host.
        """
        due = max(self._asked + interval, self._held_until)
        left = due - self._clock.monotonic()
        if left > self._limits.max_wait:
            raise FetchError(
                message(
                    "Its site asks to be left alone for another {left} seconds. Try again after "
                    "that.",
                    left=round(left),
                ),
                is_transient=True,
                retry_after=left,
            )
        if left > 0:
            self._clock.sleep(left)

    def record_request(self) -> None:
        """Note that a request has just been made."""
        self._asked = self._clock.monotonic()

    def hold(self, seconds: float) -> None:
        """Leave the host alone for so long: it asked for that."""
        self._held_until = self._clock.monotonic() + min(seconds, _MAX_HOLD)


class HostSlots:
    """The turns of all hosts."""

    def __init__(self, limits: FetchLimits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._turns: dict[str, HostSlot] = {}
        self._lock = Lock()

    @contextmanager
    def acquire(self, host: str) -> Iterator[HostSlot]:
        """The turn at a host, nobody else's while the block runs."""
        with self._lock:
            turn = self._turns.setdefault(host, HostSlot(self._limits, self._clock))
        with turn.lock:
            yield turn
