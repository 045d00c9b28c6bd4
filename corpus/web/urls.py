"""Checks and normalizes web addresses before they are fetched."""

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
"""Characters of path and query that are not escaped, besides letters and digits."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An ``http`` or ``https`` address: ``host`` is ASCII, ``target`` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Host and port; the port only if it is not the default one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return self.origin + self.target


def is_web_url(text: str) -> bool:
    """Whether a text is an address with a scheme rather than a file path."""
    return re.match(r"\s*[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def parse_url(text: str) -> WebAddress:
    """Parse a web address.

    Raises ``FetchError`` for an invalid address, for one that is not ``http`` or ``https``, and
    for one with a user name, a password or a port that is not allowed.
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
            message("It contains a space, a backslash or a control character. Check the address.")
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
            message("It contains a user name or a password. Give the address without them.")
        )
    return WebAddress(scheme, _parse_host(parts), _parse_port(port, scheme), _build_target(parts))


def resolve_redirect(current: WebAddress, location: str) -> WebAddress:
    """Return the target of a redirect. Raises ``FetchError`` if it must not be followed."""
    try:
        found = parse_url(urljoin(current.url, location.strip()))
    except ValueError as error:
        raise FetchError(message("It redirects to something that is not a web address.")) from error
    except FetchError as error:
        raise FetchError(
            message("It redirects to an address that is not fetched. {why}", why=error.message)
        ) from error
    if current.scheme == "https" and found.scheme == "http":
        raise FetchError(message("It redirects from https to http, which is not secure."))
    return found


def _parse_port(port: int | None, scheme: str) -> int:
    if port is None:
        return _PORTS[scheme]
    if port not in _PORTS.values() and port < _LOWEST_PORT:
        raise FetchError(
            message(
                "Port {port} is not allowed. Use 80, 443, or a port from 1024.",
                port=str(port),
            )
        )
    return port


def _parse_host(parts: SplitResult) -> str:
    """Return the normalized host; unusual forms of numbers are refused."""
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return _normalize_ipv6(host)
    host = _encode_host(host).removesuffix(".")
    labels = host.split(".")
    if len(host) > _MAX_HOST_LENGTH or not all(map(_LABEL.fullmatch, labels)):
        raise FetchError(message("Its host name is not valid. Check how the address is written."))
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
            message("Its host name is not valid. Check how the address is written.")
        ) from error


def _normalize_ipv4(host: str) -> str:
    """Return four decimal numbers; octal, hexadecimal and short forms are ambiguous."""
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
            message("Its host is not an IPv6 address. Check how it is written.")
        ) from error
    if address.scope_id:
        raise FetchError(
            message("Its IPv6 address has a zone, which is valid on one machine only.")
        )
    return str(address)


def _build_target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_SAFE_CHARS)
    return f"{path}?{quote(parts.query, safe=_SAFE_CHARS)}" if parts.query else path
