"""A content-addressed store of files: each lies under its SHA-256, durable before it is known."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

CHUNK = 1 << 16


class FileTooLarge(Exception):
    """More bytes came than the store takes."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: `head` is its first bytes, from which its type can be told."""

    digest: str
    size: int
    head: bytes


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files under one directory, in folders by the first two digits of their digest."""

    directory: Path

    def path(self, digest: str) -> Path:
        """Return where the file of a digest lies, whether or not it is there."""
        return self.directory / digest[:2] / digest

    def add(self, stream: IO[bytes], *, limit: int) -> StoredFile:
        """Copy a stream into the store and return once it is on the disk; raises FileTooLarge and keeps nothing."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.directory, prefix="incoming-", delete=False) as target:
            place = Path(target.name)
            with or_nothing(place):
                stored = _copied(stream, target, limit)
                os.fsync(target.fileno())
        self._settle(place, stored.digest)
        return stored

    def remove(self, digest: str) -> None:
        """Take a file out of the store for good, if it is there."""
        path = self.path(digest)
        if path.is_file():
            path.unlink()
            sync_directory(path.parent)

    def _settle(self, place: Path, digest: str) -> None:
        target = self.path(digest)
        target.parent.mkdir(exist_ok=True)
        place.chmod(0o600)
        place.replace(target)
        for directory in (target.parent, self.directory):
            sync_directory(directory)


def _copied(stream: IO[bytes], target: IO[bytes], limit: int) -> StoredFile:
    digest, size, head = sha256(), 0, b""
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileTooLarge
        head = head or chunk
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    return StoredFile(digest.hexdigest(), size, head[:8192])


@contextmanager
def or_nothing(place: Path) -> Iterator[None]:
    """Take a file away again if what makes it does not come to its end, be it by an interrupt."""
    try:
        yield
    except BaseException:
        place.unlink()
        raise


def sync_directory(directory: Path) -> None:
    """Put a directory's own content on the disk: a rename is durable only then."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
