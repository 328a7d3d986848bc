"""Where requests may go: public hosts at the ports of the web, and what the operator allows besides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from tracker.lib import public_addresses, urls
from tracker.lib.public_addresses import Address

PORTS = frozenset({80, 443, 8080, 8443})
DEFAULT_PORTS = {"http": 80, "https": 443}
MOST_PORTS = 65535

_ENTRY = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:./]+)\]|(?P<plain>[^:\[\]\s]+))(?::(?P<port>[0-9]{1,5}))?")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
# What resolvers take for an IPv4 address: a last label in decimal, octal or hexadecimal digits.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class Refused(Exception):
    """A request may not go there; the message says why, and nothing was sent."""


@dataclass(frozen=True, slots=True)
class Place:
    """A host's name in ASCII, or its address, with the port."""

    scheme: str
    host: str
    port: int

    @property
    def address(self) -> Address | None:
        """The address, where the host is one."""
        return public_addresses.parsed(self.host)


@dataclass(frozen=True, slots=True)
class Allowed:
    """One target that the operator allows although it may be private: a name or a network, at one port or any."""

    name: str | None
    network: IPv4Network | IPv6Network | None
    port: int | None

    def covers_port(self, port: int) -> bool:
        """Tell whether it speaks of the port."""
        return self.port in {None, port}

    def covers(self, host: str, address: Address | None) -> bool:
        """Tell whether it speaks of the host or its address."""
        if self.network is None:
            return host == self.name
        return address is not None and address in self.network


def allowed(text: str) -> Allowed:
    """Return what an entry such as `name`, `name:port`, `10.0.0.0/8`, `10.0.0.5:8000` or `[fd00::/8]:8080` allows.

    Raises ValueError for anything else.
    """
    match = _ENTRY.fullmatch(text)
    port = int(match["port"]) if match and match["port"] else None
    if match is None or (port is not None and not 0 < port <= MOST_PORTS):
        raise ValueError(text)
    plain = match["v6"] or match["plain"].lower()
    if match["v6"] or _ends_in_a_number(plain.partition("/")[0]):
        return Allowed(None, ip_network(plain, strict=False), port)
    if not _NAME.fullmatch(plain):
        raise ValueError(text)
    return Allowed(plain, None, port)


def place(url: str, allowances: Iterable[Allowed] = ()) -> Place:
    """Return where a request to the address would go, or raise Refused for what can be refused before it is resolved.

    Refused are schemes other than http and https, user names, IPv6 literals, hosts that hide an IPv4 address in another
    notation, ports that are not of the web, and addresses that are not public; unless they are allowed.
    """
    if not urls.is_web_url(url):
        raise Refused("It is not an http or https address")
    parts = urlsplit(url)
    found = Place(parts.scheme, urls.host(url).rstrip("."), parts.port or DEFAULT_PORTS[parts.scheme])
    if not found.host.isascii():
        raise Refused("The host's name has no form in ASCII")
    if found.address is None and _ends_in_a_number(found.host):
        raise Refused("The host is a number, and no address in the usual notation")
    if found.address:
        require(found, found.address, allowances)
    elif found.port not in PORTS and not any(a.covers_port(found.port) for a in _near(found, allowances)):
        raise Refused(f"Port {found.port} is not one of the web's")
    return found


def require(found: Place, address: Address, allowances: Iterable[Allowed]) -> None:
    """Raise Refused where an address of the host is neither public at a port of the web nor allowed."""
    if any(a.covers_port(found.port) and a.covers(found.host, address) for a in allowances):
        return
    if found.port not in PORTS:
        raise Refused(f"Port {found.port} is not one of the web's")
    if not public_addresses.is_public(address):
        raise Refused("The host's address is not public")


def _near(found: Place, allowances: Iterable[Allowed]) -> list[Allowed]:
    # Which network a name lies in is known when it is resolved, so a port that one of them allows may pass until then.
    return [a for a in allowances if a.network is not None or a.name == found.host]


def _ends_in_a_number(host: str) -> bool:
    return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
