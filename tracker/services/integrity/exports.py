"""The log as others read it: tiles, entries and the newest signed checkpoint, as files (C2SP tlog-tiles)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import UsageError
from tracker.lib import durable_file
from tracker.lib.file_store import sync_directory
from tracker.lib.merkle import leaf_hash
from tracker.lib.signed_note import Note, NoteError, VerifierKey
from tracker.lib.tlog import FULL_WIDTH, HEIGHT, Checkpoint, EntryBundle, Tile, TlogError, render_entries
from tracker.lib.tree_growth import Growth
from tracker.services.integrity.pages import Reader

Show = Callable[[str, int, int], None]
NEWEST = "SELECT size, root, note FROM log_checkpoint WHERE size = (SELECT MAX(size) FROM log_checkpoint)"
ENTRIES = "SELECT seq, entry FROM log_entry WHERE seq >= :first AND seq < :end ORDER BY seq"


class ForkFound(UsageError):
    """What was handed out before is not the beginning of this log."""


class NotTheLog(UsageError):
    """The entries are not those that the checkpoint is of."""


@dataclass(slots=True, kw_only=True)
class Export:
    """What was handed out: the checkpoint's size and root, and how many files were written and how many were there."""

    size: int
    root: bytes
    written: int = 0
    kept: int = 0


@dataclass
class Folder:
    """A directory that gains files, each whole or not at all; what is there is never changed."""

    path: Path
    export: Export
    touched: set[Path] = field(default_factory=set)

    def keep(self, name: str, content: bytes) -> None:
        """Write a file unless it is there; raises ForkFound where it is there with other bytes."""
        target = self.path / name
        if not target.is_file():
            self.write(name, content)
            return
        if target.read_bytes() != content:
            raise ForkFound(f"{target} is there, and not what the log has now: nothing was changed")
        self.export.kept += 1

    def write(self, name: str, content: bytes) -> None:
        """Write a file, which is there once it is complete."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        durable_file.put(target, content, mode=0o644)
        self.touched |= {target.parent, *target.parent.parents[: len(Path(name).parts) - 1]}
        self.export.written += 1

    def settle(self) -> None:
        """Put all names of new files on the disk."""
        while self.touched:
            sync_directory(self.touched.pop())

    def clear(self) -> None:
        """Take away what an export that was killed left unfinished."""
        for left in self.path.rglob(f"{durable_file.INCOMING}*"):
            left.unlink()


def export(actor: Actor, connection: Connection, target: Path, *, keys: Sequence[VerifierKey], show: Show) -> Export:
    """Write tiles, entries, key and, at last, the checkpoint to a directory, and return what was written.

    Full tiles that are there stay as they are. Raises ForkFound where they, or the checkpoint, are another log's, and
    NotTheLog where the entries are not what the checkpoint says.
    """
    permit(actor, "installation.operate")
    reader = Reader(connection)
    signed, note = _newest(reader)
    folder = Folder(target, Export(size=signed.size, root=signed.root))
    target.mkdir(parents=True, exist_ok=True)
    folder.clear()
    _refuse_forks(reader, target, signed)
    tiles = Tiles(folder)
    for entries in _bundles(reader, signed.size):
        tiles.add(entries)
        show("Entries", tiles.growth.size, signed.size)
    if tiles.finish() != signed.root:
        raise NotTheLog("the entries are not those of the checkpoint: `tracker log verify` says where")
    for key in keys[:1]:
        folder.write("key", f"{key}\n".encode())
    folder.settle()
    folder.write("checkpoint", note)
    folder.settle()
    return folder.export


def _newest(reader: Reader) -> tuple[Checkpoint, bytes]:
    rows = reader.rows(NEWEST)
    if not rows:
        raise UsageError("Nothing was signed yet, so there is no checkpoint to hand out")
    size, _, text = rows[0]
    try:
        signed = Checkpoint.parse(Note.parse(text.encode()).text)
    except (NoteError, TlogError) as error:
        raise NotTheLog(f"The checkpoint of size {size} is none: {error}") from error
    return signed, text.encode()


def _refuse_forks(reader: Reader, target: Path, signed: Checkpoint) -> None:
    path = target / "checkpoint"
    if not path.is_file():
        return
    try:
        before = Checkpoint.parse(Note.parse(path.read_bytes()).text)
    except (NoteError, TlogError) as error:
        raise ForkFound(f"{path} is no checkpoint: {error}") from error
    if before.size > signed.size:
        raise ForkFound(f"{path} is of {before.size} entries, and the log was last signed at {signed.size}")
    growth = Growth()
    for entries in _bundles(reader, before.size):
        for _ in growth.extend([leaf_hash(entry) for entry in entries]):
            pass
    if before.root != growth.root():
        raise ForkFound(f"{path} is of {before.size} entries that are not those of the log")


@dataclass
class Tiles:
    """Writes entries and tiles as the tree grows: each row of tiles takes every eighth level of the tree."""

    folder: Folder
    growth: Growth = field(default_factory=Growth)
    rows: dict[int, list[bytes]] = field(default_factory=dict)

    def add(self, entries: Sequence[bytes]) -> None:
        """Append a bundle of entries and write what is complete with it."""
        index = self.growth.size >> HEIGHT
        leaves = [leaf_hash(entry) for entry in entries]
        self.folder.keep(EntryBundle(index, len(entries)).path, render_entries(entries))
        self.folder.keep(Tile(0, index, len(leaves)).path, b"".join(leaves))
        for level, _, hashes in self.growth.extend(leaves):
            if level % HEIGHT == 0:
                self._gather(level // HEIGHT, hashes)

    def finish(self) -> bytes:
        """Write the tiles at the right edge, and return the root."""
        for level in self.rows:
            self._put(level)
        return self.growth.root()

    def _gather(self, level: int, hashes: list[bytes]) -> None:
        # Of a bundle there is at most one, so no tile can get more than it takes.
        row = self.rows.setdefault(level, [])
        row += hashes
        if len(row) == FULL_WIDTH:
            self._put(level)

    def _put(self, level: int) -> None:
        row, self.rows[level] = self.rows[level], []
        if row:
            index = (self.growth.widths[level * HEIGHT - 1] - 1) >> HEIGHT
            self.folder.keep(Tile(level, index, len(row)).path, b"".join(row))


def _bundles(reader: Reader, size: int) -> Iterator[list[bytes]]:
    for first in range(0, size, FULL_WIDTH):
        end = min(first + FULL_WIDTH, size)
        rows = reader.rows(ENTRIES, first=first, end=end)
        if [row[0] for row in rows] != list(range(first, end)):
            raise NotTheLog(f"Entries are missing between {first} and {end}: `tracker log verify` says where")
        yield [row[1] for row in rows]
