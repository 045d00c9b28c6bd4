"""The fetcher protocol: its result, error, limits and clock."""

import time
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import BylineError


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A fetched document.

    ``url`` is the address after redirects. ``content`` is decompressed; ``content_type`` is in
    lower case, without parameters. ``etag`` and ``last_modified`` are the unchanged headers, for a
    later ``fetch``. If ``is_unchanged``, the document is the one of the earlier ``fetch``, and
    ``content`` is empty.
    """

    url: str
    content: bytes
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_unchanged: bool = False


class FetchError(BylineError):
    """An address cannot be fetched; the reason is a sentence for the user.

    ``is_transient``: a later attempt may succeed, because the server was busy or did not answer.
    ``retry_after``: the seconds to wait before it, if the server named them.
    """

    def __init__(
        self, reason: str, *, is_transient: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(reason)
        self.is_transient = is_transient
        self.retry_after = retry_after


class Fetcher(Protocol):
    """Fetches web addresses. It blocks; several threads can use it at the same time."""

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedPage:
        """Fetch the document at an ``http`` or ``https`` address.

        With ``etag`` or ``last_modified`` of an earlier response, a document that has not changed
        since is returned as ``is_unchanged``. Raises only ``FetchError``.
        """


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of one request, in seconds and bytes.

    ``max_seconds`` covers the time from connecting to the last byte, ``max_idle_seconds`` the time
    between two bytes. ``max_received_bytes`` counts bytes on the wire, ``max_content_bytes`` after
    decompression. ``min_interval`` is the pause between two requests to one host, ``max_wait`` the
    longest wait for a host.
    """

    max_seconds: float = 30.0
    max_idle_seconds: float = 10.0
    max_received_bytes: int = 20_000_000
    max_content_bytes: int = 40_000_000
    max_redirects: int = 5
    min_interval: float = 1.0
    max_wait: float = 30.0


class Clock(Protocol):
    """The time that a fetcher uses."""

    def monotonic(self) -> float:
        """Return seconds since some moment; the value never decreases."""

    def time(self) -> float:
        """Return seconds since 1970, UTC."""

    def sleep(self, seconds: float, /) -> None:
        """Wait for ``seconds``."""


class SystemClock:
    """The clock of the operating system."""

    monotonic = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)
    time = staticmethod(time.time)
