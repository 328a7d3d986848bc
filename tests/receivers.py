"""Peers on this machine that answer as a test wants: with bytes, slowly, wrongly, or not at all."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from weakref import WeakSet

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Line = socket.socket
Manner = Callable[[Line], None]
PATIENCE = 30


@contextmanager
def listening(manner: Manner, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """Lend the port of a peer that treats each connection in its manner, in a thread of its own.

    At the end it goes away, whoever still waits for it.
    """
    server, lines = socket.create_server((host, port)), WeakSet[Line]()
    threading.Thread(target=_accept, args=(server, manner, lines), daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        # Closing alone would leave the thread in its accept.
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        _hang_up(list(lines))


def _hang_up(lines: Iterable[Line]) -> None:
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _accept(server: Line, manner: Manner, lines: WeakSet[Line]) -> None:
    with suppress(OSError):
        while True:
            line, _ = server.accept()
            lines.add(line)
            line.settimeout(PATIENCE)
            threading.Thread(target=_treat, args=(line, manner), daemon=True).start()


def _treat(line: Line, manner: Manner) -> None:
    with suppress(OSError), line:
        manner(line)


def asked(line: Line) -> tuple[bytes, bytes]:
    """Return the head and the body of a request with a Content-Length."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(line)
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [row.split(b":")[1] for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")]
    while len(body) < int(lengths[0] if lengths else 0):
        body += _more(line)
    return head, body


def answering(content: bytes, *, seen: list[bytes] | None = None) -> Manner:
    """Answer every request with these bytes."""

    def answer(line: Line) -> None:
        head, _ = asked(line)
        if seen is not None:
            seen.append(head)
        line.sendall(content)

    return answer


def http(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Return an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def dripping(beginning: bytes, drop: bytes) -> Manner:
    """Begin an answer, and go on with it in drops for ever."""

    def drip(line: Line) -> None:
        asked(line)
        line.sendall(beginning)
        pause = threading.Event()
        while not pause.wait(0.05):
            line.sendall(drop)

    return drip


def pouring(line: Line) -> None:
    """Answer with a body that does not end."""
    asked(line)
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"a" * 65536)


def silent(line: Line) -> None:
    """Take a request and say nothing."""
    asked(line)
    line.recv(1)


def _more(line: Line) -> bytes:
    content = line.recv(65536)
    if not content:
        raise ConnectionError("the other side went away")
    return content


class Certified:
    """An authority of a test's own and a server's certificate by it, for names and addresses."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.key, self.file = ec.generate_private_key(ec.SECP256R1()), folder / "server.pem"
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test's authority")])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder(name, name, self.key.public_key(), x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        self.public = certificate.public_bytes(serialization.Encoding.PEM)
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.file.write_bytes(private + self.public)

    def trusting(self) -> ssl.SSLContext:
        """Return what a client takes that trusts this authority alone."""
        return ssl.create_default_context(cadata=self.public.decode())

    def securing(self, manner: Manner, *, asked_for: list[str]) -> Manner:
        """Return a manner under TLS, which notes the server names that clients ask for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        context.sni_callback = lambda _line, name, _context: asked_for.append(name)

        def secured(line: Line) -> None:
            with context.wrap_socket(line, server_side=True) as safe:
                manner(safe)

        return secured


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
