"""Fetches and applies robots.txt (RFC 9309), cached for an hour."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from protego import Protego

from corpus.messages import message
from corpus.web.base import Clock, FetchError
from corpus.web.http import STATUSES_WITH_BODY, HttpResponse
from corpus.web.urls import WebAddress

PRODUCT = "Byline"
"""Byline's name in a robots.txt."""
MAX_ROBOTS_BYTES = 500 * 1024
"""How many bytes of a robots.txt are read; the RFC requires at least as many."""
_CACHE_SECONDS = 3600.0
_FAILURE_CACHE_SECONDS = 300.0
_MAX_SITES = 1000
_TOO_MANY_REQUESTS = 429
_AGENT_LINE = re.compile(r"\s*user[ -]?agent[\s:]+(?P<name>[^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of a site for Byline; without ``parsed`` there are none."""

    parsed: Protego | None = None

    def is_allowed(self, address: WebAddress) -> bool:
        """Whether Byline may read an address."""
        return self.parsed is None or self.parsed.can_fetch(address.url, PRODUCT)

    @property
    def delay(self) -> float:
        """The seconds between two requests (``Crawl-delay``)."""
        return (self.parsed.crawl_delay(PRODUCT) if self.parsed else None) or 0.0


class Robots:
    """The rules of sites, each fetched once an hour.

    ``get(address, max_bytes)`` follows redirects and raises ``FetchError``.
    """

    def __init__(self, get: Callable[[WebAddress, int], HttpResponse], clock: Clock) -> None:
        self._get = get
        self._clock = clock
        self._known: dict[str, tuple[float, RobotsRules | FetchError]] = {}
        self._lock = Lock()

    def find_rules(self, address: WebAddress) -> RobotsRules:
        """Return the rules of an address's site.

        Raises ``FetchError`` if they cannot be fetched; the site must not be read then.
        """
        with self._lock:
            until, found = self._known.get(address.origin, (0.0, None))
        if found is None or until <= self._clock.monotonic():
            found = self._fetch_rules(address)
            self._store_rules(address.origin, found)
        if isinstance(found, FetchError):
            raise found
        return found

    def _fetch_rules(self, address: WebAddress) -> RobotsRules | FetchError:
        file = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        try:
            return parse_rules(self._get(file, MAX_ROBOTS_BYTES))
        except FetchError as error:
            return error

    def _store_rules(self, origin: str, found: RobotsRules | FetchError) -> None:
        seconds = _FAILURE_CACHE_SECONDS if isinstance(found, FetchError) else _CACHE_SECONDS
        with self._lock:
            self._known.pop(origin, None)
            self._known[origin] = (self._clock.monotonic() + seconds, found)
            while len(self._known) > _MAX_SITES:
                del self._known[next(iter(self._known))]


def parse_rules(response: HttpResponse) -> RobotsRules:
    """Return the rules of a response for robots.txt; no rules if there is no such file.

    Raises ``FetchError`` if the server fails or has received too many requests.
    """
    if response.status in STATUSES_WITH_BODY:
        text = response.body.decode("utf-8-sig", "replace")
        return RobotsRules(Protego.parse("\n".join(map(_rewrite_agent_line, text.splitlines()))))
    if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
        raise FetchError(
            message(
                "Its site's robots.txt cannot be read (status {status}), so Byline does not read "
                "the site now. Try again later.",
                status=str(response.status),
            ),
            is_transient=True,
        )
    return RobotsRules()


def _rewrite_agent_line(line: str) -> str:
    """Replace the names of all other robots by one.

    The parser stores rules for each name; a file of many names and rules would fill the memory.
    """
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    name = found["name"].strip().strip("*").partition("/")[0].strip().lower()
    if name == PRODUCT.lower():
        return f"User-agent: {PRODUCT}"
    return f"User-agent: {'*' if found['name'].strip() == '*' else 'other'}"
