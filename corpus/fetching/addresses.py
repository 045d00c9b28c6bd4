"""Which addresses of the network may be connected to: those of the public internet alone."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
AddressPolicy = Callable[[Address], bool]
"""Whether an address may be connected to."""
Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host for a port, as text. Raises ``OSError`` where it has none."""

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
    """Whether an address is routed on the whole internet, and so no machine of ours.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4, Teredo) is as public as that.
    """
    if isinstance(address, IPv4Address):
        return _is_plain_public(address)
    embedded = _embedded(address)
    if embedded:
        return all(map(_is_plain_public, embedded))
    return address in _UNICAST and _is_plain_public(address)


def resolve(host: str, port: int) -> list[str]:
    """The addresses that this machine finds for a host, each once (``Resolver``)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def literal(host: str) -> Address | None:
    """The address that a host is written as, or ``None`` for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_plain_public(address: Address) -> bool:
    is_special = address.is_multicast or address.is_reserved or not address.is_global
    return not (is_special or any(address in network for network in _NOT_PUBLIC))


def _embedded(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that packets to an IPv6 address end up at, or come by."""
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
