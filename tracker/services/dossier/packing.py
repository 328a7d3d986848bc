"""Files packed into one ZIP while it is read: the same files give the same bytes, at any time."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

CHUNK = 1 << 16
# ZIP knows no time before this one.
EPOCH = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
UNIX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of the archive: bytes at hand, or a file on the disk whose digest is known."""

    name: str
    content: bytes | Path
    digest: str
    size: int

    @classmethod
    def of(cls, name: str, content: bytes) -> "Member":
        """Return a member from its bytes."""
        return cls(name=name, content=content, digest=sha256(content).hexdigest(), size=len(content))

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as source:
            yield from iter(lambda: source.read(CHUNK), b"")


class _Sink:
    """Takes what the archive writes until somebody fetches it; it has no place to go back to."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self.written.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """Have nothing to do: everything is at hand."""

    def fetch(self) -> bytes:
        joined = b"".join(self.written)
        self.written.clear()
        return joined


def packed(members: Iterable[Member]) -> Iterator[bytes]:
    """Yield an archive piece by piece, its files in the order of their names and stored as they are."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]  # it only writes
        for member in sorted(members, key=lambda member: member.name):
            yield from _stored(archive, member, sink)
    yield sink.fetch()


def _stored(archive: zipfile.ZipFile, member: Member, sink: _Sink) -> Iterator[bytes]:
    info = zipfile.ZipInfo(member.name, EPOCH)
    info.create_system, info.external_attr, info.file_size = UNIX, READABLE, member.size
    with archive.open(info, "w") as target:
        for chunk in member.chunks():
            target.write(chunk)
            yield sink.fetch()
