"""Which web servers may be asked now: one at a time, an interval apart, none before it agreed."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TypeVar
from urllib.parse import urlsplit

Item = TypeVar("Item")

_MIN_INTERVAL = 5.0
_MAX_REQUEST_SECONDS = 120.0
"""Seconds after which a host is free again, though nobody said that it has been asked."""


class HostSchedule:
    """Remembers until when each host is to be left alone; times are in seconds since 1970.

    ``interval`` seconds lie between two requests. Several threads may share one.
    """

    def __init__(self, interval: float = _MIN_INTERVAL) -> None:
        self._interval = interval
        self._free_at: dict[str, float] = {}
        self._lock = Lock()

    def record_request(self, url: str, now: float, retry_after: float | None = None) -> None:
        """Note that a host has been asked, and how long it wants to be left alone."""
        with self._lock:
            self._free_at = {host: at for host, at in self._free_at.items() if at > now}
            self._free_at[parse_host(url)] = now + max(self._interval, retry_after or 0.0)

    def seconds_until_free(self, url: str, now: float) -> float:
        """Seconds until this address may be asked for: 0 for now."""
        return max(0.0, self._free_at.get(parse_host(url), now) - now)

    def claim_first_free(
        self, items: Iterable[Item], url_of: Callable[[Item], str], now: float
    ) -> Item | None:
        """The first of these whose host may be asked now; it is nobody else's until ``asked``."""
        with self._lock:
            found = next(
                (item for item in items if not self.seconds_until_free(url_of(item), now)), None
            )
            if found is not None:
                self._free_at[parse_host(url_of(found))] = now + _MAX_REQUEST_SECONDS
            return found


def parse_host(url: str) -> str:
    """The host of an address, or the address itself where it has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url
