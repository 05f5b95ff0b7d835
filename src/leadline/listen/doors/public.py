"""Is an address one of the internet at large, and of nothing that lies behind or beside it?

In: an address as a name led to it. Out: yes or no. The surprise: of IPv6 only what was ever handed out for the internet
(2000::/3) may be public, and an IPv4 address that another one carries inside is judged by itself or not trusted at all,
for a translator on the way would lead to the inner one.
"""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

SPECIAL = tuple(
    ipaddress.ip_network(one)
    for one in (
        # https://www.iana.org/assignments/iana-ipv4-special-registry/
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the customers of a provider
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # this link; services of a cloud to its machines
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols of the IETF
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # many at once
        "240.0.0.0/4",  # reserved, and everybody at once
        # https://www.iana.org/assignments/iana-ipv6-special-registry/, of what lies in 2000::/3
        "2001::/23",  # protocols of the IETF: Teredo, benchmarks, AMT, ORCHID, identifiers of drones
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_HANDED_OUT = ipaddress.IPv6Network("2000::/3")
"""https://www.iana.org/assignments/ipv6-address-space/: all else is reserved, local, for many at once, or translated,
as ::/96, ::ffff:0:0:0/96, 64:ff9b:1::/48, 100::/64, 5f00::/16, fc00::/7, fe80::/10 and fec0::/10."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: how a network without IPv4 reaches one; the names of the internet lead here (DNS64)."""
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""RFC 5214: with these before it, the last half of an address carries one of IPv4 to which a tunnel leads."""


def is_public(address: Address) -> bool:
    """Whether an address is of the internet at large, also where it carries another one inside."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if address not in _HANDED_OUT or int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
            return False
    return not any(address in network for network in SPECIAL)
