"""How much a fetcher takes and how often it asks, and the clock it goes by."""

import time
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost, and how politely it is made; seconds and bytes.

    ``seconds`` counts from connecting to the last byte and ``silence`` between two bytes;
    ``received`` is what comes over the wire, ``content`` what it decompresses to. ``interval``
    lies between two requests to one host, ``longest_wait`` is the most that is waited for a host.
    """

    seconds: float = 30.0
    silence: float = 10.0
    received: int = 20_000_000
    content: int = 40_000_000
    redirects: int = 5
    interval: float = 1.0
    longest_wait: float = 30.0


class Clock(Protocol):
    """Time as a fetcher sees it."""

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""

    def time(self) -> float:
        """Seconds since 1970, UTC."""

    def sleep(self, seconds: float, /) -> None:
        """Wait."""


class SystemClock:
    """The clock of the machine that it runs on."""

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time()

    def sleep(self, seconds: float, /) -> None:
        """Wait."""
        time.sleep(seconds)
