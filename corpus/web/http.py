"""Sends single HTTP requests, each over its own connection, without redirects or cookies."""

import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from httpcore2 import (
    URL,
    HTTPConnection,
    NetworkError,
    ProtocolError,
    Request,
    Response,
    TimeoutException,
    default_ssl_context,
)

from corpus.messages import message
from corpus.web.base import Clock, FetchError, FetchLimits, SystemClock
from corpus.web.guard import AddressPolicy, Budget, GuardedBackend, Resolver, is_public, resolve
from corpus.web.urls import WebAddress

STATUSES_WITH_BODY = frozenset({200, 203})
_ACCEPTED_ENCODINGS = "gzip, deflate"
_ACCEPTED_TYPES = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, */*;q=0.8"
)
_IDENTITY_ENCODINGS = frozenset({"", "identity"})
_ZLIB_ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_STEP_BYTES = 1 << 16
"""The most bytes that one step of decompression returns."""


def read_body(pieces: Iterable[bytes], encoding: str, max_bytes: int) -> tuple[bytes, bool]:
    """Return the first ``max_bytes`` of a body after decompression, and whether there are more.

    ``encoding`` is the ``Content-Encoding`` header. At most 64 KB more than ``max_bytes`` are in
    memory. Raises ``FetchError`` for an encoding that was not requested and for a broken body.
    """
    body = bytearray()
    for piece in _decompress(pieces, encoding.strip().lower()):
        body += piece
        if len(body) > max_bytes:
            return bytes(body[:max_bytes]), True
    return bytes(body), False


def _decompress(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in _IDENTITY_ENCODINGS:
        return iter(pieces)
    if encoding in _ZLIB_ENCODINGS:
        return _inflate(pieces)
    raise FetchError(message("Its server compressed it in a way that Byline does not support."))


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inflater, is_started = zlib.decompressobj(_GZIP_OR_ZLIB), False
    try:
        for piece in pieces:
            is_started = True
            more = inflater.decompress(piece, _STEP_BYTES)
            while more:
                yield more
                more = inflater.decompress(inflater.unconsumed_tail, _STEP_BYTES)
            if inflater.eof:
                return
    except zlib.error as error:
        raise FetchError(
            message("Its server sent broken compressed data."), is_transient=True
        ) from error
    if is_started:
        raise FetchError(message("Only a part of it arrived. Try again later."), is_transient=True)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response: header names in lower case, ``body`` only for the statuses 200 and 203.

    ``is_truncated``: the body is longer than ``body``.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_truncated: bool


@dataclass(frozen=True)
class HttpClient:
    """Sends one request at a time, to addresses from ``resolve`` that ``is_allowed`` permits."""

    agent: str
    limits: FetchLimits = field(default_factory=FetchLimits)
    resolve: Resolver = resolve
    is_allowed: AddressPolicy = is_public
    clock: Clock = field(default_factory=SystemClock)
    make_ssl: Callable[[], ssl.SSLContext] = default_ssl_context

    def get(
        self, address: WebAddress, headers: Mapping[str, str] | None = None, max_bytes: int = 0
    ) -> HttpResponse:
        """Send a GET request; the body has at most ``max_bytes``, by default those of the limits.

        Raises ``FetchError`` if there is no complete response.
        """
        sent = self._build_headers(address) | dict(headers or {})
        with self._connect(address) as connection, _translate_errors():
            response = connection.handle_request(_build_request(address, sent))
            found = _parse_headers(response)
            if response.status not in STATUSES_WITH_BODY:
                return HttpResponse(response.status, found, b"", is_truncated=False)
            body, is_truncated = read_body(
                response.iter_stream(),
                found.get("content-encoding", ""),
                max_bytes or self.limits.max_content_bytes,
            )
            return HttpResponse(response.status, found, body, is_truncated)

    @contextmanager
    def _connect(self, address: WebAddress) -> Iterator[HTTPConnection]:
        budget = Budget(self.limits, self.clock)
        backend = GuardedBackend(self.resolve, self.is_allowed, budget)
        context = self._ssl if address.scheme == "https" else None
        origin = _build_url(address).origin
        with HTTPConnection(origin, context, network_backend=backend) as connection:
            yield connection

    @cached_property
    def _ssl(self) -> ssl.SSLContext:
        return self.make_ssl()

    def _build_headers(self, address: WebAddress) -> dict[str, str]:
        return {
            "Host": address.netloc,
            "User-Agent": self.agent,
            "Accept": _ACCEPTED_TYPES,
            "Accept-Encoding": _ACCEPTED_ENCODINGS,
            "Connection": "close",
        }


def _build_url(address: WebAddress) -> URL:
    return URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)


def _build_request(address: WebAddress, headers: Mapping[str, str]) -> Request:
    sent = [(name.encode(), value.encode("latin-1", "ignore")) for name, value in headers.items()]
    return Request("GET", _build_url(address), headers=sent)


def _parse_headers(response: Response) -> dict[str, str]:
    """Return the first header of each name, decoded as Latin-1."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return found


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except TimeoutException as error:
        raise FetchError(
            message("Its server took too long. Try again later."), is_transient=True
        ) from error
    except NetworkError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise FetchError(
                message("The certificate of its server is not valid. Check the address.")
            ) from error
        raise FetchError(
            message("Its server cannot be reached. Try again later."), is_transient=True
        ) from error
    except ProtocolError as error:
        raise FetchError(
            message("Its server did not send a valid HTTP response. Try again later."),
            is_transient=True,
        ) from error
