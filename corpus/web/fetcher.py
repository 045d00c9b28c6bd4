"""The fetcher that Byline uses on the web."""

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

    It connects to public addresses only and checks each redirect again; it follows robots.txt,
    sends one request at a time to a host, with a pause between two, and keeps to ``limits``.
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
        self._client = HttpClient(
            _build_user_agent(), self._limits, resolver, is_allowed, clock=self._clock
        )
        self._slots = HostSlots(self._limits, self._clock)
        self._robots = Robots(self._fetch_robots_file, self._clock)

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedPage:
        """Fetch a document; see ``Fetcher``."""
        given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in given.items() if value}
        address = parse_url(url)
        for _ in range(self._limits.max_redirects + 1):
            response = self._request(address, conditions)
            location = find_redirect(response)
            if location is None:
                now = self._clock.time()
                return read_document(address.url, response, was_known=bool(conditions), now=now)
            address = resolve_redirect(address, location)
        raise FetchError(
            message("It redirects more than {most} times.", most=self._limits.max_redirects)
        )

    def _request(self, address: WebAddress, headers: Mapping[str, str]) -> HttpResponse:
        with self._slots.acquire(address.host) as slot:
            slot.sleep_until_free()
            rules = self._robots.find_rules(address)
            if not rules.is_allowed(address):
                raise FetchError(message("Its site's robots.txt does not allow Byline to read it."))
            slot.sleep_until_free(max(self._limits.min_interval, rules.delay))
            try:
                response = self._client.get(address, headers)
            finally:
                slot.record_request()
            slot.hold(parse_retry_after(response, self._clock.time()) or 0.0)
            return response

    def _fetch_robots_file(self, address: WebAddress, max_bytes: int) -> HttpResponse:
        """Fetch a robots.txt; after too many redirects, the last response has no body."""
        response = self._client.get(address, max_bytes=max_bytes)
        for _ in range(self._limits.max_redirects):
            location = find_redirect(response)
            if location is None:
                break
            address = resolve_redirect(address, location)
            response = self._client.get(address, max_bytes=max_bytes)
        return response


def _build_user_agent() -> str:
    try:
        number = version("byline-bot")
    except PackageNotFoundError:
        number = "0"
    return f"{PRODUCT}/{number} (answers questions about news articles; fetches for its operator)"
