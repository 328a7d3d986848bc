"""A small HTTP load client: keep-alive connections in one thread, each sending its next request when answered."""

import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"\r\n0\r\n\r\n"
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the client saw; times in seconds."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float


@dataclass(slots=True)
class Line:
    """One connection, with what has arrived of the answer it waits for."""

    socket: socket.socket
    began: float = 0.0
    arrived: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        """Send the next request."""
        self.arrived.clear()
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def take(self) -> int | None:
        """Take what came; return the answer's status once it is whole. Raises ConnectionError where it ended early."""
        piece = self.socket.recv(CHUNK)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.arrived += piece
        return _status(self.arrived)


def request(method: str, path: str, headers: Mapping[str, str], *, body: bytes = b"") -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + HEAD_END + body


def drive(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Seen:
    """Send the requests in turn over so many connections for so long, each at most once more than needed."""
    lines = [Line(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in range(connections)]
    began = time.perf_counter()
    times, errors = _exchange(lines, cycle(requests), until=began + seconds)
    passed = time.perf_counter() - began
    for line in lines:
        line.socket.close()
    ordered = sorted(times) or [0.0]
    return Seen(requests=len(times), seconds=passed, errors=errors, p50=ordered[len(ordered) // 2],
                p99=ordered[int(len(ordered) * 0.99)])  # fmt: skip


def _exchange(lines: Sequence[Line], requests: Iterator[bytes], *, until: float) -> tuple[list[float], int]:
    times: list[float] = []
    errors = 0
    for line, status in _answers(lines, requests, until=until):
        times.append(time.perf_counter() - line.began)
        errors += status >= 400
    return times, errors


def _answers(lines: Sequence[Line], requests: Iterator[bytes], *, until: float) -> Iterator[tuple[Line, int]]:
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.ask(next(requests))
        while selector.get_map():
            taken = [(key.data, key.data.take()) for key, _ in selector.select()]
            whole = [(line, status) for line, status in taken if status is not None]
            yield from whole
            _go_on([line for line, _ in whole], requests, None if time.perf_counter() < until else selector)


def _go_on(lines: Sequence[Line], requests: Iterator[bytes], ending: selectors.BaseSelector | None) -> None:
    for line in lines:
        if ending is None:
            line.ask(next(requests))
        else:
            ending.unregister(line.socket)


def _status(arrived: bytearray) -> int | None:
    end = arrived.find(HEAD_END)
    if end < 0:
        return None
    head = bytes(arrived[:end]).lower()
    status = int(head[9:12])
    if b"transfer-encoding: chunked" in head:
        return status if arrived.endswith(LAST_CHUNK) else None
    _, found, rest = head.partition(b"content-length:")
    length = int(rest.split(b"\r\n", 1)[0]) if found and status not in {204, 304} else 0
    return status if len(arrived) - end - len(HEAD_END) >= length else None
