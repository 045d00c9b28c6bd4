"""Limits requests to one at a time for each host, with a pause between two."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from corpus.messages import message
from corpus.web.base import Clock, FetchError, FetchLimits

_MAX_HOLD = 86_400.0
_LONG_AGO = float("-inf")


class HostSlot:
    """The lock of one host, and the time of the last request to it."""

    def __init__(self, limits: FetchLimits, clock: Clock) -> None:
        self.lock = Lock()
        self._limits = limits
        self._clock = clock
        self._last_request = _LONG_AGO
        self._held_until = _LONG_AGO

    def sleep_until_free(self, interval: float = 0.0) -> None:
        """Wait until ``interval`` seconds after the last request and until the end of a hold.

        Raises ``FetchError`` if that is longer than ``max_wait``.
        """
        due = max(self._last_request + interval, self._held_until)
        left = due - self._clock.monotonic()
        if left > self._limits.max_wait:
            raise FetchError(
                message(
                    "Its site allows the next request in {left} seconds. Try again then.",
                    left=round(left),
                ),
                is_transient=True,
                retry_after=left,
            )
        if left > 0:
            self._clock.sleep(left)

    def record_request(self) -> None:
        """Record that a request has just been made."""
        self._last_request = self._clock.monotonic()

    def hold(self, seconds: float) -> None:
        """Send no request for ``seconds``, as the host demanded."""
        self._held_until = self._clock.monotonic() + min(seconds, _MAX_HOLD)


class HostSlots:
    """The slots of all hosts."""

    def __init__(self, limits: FetchLimits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._slots: dict[str, HostSlot] = {}
        self._lock = Lock()

    @contextmanager
    def acquire(self, host: str) -> Iterator[HostSlot]:
        """Hold the slot of a host while the block runs."""
        with self._lock:
            slot = self._slots.setdefault(host, HostSlot(self._limits, self._clock))
        with slot.lock:
            yield slot
