"""The web as a ``Fetcher`` reads it: politely, and no further than is safe."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from corpus.messages import message
from corpus.web.base import Clock, FetchedPage, FetchError, FetchLimits, SystemClock
from corpus.web.guard import AddressPolicy, Resolver, is_public, resolve
from corpus.web.http import HttpClient, HttpResponse
from corpus.web.responses import find_redirect, parse_retry_after, read_document
from corpus.web.robots import PRODUCT, Robots
from corpus.web.throttle import HostSlots
from corpus.web.urls import WebAddress, parse_url, resolve_redirect


class WebFetcher:
    """Fetches web pages, feeds and documents (``corpus.web.base.Fetcher``).

    Only from public addresses, each redirect checked anew; only what robots.txt allows; one
    request to a host at a time, an interval apart; never more time or bytes than ``limits``.
    What it goes by is handed in, so that a test can do without the internet and without waiting.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        resolver: Resolver = resolve,
        is_allowed: AddressPolicy = is_public,
        clock: Clock | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._clock = clock or SystemClock()
        self._exchanger = HttpClient(
            build_user_agent(), self._limits, resolver, is_allowed, clock=self._clock
        )
        self._turns = HostSlots(self._limits, self._clock)
        self._robots = Robots(self._fetch_robots_file, self._clock)

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedPage:
        """What stands at an address. Raises ``FetchError``."""
        address, asked = parse_url(url), _build_conditions(etag, last_modified)
        for _ in range(self._limits.max_redirects + 1):
            answer = self._visit(address, asked)
            location = find_redirect(answer)
            if location is None:
                now = self._clock.time()
                return read_document(address.url, answer, was_known=bool(asked), now=now)
            address = resolve_redirect(address, location)
        raise FetchError(
            message("It redirects more than {most} times.", most=self._limits.max_redirects)
        )

    def _visit(self, address: WebAddress, asked: Mapping[str, str]) -> HttpResponse:
        with self._turns.acquire(address.host) as turn:
            turn.sleep_until_free()
            rules = self._robots.find_rules(address)
            if not rules.is_allowed(address):
                raise FetchError(message("Its site's robots.txt does not let Byline read it."))
            turn.sleep_until_free(max(self._limits.min_interval, rules.delay))
            try:
                answer = self._exchanger.get(address, asked)
            finally:
                turn.record_request()
            turn.hold(parse_retry_after(answer, self._clock.time()) or 0.0)
            return answer

    def _fetch_robots_file(self, address: WebAddress, most: int) -> HttpResponse:
        """A robots.txt. One that is only redirected is none."""
        answer = self._exchanger.get(address, most=most)
        for _ in range(self._limits.max_redirects):
            location = find_redirect(answer)
            if location is None:
                break
            address = resolve_redirect(address, location)
            answer = self._exchanger.get(address, most=most)
        return answer


def build_user_agent() -> str:
    """How Byline introduces itself to web servers."""
    try:
        number = version("byline-bot")
    except PackageNotFoundError:
        number = "0"
    return f"{PRODUCT}/{number} (answers questions about news articles; fetches for its operator)"


def _build_conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value}
