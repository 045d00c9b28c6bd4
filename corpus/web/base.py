"""What a fetcher is: a web address in, what stands there out."""

import time
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import BylineError


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What stood at an address.

    ``url`` is where it was found in the end, after redirects. ``content`` is the document's bytes,
    decompressed; ``content_type`` is in small letters and without parameters. ``etag`` and
    ``last_modified`` are what a later ``fetch`` may be given, exactly as they came. Where
    ``is_unchanged``, the server said that nothing has changed since, and ``content`` is empty.
    """

    url: str
    content: bytes
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_unchanged: bool = False


class FetchError(BylineError):
    """An address that was not fetched, and why, in a sentence for people.

    ``is_transient`` says that another try is worth it: the server was busy, or did not answer.
    ``retry_after`` is how many seconds it asked to be left alone for, where it said so.
    """

    def __init__(
        self, reason: str, *, is_transient: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.is_transient = is_transient
        self.retry_after = retry_after


class Fetcher(Protocol):
    """Fetches what stands at a web address. It blocks; several threads may use it at once."""

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedPage:
        """What stands at an ``http`` or ``https`` address.

        With ``etag`` or ``last_modified`` of an earlier answer, a document that has not changed
        since comes back as ``is_unchanged``. Raises ``FetchError``, and nothing else.
        """


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one request may cost, and how politely it is made; seconds and bytes.

    ``seconds`` counts from connecting to the last byte and ``silence`` between two bytes;
    ``received`` is what comes over the wire, ``content`` what it decompresses to. ``interval``
    lies between two requests to one host, ``longest_wait`` is the most that is waited for a host.
    """

    max_seconds: float = 30.0
    max_idle_seconds: float = 10.0
    max_received_bytes: int = 20_000_000
    max_content_bytes: int = 40_000_000
    max_redirects: int = 5
    min_interval: float = 1.0
    max_wait: float = 30.0


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
