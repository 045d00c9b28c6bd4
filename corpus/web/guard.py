"""Connects to checked addresses only, with limits on time and bytes.

A name is resolved once; the address that is checked is the one connected to, so DNS rebinding (a
name server that returns another address a moment later) has no effect. TLS verifies the name.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
)

from corpus.messages import message
from corpus.web.base import Clock, FetchError, FetchLimits

Address = IPv4Address | IPv6Address
AddressPolicy = Callable[[Address], bool]
"""Whether a connection to an address is allowed."""
Resolver = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host for a port, as text. Raises ``OSError`` for none."""

_MAX_TRIED_ADDRESSES = 4
"""How many addresses of a host are tried."""
_UNICAST = IPv6Network("2000::/3")
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_6TO4 = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_NOT_PUBLIC = (
    ip_network("192.88.99.0/24"),  # relays of 6to4
    ip_network("192.0.0.0/24"),  # protocol assignments
    IPv6Network("2001:db8::/32"),  # examples
    IPv6Network("3fff::/20"),  # more examples, newer than some Pythons
    IPv6Network("5f00::/16"),  # segment routing
)


def is_public(address: Address) -> bool:
    """Whether an address is routed on the public internet, so not a machine of the local network.

    An IPv6 address that contains an IPv4 one (mapped, NAT64, 6to4, Teredo) is as public as that.
    """
    if isinstance(address, IPv4Address):
        return _is_plain_public(address)
    embedded = _find_embedded(address)
    if embedded:
        return all(map(_is_plain_public, embedded))
    return address in _UNICAST and _is_plain_public(address)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, each once (``Resolver``)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _is_plain_public(address: Address) -> bool:
    is_special = address.is_multicast or address.is_reserved or not address.is_global
    return not (is_special or any(address in network for network in _NOT_PUBLIC))


def _find_embedded(address: IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses that packets to an IPv6 address reach or pass."""
    number = int(address)
    if address in _MAPPED or address in _NAT64:
        return [IPv4Address(number & 0xFFFF_FFFF)]
    if address in _6TO4:
        return [IPv4Address(number >> 80 & 0xFFFF_FFFF)]
    if address in _TEREDO:
        return [
            IPv4Address(number >> 64 & 0xFFFF_FFFF),
            IPv4Address(~number & 0xFFFF_FFFF),
        ]
    return []


class Budget:
    """The rest of a request's time and bytes."""

    def __init__(self, limits: FetchLimits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._end = clock.monotonic() + limits.max_seconds
        self._received = 0

    def timeout(self) -> float:
        """Return the seconds for the next step. Raises httpcore's ``ReadTimeout`` for none."""
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise ReadTimeout
        return min(left, self._limits.max_idle_seconds)

    def count(self, received: bytes) -> bytes:
        """Count and return received bytes. Raises ``FetchError`` above the limit."""
        self._received += len(received)
        if self._received > self._limits.max_received_bytes:
            most = self._limits.max_received_bytes // 1_000_000
            raise FetchError(
                message("It is larger than {most} MB. Save it, and add the file.", most=most)
            )
        return received


class GuardedBackend(NetworkBackend):
    """Opens connections for one request, to allowed addresses only."""

    def __init__(self, resolve: Resolver, is_allowed: AddressPolicy, budget: Budget) -> None:
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._budget = budget
        self._plain = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the budget sets it
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Connect to the first of the host's addresses that accepts.

        Raises ``FetchError`` for a host that is unknown or has an address that is not allowed.
        """
        failure: Exception = ConnectError("no address")
        for address in self._resolve_checked(host, port)[:_MAX_TRIED_ADDRESSES]:
            try:
                stream = self._plain.connect_tcp(
                    str(address), port, self._budget.timeout(), local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return MeteredStream(stream, self._budget)
        raise failure

    def _resolve_checked(self, host: str, port: int) -> list[Address]:
        """Return the host's addresses; if one is not allowed, the host is refused."""
        addresses = self._resolve_addresses(host, port)
        refused = [address for address in addresses if not self._is_allowed(address)]
        if refused:
            raise FetchError(
                message(
                    "Its host {host} is at {address}, which is not an address of the public "
                    "internet. Save the page, and add the file.",
                    host=host,
                    address=str(refused[0]),
                )
            )
        return addresses

    def _resolve_addresses(self, host: str, port: int) -> list[Address]:
        with suppress(ValueError):
            return [ip_address(host)]
        try:
            return [ip_address(found) for found in self._resolve(host, port)]
        except (OSError, ValueError) as error:
            is_unknown = getattr(error, "errno", None) == socket.EAI_NONAME
            raise FetchError(
                message("Its host {host} was not found. Check the address.", host=host),
                is_transient=not is_unknown,
            ) from error


class MeteredStream(NetworkStream):
    """A connection that counts bytes and time."""

    def __init__(self, stream: NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Return the next bytes, empty at the end."""
        return self._budget.count(self._stream.read(max_bytes, self._budget.timeout()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send bytes."""
        self._stream.write(buffer, self._budget.timeout())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> NetworkStream:
        """Return the connection encrypted, its server verified."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._budget.timeout())
        return MeteredStream(stream, self._budget)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the library's own
        """Return the library's information about the connection."""
        return self._stream.get_extra_info(info)
