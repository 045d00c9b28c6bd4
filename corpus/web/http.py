"""One request and its response, over its own connection; no redirects, cookies or proxies."""

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

from corpus.messages import said
from corpus.web.base import Clock, FetchError, Limits, SystemClock
from corpus.web.guard import AddressPolicy, GuardedBackend, Meter, Resolver, is_public, resolve
from corpus.web.urls import WebAddress

ACCEPTED = "gzip, deflate"
"""The encodings that a request asks for."""
_PLAIN = frozenset({"", "identity"})
_ZLIB = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_STEP = 1 << 16
"""Bytes decompressed at a time, however little they were compressed to."""


def read_body(pieces: Iterable[bytes], encoding: str, most: int) -> tuple[bytes, bool]:
    """A body's first ``most`` bytes after decompression, and whether there are more.

    ``encoding`` is the ``Content-Encoding`` it came with. No more is read than is needed, and
    no more than 64 KB beyond ``most`` held. Raises ``FetchError`` for an encoding that was not
    asked for, and for a body that is broken.
    """
    body = bytearray()
    for piece in _decompressed(pieces, encoding.strip().lower()):
        body += piece
        if len(body) > most:
            return bytes(body[:most]), True
    return bytes(body), False


def _decompressed(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in _PLAIN:
        return iter(pieces)
    if encoding in _ZLIB:
        return _inflated(pieces)
    raise FetchError(said("Its server sent it compressed in a way that was not asked for."))


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inflater, begun = zlib.decompressobj(_GZIP_OR_ZLIB), False
    try:
        for piece in pieces:
            begun = True
            more = inflater.decompress(piece, _STEP)
            while more:
                yield more
                more = inflater.decompress(inflater.unconsumed_tail, _STEP)
            if inflater.eof:
                return
    except zlib.error as error:
        raise FetchError(said("Its server sent broken compressed data."), may_pass=True) from error
    if begun:
        raise FetchError(said("It came only in part. Try again later."), may_pass=True)


WITH_BODY = frozenset({200, 203})
_TEXTS = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, */*;q=0.8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: header names in small letters; ``body`` only for 200 and 203.

    ``is_cut`` says that the body is longer than what was kept of it.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool


@dataclass(frozen=True)
class Exchanger:
    """Asks web servers, one request at a time.

    ``resolve`` finds addresses and ``is_allowed`` judges each that is to be connected to.
    """

    agent: str
    limits: Limits = field(default_factory=Limits)
    resolve: Resolver = resolve
    is_allowed: AddressPolicy = is_public
    clock: Clock = field(default_factory=SystemClock)
    make_ssl: Callable[[], ssl.SSLContext] = default_ssl_context

    def get(
        self, address: WebAddress, headers: Mapping[str, str] | None = None, most: int = 0
    ) -> Answer:
        """What stands at an address: ``most`` bytes of it, or as many as the limits say.

        Raises ``FetchError`` where there is no whole answer.
        """
        sent = self._headers(address) | dict(headers or {})
        with self._connection(address) as connection, _told():
            response = connection.handle_request(_request(address, sent))
            found = _headers_of(response)
            if response.status not in WITH_BODY:
                return Answer(response.status, found, b"", is_cut=False)
            body, is_cut = read_body(
                response.iter_stream(),
                found.get("content-encoding", ""),
                most or self.limits.content,
            )
            return Answer(response.status, found, body, is_cut)

    @contextmanager
    def _connection(self, address: WebAddress) -> Iterator[HTTPConnection]:
        meter = Meter(self.limits, self.clock)
        backend = GuardedBackend(self.resolve, self.is_allowed, meter)
        context = self._ssl if address.scheme == "https" else None
        origin = _url(address).origin
        with HTTPConnection(origin, context, network_backend=backend) as connection:
            yield connection

    @cached_property
    def _ssl(self) -> ssl.SSLContext:
        return self.make_ssl()

    def _headers(self, address: WebAddress) -> dict[str, str]:
        return {
            "Host": address.netloc,
            "User-Agent": self.agent,
            "Accept": _TEXTS,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
        }


def _url(address: WebAddress) -> URL:
    return URL(scheme=address.scheme, host=address.host, port=address.port, target=address.target)


def _request(address: WebAddress, headers: Mapping[str, str]) -> Request:
    sent = [(name.encode(), value.encode("latin-1", "ignore")) for name, value in headers.items()]
    return Request("GET", _url(address), headers=sent)


def _headers_of(response: Response) -> dict[str, str]:
    """The first of each name, byte by byte (Latin-1)."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return found


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors as sentences for people."""
    try:
        yield
    except TimeoutException as error:
        raise FetchError(
            said("Its server took too long. Try again later."), may_pass=True
        ) from error
    except NetworkError as error:
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            raise FetchError(
                said(
                    "Its server could not prove that it is who it says (its certificate is not "
                    "valid)."
                )
            ) from error
        raise FetchError(
            said("Its server cannot be reached. Try again later."), may_pass=True
        ) from error
    except ProtocolError as error:
        raise FetchError(
            said("Its server did not answer as a web server does."), may_pass=True
        ) from error
