"""One file that holds many: a tar whose last member, the manifest, tells the digests of the others.

It is put in place whole or not at all, and an archive that was cut short lacks its manifest.
"""

import gzip
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

import orjson

from tracker.lib.file_store import or_nothing, sync_directory

MANIFEST = "manifest.json"
COMPRESSION = 1


class ArchiveDamaged(Exception):
    """An archive is not one, was cut short, or holds other bytes than its manifest says."""


class ArchiveWriter:
    """Adds members to an archive; `digests` are the SHA-256 of all there are, by name."""

    def __init__(self, tar: tarfile.TarFile, folder: Path) -> None:
        self.tar = tar
        self.folder = folder
        self.digests: dict[str, str] = {}

    @contextmanager
    def compressed(self, name: str) -> Iterator[IO[bytes]]:
        """Lend a file to write a member into, whose size need not be known before."""
        with tempfile.TemporaryFile(dir=self.folder) as spool:
            with gzip.GzipFile(filename="", fileobj=spool, mode="wb", compresslevel=COMPRESSION, mtime=0) as target:
                yield target  # type: ignore[misc]  # a GzipFile is an IO[bytes] in all but its declared type
            self.add(name, spool)

    def add(self, name: str, source: IO[bytes]) -> str:
        """Add a file that is complete, and return its SHA-256."""
        source.seek(0)
        digest = self.digests[name] = file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # a file
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = source.seek(0, os.SEEK_END), 0o600, int(time.time())
        source.seek(0)
        self.tar.addfile(member, source)
        return digest

    def finish(self, manifest: Mapping[str, object]) -> None:
        """Add the manifest, with the digests of all members."""
        with tempfile.TemporaryFile(dir=self.folder) as target:
            target.write(orjson.dumps({**manifest, "digests": self.digests}, option=orjson.OPT_INDENT_2))
            self.add(MANIFEST, target)


class ArchiveReader:
    """Reads an archive; what it gives is checked against the manifest by `verify` alone."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.manifest: dict[str, Any] = self._manifest()

    @property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of all members, by name."""
        digests: Mapping[str, str] = self.manifest["digests"]
        return digests

    def verify(self, name: str) -> None:
        """Read a member in full, and raise ArchiveDamaged where it is not what the manifest says."""
        with self.open(name) as source:
            if file_digest(source, "sha256").hexdigest() != self.digests[name]:  # type: ignore[arg-type]  # a file
                raise ArchiveDamaged(f"{name} is damaged")

    def open(self, name: str) -> IO[bytes]:
        """Open a member."""
        try:
            source = self.tar.extractfile(name)
        except KeyError as error:
            raise ArchiveDamaged(f"{name} is missing") from error
        if source is None:
            raise ArchiveDamaged(f"{name} is not a file")
        return source

    @contextmanager
    def decompressed(self, name: str) -> Iterator[IO[bytes]]:
        """Open a member that was added by way of `compressed`."""
        with self.open(name) as source, gzip.GzipFile(fileobj=source) as plain:
            yield plain  # type: ignore[misc]  # a GzipFile is an IO[bytes] in all but its declared type

    def _manifest(self) -> dict[str, Any]:
        with self.open(MANIFEST) as source:
            text = source.read()
        try:
            return dict(orjson.loads(text))
        except (ValueError, TypeError) as error:
            raise ArchiveDamaged("its manifest is damaged") from error


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive, readable by its owner alone, that stands at the path once it is complete and on the disk."""
    with (
        tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as target,
        or_nothing(Path(target.name)),
    ):
        with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
            yield ArchiveWriter(tar, path.parent)
        target.flush()
        os.fsync(target.fileno())
        Path(target.name).replace(path)
    sync_directory(path.parent)


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """Read an archive, or raise ArchiveDamaged."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield ArchiveReader(tar)
    except tarfile.TarError as error:
        raise ArchiveDamaged("it is no backup, or was cut short") from error
    except EOFError as error:
        raise ArchiveDamaged("it was cut short") from error
