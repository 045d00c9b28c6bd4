"""The web as a ``Fetcher`` reads it: politely, and no further than is safe."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from corpus.messages import said
from corpus.web.base import Clock, Fetched, FetchError, Limits, SystemClock
from corpus.web.guard import AddressPolicy, Resolver, is_public, resolve
from corpus.web.http import Answer, Exchanger
from corpus.web.responses import document_of, redirect_of, retry_after
from corpus.web.robots import PRODUCT, Robots
from corpus.web.throttle import Turns
from corpus.web.urls import WebAddress, next_address, parse_url


class WebFetcher:
    """Fetches web pages, feeds and documents (``corpus.web.base.Fetcher``).

    Only from public addresses, each redirect checked anew; only what robots.txt allows; one
    request to a host at a time, an interval apart; never more time or bytes than ``limits``.
    What it goes by is handed in, so that a test can do without the internet and without waiting.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        resolver: Resolver = resolve,
        is_allowed: AddressPolicy = is_public,
        clock: Clock | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock or SystemClock()
        self._exchanger = Exchanger(
            user_agent(), self._limits, resolver, is_allowed, clock=self._clock
        )
        self._turns = Turns(self._limits, self._clock)
        self._robots = Robots(self._robots_file, self._clock)

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """What stands at an address. Raises ``FetchError``."""
        address, asked = parse_url(url), _conditions(etag, last_modified)
        for _ in range(self._limits.redirects + 1):
            answer = self._visit(address, asked)
            location = redirect_of(answer)
            if location is None:
                now = self._clock.time()
                return document_of(address.url, answer, was_known=bool(asked), now=now)
            address = next_address(address, location)
        raise FetchError(said("It redirects more than {most} times.", most=self._limits.redirects))

    def _visit(self, address: WebAddress, asked: Mapping[str, str]) -> Answer:
        with self._turns.at(address.host) as turn:
            turn.wait()
            rules = self._robots.rules(address)
            if not rules.allow(address):
                raise FetchError(said("Its site's robots.txt does not let Byline read it."))
            turn.wait(max(self._limits.interval, rules.delay))
            try:
                answer = self._exchanger.get(address, asked)
            finally:
                turn.asked()
            turn.hold(retry_after(answer, self._clock.time()) or 0.0)
            return answer

    def _robots_file(self, address: WebAddress, most: int) -> Answer:
        """A robots.txt. One that is only redirected is none."""
        answer = self._exchanger.get(address, most=most)
        for _ in range(self._limits.redirects):
            location = redirect_of(answer)
            if location is None:
                break
            address = next_address(address, location)
            answer = self._exchanger.get(address, most=most)
        return answer


def user_agent() -> str:
    """How Byline introduces itself to web servers."""
    try:
        number = version("byline-bot")
    except PackageNotFoundError:
        number = "0"
    return f"{PRODUCT}/{number} (answers questions about news articles; fetches for its operator)"


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in given.items() if value}
