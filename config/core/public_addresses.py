"""Which addresses anybody may ask, and which belong to somebody's own network, perhaps to ours."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

type Address = IPv4Address | IPv6Address

METADATA = frozenset(
    ip_address(each)
    for each in (
        "100.100.100.200",
        "168.63.129.16",
        "169.254.169.254",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
    )
)
"""Where clouds tell their machines the machines' secrets."""
UNICAST = ip_network("2000::/3")
TRANSLATED = ip_network("64:ff9b::/96")
NOT_HOSTS = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2002::/16", "2001::/32")))
"""Protocols' own addresses; 6to4 and Teredo, which lead to an IPv4 address of the sender's choice."""


def parsed(text: str) -> Address:
    """An address as the resolver gives it; IPv4 within IPv6 is the IPv4 address that it leads to."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in TRANSLATED:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether it is one host of the open internet."""
    if is_never_asked(address) or not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if any(address in network for network in NOT_HOSTS):
        return False
    return isinstance(address, IPv4Address) or address in UNICAST


def is_never_asked(address: Address) -> bool:
    """Whether not even an operator may open it."""
    return address.is_link_local or address in METADATA
