"""Schedules requests by host, without blocking.

Times are seconds since 1970, as in the ingest queue; ``corpus.web.throttle`` blocks each single
request until its host is free.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TypeVar
from urllib.parse import urlsplit

Item = TypeVar("Item")

_MIN_INTERVAL = 5.0
_MAX_REQUEST_SECONDS = 120.0
"""Seconds after which a claimed host is free again if no request to it was recorded."""


class HostSchedule:
    """Records from when on each host is free.

    Two requests to a host are at least ``interval`` seconds apart. Threads may share a schedule.
    """

    def __init__(self, interval: float = _MIN_INTERVAL) -> None:
        self._interval = interval
        self._free_at: dict[str, float] = {}
        self._lock = Lock()

    def record_request(self, url: str, now: float, retry_after: float | None = None) -> None:
        """Record a request, and the seconds for which the host wants no other one."""
        with self._lock:
            self._free_at = {host: at for host, at in self._free_at.items() if at > now}
            self._free_at[parse_host(url)] = now + max(self._interval, retry_after or 0.0)

    def seconds_until_free(self, url: str, now: float) -> float:
        """Return the seconds until the host of this address is free."""
        return max(0.0, self._free_at.get(parse_host(url), now) - now)

    def claim_first_free(
        self, items: Iterable[Item], url_of: Callable[[Item], str], now: float
    ) -> Item | None:
        """Return the first item whose host is free, and claim the host until the next record."""
        with self._lock:
            found = next(
                (item for item in items if not self.seconds_until_free(url_of(item), now)), None
            )
            if found is not None:
                self._free_at[parse_host(url_of(found))] = now + _MAX_REQUEST_SECONDS
            return found


def parse_host(url: str) -> str:
    """Return the host of an address, or the address itself if it has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url
