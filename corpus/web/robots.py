"""What a site's robots.txt lets Byline read (RFC 9309), remembered for an hour."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from protego import Protego

from corpus.messages import said
from corpus.web.base import Clock, FetchError
from corpus.web.http import WITH_BODY, Answer
from corpus.web.urls import WebAddress

PRODUCT = "Byline"
"""The name that a robots.txt calls Byline by."""
LARGEST = 500 * 1024
"""How many bytes of a robots.txt are read, at least what the RFC asks for."""
_KEPT_SECONDS = 3600.0
_KEPT_FAILURE_SECONDS = 300.0
_MOST_SITES = 1000
_TOO_MANY_REQUESTS = 429
_AGENT_LINE = re.compile(r"\s*user[ -]?agent[\s:]+(?P<name>[^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of Byline; without ``parsed`` it asks nothing."""

    parsed: Protego | None = None

    def allow(self, address: WebAddress) -> bool:
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

    def __init__(self, get: Callable[[WebAddress, int], Answer], clock: Clock) -> None:
        self._get = get
        self._clock = clock
        self._known: dict[str, tuple[float, Rules | FetchError]] = {}
        self._lock = Lock()

    def rules(self, address: WebAddress) -> Rules:
        """The rules of an address's site.

        Raises ``FetchError`` where they cannot be had: then the site may not be read for now.
        """
        with self._lock:
            until, found = self._known.get(address.origin, (0.0, None))
        if found is None or until <= self._clock.monotonic():
            found = self._asked(address)
            self._remember(address.origin, found)
        if isinstance(found, FetchError):
            raise found
        return found

    def _asked(self, address: WebAddress) -> Rules | FetchError:
        place = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        try:
            return rules_of(self._get(place, LARGEST))
        except FetchError as error:
            return error

    def _remember(self, origin: str, found: Rules | FetchError) -> None:
        kept = _KEPT_FAILURE_SECONDS if isinstance(found, FetchError) else _KEPT_SECONDS
        with self._lock:
            self._known.pop(origin, None)
            self._known[origin] = (self._clock.monotonic() + kept, found)
            while len(self._known) > _MOST_SITES:
                del self._known[next(iter(self._known))]


def rules_of(answer: Answer) -> Rules:
    """The rules that an answer for a robots.txt gives; none where there is no such file.

    Raises ``FetchError`` where the server fails, or asks to be left alone.
    """
    if answer.status in WITH_BODY:
        text = answer.body.decode("utf-8-sig", "replace")
        return Rules(Protego.parse("\n".join(map(_for_byline, text.splitlines()))))
    if answer.status >= 500 or answer.status == _TOO_MANY_REQUESTS:
        raise FetchError(
            said(
                "Its site's robots.txt cannot be read (answer {status}), so nothing of the "
                "site is read for now. Try again later.",
                status=str(answer.status),
            ),
            may_pass=True,
        )
    return Rules()


def _for_byline(line: str) -> str:
    """A line with the names of all other robots made one.

    Rules are kept for each name they are for: a file of many names and many rules would fill the
    memory.
    """
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    name = found["name"].strip().strip("*").partition("/")[0].strip().lower()
    return f"User-agent: {_known_name(name, found['name'])}"


def _known_name(name: str, given: str) -> str:
    if name == PRODUCT.lower():
        return PRODUCT
    return "*" if given.strip() == "*" else "other"
