"""What a site's robots.txt lets Byline read (RFC 9309), remembered for an hour."""

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
"""The name that a robots.txt calls Byline by."""
MAX_ROBOTS_BYTES = 500 * 1024
"""How many bytes of a robots.txt are read, at least what the RFC asks for."""
_CACHE_SECONDS = 3600.0
_FAILURE_CACHE_SECONDS = 300.0
_MAX_SITES = 1000
_TOO_MANY_REQUESTS = 429
_AGENT_LINE = re.compile(r"\s*user[ -]?agent[\s:]+(?P<name>[^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What a site asks of Byline; without ``parsed`` it asks nothing."""

    parsed: Protego | None = None

    def is_allowed(self, address: WebAddress) -> bool:
        """Whether this address may be read."""
        return self.parsed is None or self.parsed.can_fetch(address.url, PRODUCT)

    @property
    def delay(self) -> float:
        """Seconds to leave between two requests (``Crawl-delay``)."""
        return (self.parsed.crawl_delay(PRODUCT) if self.parsed else None) or 0.0


class Robots:
    """The rules of sites, each asked for once an hour.

    ``get`` follows redirects and raises ``FetchError``.
    """

    def __init__(self, get: Callable[[WebAddress, int], HttpResponse], clock: Clock) -> None:
        self._get = get
        self._clock = clock
        self._known: dict[str, tuple[float, RobotsRules | FetchError]] = {}
        self._lock = Lock()

    def find_rules(self, address: WebAddress) -> RobotsRules:
        """The rules of an address's site.

        Raises ``FetchError`` where they cannot be had: then the site may not be read for now.
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
        place = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        try:
            return parse_rules(self._get(place, MAX_ROBOTS_BYTES))
        except FetchError as error:
            return error

    def _store_rules(self, origin: str, found: RobotsRules | FetchError) -> None:
        kept = _FAILURE_CACHE_SECONDS if isinstance(found, FetchError) else _CACHE_SECONDS
        with self._lock:
            self._known.pop(origin, None)
            self._known[origin] = (self._clock.monotonic() + kept, found)
            while len(self._known) > _MAX_SITES:
                del self._known[next(iter(self._known))]


def parse_rules(answer: HttpResponse) -> RobotsRules:
    """The rules that an answer for a robots.txt gives; none where there is no such file.

    Raises ``FetchError`` where the server fails, or asks to be left alone.
    """
    if answer.status in STATUSES_WITH_BODY:
        text = answer.body.decode("utf-8-sig", "replace")
        return RobotsRules(Protego.parse("\n".join(map(_rewrite_agent_line, text.splitlines()))))
    if answer.status >= 500 or answer.status == _TOO_MANY_REQUESTS:
        raise FetchError(
            message(
                "Its site's robots.txt cannot be read (answer {status}), so nothing of the "
                "site is read for now. Try again later.",
                status=str(answer.status),
            ),
            is_transient=True,
        )
    return RobotsRules()


def _rewrite_agent_line(line: str) -> str:
    """A line with the names of all other robots made one.

    Rules are kept for each name they are for: a file of many names and many rules would fill the
    memory.
    """
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    name = found["name"].strip().strip("*").partition("/")[0].strip().lower()
    return f"User-agent: {_match_agent(name, found['name'])}"


def _match_agent(name: str, given: str) -> str:
    if name == PRODUCT.lower():
        return PRODUCT
    return "*" if given.strip() == "*" else "other"
