"""Only addresses of the public internet are connected to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.guard import is_public

HOSTILE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.9",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.5",
    "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::8.8.8.8",
    "100::1", "2001::1", "2001:db8::1", "2001:10::1", "2002:7f00:1::", "2002:a00:1::1",
    "2002:c0a8:1::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456:789a::1", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "4000::1",
    "2001:0:808:808::5601:101",  # Teredo: a public server, the client at 169.254.254.254
    "2001:0:a00:1::f7f7:f7f7",  # Teredo: a private server, the client at 8.8.8.8
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.215.14", "100.63.255.255", "100.128.0.1", "172.15.0.1",
    "172.32.0.1", "192.167.255.255", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::200e",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:0:808:808::f7f7:f7f7",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address):
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_public_that_is_not_global(address):
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_public_that_is_not_global_unicast(address):
    allowed = is_public(address)
    if allowed and address.ipv4_mapped is None and address not in NAT64:
        assert address.is_global or address.sixtofour or address.teredo
        assert int(address) >> 125 == 1
        assert not address.is_multicast


@given(st.ip_addresses(v=4), st.integers(0, 2**64 - 1), st.integers(0, 2**16 - 1))
def test_an_address_that_embeds_another_is_as_public_as_that(inner, host, subnet):
    number = int(inner)
    forms = [
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x2002 << 112 | number << 80 | subnet << 64 | host),
        IPv6Address(0x20010000 << 96 | number << 64 | (~0x08080808 & 0xFFFFFFFF)),
        IPv6Address(0x20010000 << 96 | 0x08080808 << 64 | (~number & 0xFFFFFFFF)),
    ]
    assert {is_public(form) for form in forms} == {is_public(IPv4Address(number))}


class _Nat64:
    def __contains__(self, address):
        return int(address) >> 32 == 0x64FF9B << 64


NAT64 = _Nat64()
