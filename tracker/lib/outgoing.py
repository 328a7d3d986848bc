"""The one way in which this service sends requests to others, for addresses that strangers may have chosen.

A host is resolved once, each of its addresses must be public or allowed, and the connection goes to an address that was
checked while Host header, SNI and certificate stay the name's. No proxy of the environment is asked, no redirect is
followed, the answer is cut at its cap, and a deadline holds for everything together: also against a peer that sends a
byte at a time.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Protocol, Self

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import parse_url

from tracker.lib import public_addresses
from tracker.lib.outgoing_targets import Allowed, Place, Refused, allowed, place, require

__all__ = ["Allowed", "Answer", "Failed", "Outgoing", "Refused", "Request", "allowed", "place"]

Resolve = Callable[[str, int], Sequence[str]]
SECONDS = 15.0
MOST_BYTES = 1 << 20
MOST_ADDRESSES = 3
CHUNK = 1 << 14
LATE = "No answer in time"
PLAIN = {"Accept-Encoding": "identity", "User-Agent": "factcheck-tracker"}


class Failed(Exception):
    """There was no answer; the message says in a few words why, and never what a peer sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked; `seconds` is for all of it, and `most_bytes` is read of the answer's body."""

    url: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, of any status; `is_whole` tells whether the body ended before the cap."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool


class Deadline:
    """How much time is left; when it is up, the socket that it watches is shut, whatever waits for it."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds that are left; raises Failed where there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise Failed(LATE)
        return left

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.end

    def watch(self, line: socket.socket) -> socket.socket:
        """Shut this socket when time is up."""
        self.line = line
        line.settimeout(self.left)
        return line

    def _cut(self) -> None:
        if self.line is not None:
            try:
                # A reader in another thread is woken by this, and not by close.
                self.line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


class _Connected(Protocol):
    def __call__(self) -> socket.socket: ...


class _Plain(HTTPConnection):
    connected: _Connected

    def _new_conn(self) -> socket.socket:
        return self.connected()


class _Secure(HTTPSConnection):
    connected: _Connected

    def _new_conn(self) -> socket.socket:
        return self.connected()


def resolved(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system knows them; raises OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Outgoing:
    """Sends requests under the rules of this module, to public hosts and those in `allowances`."""

    def __init__(
        self, allowances: Iterable[Allowed] = (), *, resolve: Resolve = resolved, trusted: ssl.SSLContext | None = None
    ) -> None:
        self.allowances = tuple(allowances)
        self.resolve = resolve
        self.trusted = trusted

    def check(self, url: str) -> Place:
        """Return where a request would go, or raise Refused; nothing is resolved yet."""
        return place(url, self.allowances)

    def send(self, request: Request) -> Answer:
        """Return the answer to a request, of any status.

        Raises Refused for a target that is not allowed, Failed where no answer comes.
        """
        found = self.check(request.url)
        with Deadline(request.seconds) as deadline:
            addresses = self._addresses(found, deadline)
            try:
                answer = self._exchange(request, found, lambda: _line(addresses, found.port, deadline))
            except (OSError, HTTPException, HTTPError, ValueError) as error:
                raise Failed(LATE if deadline.is_over else _told(error)) from error
            if deadline.is_over:
                # What was cut off looks like an answer that has come to its end.
                raise Failed(LATE)
            return answer

    def _addresses(self, found: Place, deadline: Deadline) -> list[str]:
        names = [found.host] if found.address else _in_time(self.resolve, found, deadline)
        addresses = [public_addresses.parsed(name) for name in names]
        for address in addresses:
            if address is None:
                raise Refused("The host's address is not public")
            require(found, address, self.allowances)
        if not addresses:
            raise Failed("The host's name is not known")
        return [str(address) for address in addresses]

    def _trusted(self) -> ssl.SSLContext:
        # Made late and kept: reading all the authorities that a system trusts takes a while.
        self.trusted = self.trusted or ssl.create_default_context()
        return self.trusted

    def _exchange(self, request: Request, found: Place, connected: _Connected) -> Answer:
        # The host is a name or an address that was checked: the connection never looks it up.
        connection = (
            _Secure(found.host, found.port, ssl_context=self._trusted()) if found.scheme == "https"
            else _Plain(found.host, found.port)
        )  # fmt: skip
        connection.connected = connected
        try:
            connection.request(
                request.method, parse_url(request.url).request_uri, request.body, PLAIN | dict(request.headers),
                preload_content=False, decode_content=False,
            )  # fmt: skip
            return _answer(connection.getresponse(), most=request.most_bytes)
        finally:
            connection.close()


def _in_time(resolve: Resolve, found: Place, deadline: Deadline) -> Sequence[str]:
    # A resolver cannot be interrupted, so it is left behind.
    answers: queue.SimpleQueue[Sequence[str] | OSError | ValueError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(found.host, found.port))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left)
    except queue.Empty:
        raise Failed(LATE) from None
    if isinstance(answer, OSError | ValueError):
        raise Failed("The host's name is not known") from answer
    return answer


def _line(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    # The first that answers, each with its share of the time.
    first, *others = addresses[:MOST_ADDRESSES]
    try:
        line = socket.create_connection((first, port), timeout=deadline.left / (len(others) + 1))
    except OSError:
        if not others:
            raise
        return _line(others, port, deadline)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return deadline.watch(line)


def _answer(response: BaseHTTPResponse, *, most: int) -> Answer:
    body = bytearray()
    while len(body) <= most and (chunk := response.read(min(CHUNK, most + 1 - len(body)))):
        body += chunk
    return Answer(
        status=response.status, headers=dict(response.headers), body=bytes(body[:most]), is_whole=len(body) <= most
    )


def _told(error: Exception) -> str:
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return sentence
    return "The answer is not HTTP"


_SENTENCES: Sequence[tuple[type[Exception] | tuple[type[Exception], ...], str]] = (
    (ssl.SSLError, "The connection could not be secured"),
    (TimeoutError, LATE),
    (ConnectionRefusedError, "The connection was refused"),
    (ConnectionError, "The connection was broken off"),
    (LocationParseError, "It is not an http or https address"),
    (OSError, "The host cannot be reached"),
)
