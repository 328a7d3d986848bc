"""Which IP addresses lie on the open internet: by an own table, since what libraries call global includes tunnels."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's special-purpose registries (RFC 6890 and its updates), relays into other networks, and a cloud's own service
# that lies at an address which looks public.
_CLOSED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        ),
    )
)  # fmt: skip
# Beyond it lie loopback, mapped and compatible IPv4, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), discard, unique local,
# link-local, site-local and multicast addresses.
_OPEN_V6 = IPv6Network("2000::/3")
# Teredo and other protocol assignments, documentation, 6to4, and AS112.
_CLOSED_V6 = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"))
)  # fmt: skip
# The interface identifier of ISATAP (RFC 5214 §6.1), after which an IPv4 address follows.
_ISATAP = (0x00005EFE, 0x02005EFE)

Address = IPv4Address | IPv6Address


def parsed(text: str) -> Address | None:
    """Return the address that text is in its usual form, or None."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Tell whether an address is one host's on the open internet, and holds no other address inside."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.scope_id or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)
