"""Connections to the very addresses that were checked, with a limit on time and bytes.

A name is resolved once, and its address is judged and then connected to: a name server that gives
another address a moment later (DNS rebinding) changes nothing. TLS still verifies the name.
"""

import socket
import ssl
from collections.abc import Iterable
from ipaddress import ip_address
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

from corpus.fetching.addresses import Address, AddressPolicy, Resolver, literal
from corpus.fetching.limits import Clock, Limits
from corpus.fetching.ports import FetchError
from corpus.saying import said

_MOST_TRIED = 4
"""Addresses of one host that are tried before it counts as unreachable."""


class Meter:
    """What is left of a request's time and bytes."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._end = clock.monotonic() + limits.seconds
        self._received = 0

    def timeout(self) -> float:
        """Seconds that the next step may take. Raises httpcore's timeout where none are left."""
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise ReadTimeout
        return min(left, self._limits.silence)

    def count(self, received: bytes) -> bytes:
        """What was received. Raises ``FetchError`` where it is more than was agreed to."""
        self._received += len(received)
        if self._received > self._limits.received:
            most = self._limits.received // 1_000_000
            raise FetchError(
                said("It is larger than {most} MB. Save it, and add the file.", most=most)
            )
        return received


class GuardedBackend(NetworkBackend):
    """Opens connections for one request, to addresses that the policy lets through alone."""

    def __init__(self, resolve: Resolver, is_allowed: AddressPolicy, meter: Meter) -> None:
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._meter = meter
        self._plain = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the meter knows better
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """A connection to the first of the host's checked addresses that takes one.

        Raises ``FetchError`` for a host that is unknown or has an address that is not allowed.
        """
        failure: Exception = ConnectError("no address")
        for address in self._checked(host, port)[:_MOST_TRIED]:
            try:
                stream = self._plain.connect_tcp(
                    str(address), port, self._meter.timeout(), local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return MeteredStream(stream, self._meter)
        raise failure

    def _checked(self, host: str, port: int) -> list[Address]:
        """The host's addresses. One bad one spoils all: a public host has none."""
        addresses = self._addresses(host, port)
        refused = [address for address in addresses if not self._is_allowed(address)]
        if refused:
            raise FetchError(
                said(
                    "Its host {host} is at {address}, which is not an address of the public "
                    "internet. Save the page, and add the file.",
                    host=host,
                    address=str(refused[0]),
                )
            )
        return addresses

    def _addresses(self, host: str, port: int) -> list[Address]:
        known = literal(host)
        if known:
            return [known]
        try:
            return [ip_address(found) for found in self._resolve(host, port)]
        except (OSError, ValueError) as error:
            is_unknown = getattr(error, "errno", None) == socket.EAI_NONAME
            raise FetchError(
                said("Its host {host} was not found. Check the address.", host=host),
                may_pass=not is_unknown,
            ) from error


class MeteredStream(NetworkStream):
    """A connection whose every byte and second is counted."""

    def __init__(self, stream: NetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """The next bytes; empty at the end."""
        return self._meter.count(self._stream.read(max_bytes, self._meter.timeout()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send bytes."""
        self._stream.write(buffer, self._meter.timeout())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> NetworkStream:
        """The same connection, encrypted and its server verified."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._meter.timeout())
        return MeteredStream(stream, self._meter)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the library's own
        """What the connection knows about itself."""
        return self._stream.get_extra_info(info)
