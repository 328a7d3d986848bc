"""Backups: everything an installation holds, in one file, taken while it works."""

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import UsageError
from tracker.lib import archives, clock
from tracker.lib.archives import ArchiveWriter
from tracker.lib.file_store import FileStore
from tracker.models import Base, Capture, db
from tracker.services import log, migrations, table_copies
from tracker.services.key_files import KeyFiles

FORMAT = 1
STRIDE = 500
Show = Callable[[str, int, int], None]
SNAPSHOTS: Mapping[str, Mapping[str, Any]] = {
    # SQLite reads one snapshot from BEGIN to the end anyway; writers go on beside it.
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


@dataclass(slots=True)
class Tally:
    """Shows how far something has come, but not at each step."""

    show: Show
    name: str
    total: int
    done: int = 0

    def add(self, steps: int) -> None:
        """Count some steps as done."""
        before, self.done = self.done, self.done + steps
        if self.done == self.total or before // STRIDE != self.done // STRIDE:
            self.show(self.name, self.done, self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in a backup."""

    name: str
    columns: list[str]
    rows: int

    @property
    def member(self) -> str:
        """Where in the archive its rows are."""
        return f"tables/{self.name}.copy.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: `files` are digests of captures, `lost` those that were not there to be kept.

    `signer` are the suffixes of the signer's files: public keys and what was signed last, and never the secret key.
    """

    made_at: str
    tracker: str
    database: str
    revision: str
    log_size: int
    tables: list[Table]
    files: list[str]
    lost: list[str]
    signer: list[str] = field(default_factory=list)
    format: int = FORMAT


def make(actor: Actor, target: Path, *, store: FileStore, signer: KeyFiles, force: bool, show: Show) -> Manifest:
    """Write a backup to a file, which is there once it is complete, and return what it holds.

    All tables are read in one snapshot, so what it holds is what was committed at one moment. Captured
    files are never removed, so those that it names are still there after it. Raises UsageError where the file exists.
    """
    permit(actor, "installation.operate")
    if target.exists() and not force:
        raise UsageError(f"{target} exists: name another file, or overwrite it with --force")
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent} is no directory")
    engine = db.engine.execution_options(**SNAPSHOTS[db.engine.dialect.name])
    # Before the snapshot, which then holds all that was signed by then.
    state = signer.state()
    with archives.writing(target) as archive, engine.connect() as connection:
        tables = _tables(connection, archive, show)
        kept, lost = _files(connection, archive, store=store, show=show)
        for suffix, content in state.items():
            archive.add(signer_member(suffix), io.BytesIO(content))
        manifest = Manifest(
            made_at=clock.to_text(clock.now()), tracker=version("factcheck-tracker"), database=engine.dialect.name,
            revision=migrations.newest() or "", log_size=log.size(connection), tables=tables, files=kept, lost=lost,
            signer=list(state),
        )  # fmt: skip
        archive.finish(asdict(manifest))
    return manifest


def signer_member(suffix: str) -> str:
    """Return where in the archive one of the signer's files is."""
    return f"signer/log{suffix}"


def file_member(digest: str) -> str:
    """Return where in the archive a captured file is."""
    return f"files/{digest[:2]}/{digest}"


def _tables(connection: Connection, archive: ArchiveWriter, show: Show) -> list[Table]:
    names = [table.name for table in Base.metadata.sorted_tables]
    tables = [
        Table(name=name, columns=table_copies.columns(connection, name), rows=table_copies.count(connection, name))
        for name in names
    ]
    tally = Tally(show, "Rows", sum(table.rows for table in tables))
    for table in tables:
        with archive.compressed(table.member) as target:
            table_copies.write(connection, table.name, target, seen=tally.add)
    return tables


def _files(
    connection: Connection, archive: ArchiveWriter, *, store: FileStore, show: Show
) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    lost: list[str] = []
    digests = (
        connection.execute(
            select(Capture.digest).where(Capture.outcome != "erased").distinct().order_by(Capture.digest)
        )
        .scalars()
        .all()
    )
    tally = Tally(show, "Files", len(digests))
    for digest in digests:
        (kept if _is_kept(digest, archive, store) else lost).append(digest)
        tally.add(1)
    return kept, lost


def _is_kept(digest: str, archive: ArchiveWriter, store: FileStore) -> bool:
    path = store.path(digest)
    if not path.is_file():
        return False
    with path.open("rb") as source:
        return archive.add(file_member(digest), source) == digest
