"""Web addresses, checked and written in one way before anything is done with them."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from corpus.messages import message
from corpus.web.base import FetchError

MAX_URL_LENGTH = 4000
_PORTS = {"http": 80, "https": 443}
_LOWEST_PORT = 1024
_MAX_HOST_LENGTH = 253
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SAFE_CHARS = "/?%:@!$&'()*+,;=~-._"
"""What stays as it is in a path and a query, beside letters and digits."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An ``http`` or ``https`` address: ``host`` in ASCII, ``target`` is its path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Host and port, the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The address whole, without a fragment."""
        return self.origin + self.target


def is_web_url(text: str) -> bool:
    """Whether a text is meant as an address of some scheme rather than as a path of a disk."""
    return re.match(r"\s*[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def parse_url(text: str) -> WebAddress:
    """The web address that a text is.

    Raises ``FetchError`` for one that is none, that is not ``http`` or ``https``, that carries a
    name or password, or that has a port which web servers do not use.
    """
    words = text.strip()
    if len(words) > MAX_URL_LENGTH:
        raise FetchError(
            message(
                "It is longer than {most} characters. Give a shorter address.",
                most=str(MAX_URL_LENGTH),
            )
        )
    if not words.isprintable() or re.search(r"[\s\\]", words):
        raise FetchError(
            message("It holds a space, a backslash or a control character. Check the address.")
        )
    try:
        parts = urlsplit(words)
        port = parts.port
    except ValueError as error:
        raise FetchError(message("It is not a web address. Check how it is written.")) from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise FetchError(message("Only addresses that begin with http:// or https:// are fetched."))
    if "@" in parts.netloc:
        raise FetchError(
            message("It holds a user name or a password. Give the address without them.")
        )
    return WebAddress(scheme, _parse_host(parts), _parse_port(port, scheme), _build_target(parts))


def resolve_redirect(current: WebAddress, location: str) -> WebAddress:
    """Where a redirect from ``current`` leads. Raises ``FetchError`` where it may not be gone."""
    try:
        found = parse_url(urljoin(current.url, location.strip()))
    except ValueError as error:
        raise FetchError(message("It redirects to something that is no web address.")) from error
    except FetchError as error:
        raise FetchError(
            message("It redirects to an address that is not fetched. {why}", why=error.message)
        ) from error
    if current.scheme == "https" and found.scheme == "http":
        raise FetchError(
            message("It redirects from https to http, which anyone on the way could change.")
        )
    return found


def _parse_port(port: int | None, scheme: str) -> int:
    if port is None:
        return _PORTS[scheme]
    if port not in _PORTS.values() and port < _LOWEST_PORT:
        raise FetchError(
            message(
                "Port {port} is not one of a web server. Use 80, 443 or one from 1024.",
                port=str(port),
            )
        )
    return port


def _parse_host(parts: SplitResult) -> str:
    """The host in the one way it is written; numbers that only look like names are refused."""
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return _normalize_ipv6(host)
    host = _encode_host(host).removesuffix(".")
    labels = host.split(".")
    if len(host) > _MAX_HOST_LENGTH or not all(map(_LABEL.fullmatch, labels)):
        raise FetchError(message("Its host name is not one. Check how the address is written."))
    if _NUMBER.fullmatch(labels[-1]):
        return _normalize_ipv4(host)
    return host


def _encode_host(host: str) -> str:
    if host.isascii():
        return host.lower()
    import idna

    if len(host) > _MAX_HOST_LENGTH:
        raise FetchError(message("Its host name is too long. Check how the address is written."))
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise FetchError(
            message("Its host name is not one. Check how the address is written.")
        ) from error


def _normalize_ipv4(host: str) -> str:
    """Four decimal numbers; octal, hexadecimal and short forms are read in different ways."""
    try:
        return str(IPv4Address(host))
    except AddressValueError as error:
        raise FetchError(
            message("Its host is a number in an unusual form. Write it as 1.2.3.4.")
        ) from error


def _normalize_ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except AddressValueError as error:
        raise FetchError(
            message("Its host is no IPv6 address. Check how it is written.")
        ) from error
    if address.scope_id:
        raise FetchError(
            message("Its IPv6 address has a zone, which only means something on one machine.")
        )
    return str(address)


def _build_target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_SAFE_CHARS)
    return f"{path}?{quote(parts.query, safe=_SAFE_CHARS)}" if parts.query else path
