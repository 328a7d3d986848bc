"""The log at ten thousand and a million entries: appending, proving and verifying, beside what hashing alone costs."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine

from bench import raw
from bench.places import ROOT, SEED, VAR
from bench.processes import SERVER_CORE, pinned
from bench.world import migrate, sqlite_url
from tests import drafts
from tracker.models.database import WRITING, engine_options, guard, sqlite_driver
from tracker.services import log_tree

FOLDER = VAR / "ledgers"
SMALL = 10_000
BATCH = 1_000
PROOFS, ROUNDS = 2_000, 3
# So long that each round has its share of what the write-ahead log puts into the file.
SECONDS = 2
# What `tracker log verify` does once it has started, which takes as long for a log of any size; and, right after it on
# the same core, the hashing of as many leaves. Seconds of the processor, and kibibytes at the most.
VERIFY = """
import sys, time
from hashlib import sha256
from tracker.app import create_app
from tracker.domain.actors import OPERATOR
from tracker.services.integrity.snapshot import snapshot
from tracker.services.integrity.verification import Plan, verify
with create_app().app_context(), snapshot() as connection:
    began = time.process_time()
    made = verify(OPERATOR, connection, Plan(tree_only=sys.argv[1] == "tree"), show=lambda *_: None)
    print(time.process_time() - began)
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
    hashing = 0.0
    entries = connection.exec_driver_sql("SELECT entry FROM log_entry").yield_per(10_000)
    for part in entries.scalars().partitions():
        began = time.process_time()
        for entry in part:
            sha256(b"\\x00" + entry).digest()
        hashing += time.process_time() - began
print(hashing)
sys.exit(not made.is_verified)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a log of `size` entries showed, by round: ratios to the anchor named, but for those that say a unit."""

    size: int
    bulk_per_second: float
    tree: Sequence[float]
    fields: Sequence[float]
    memory: Sequence[float]
    proof_milliseconds: Sequence[float]
    proof_growth: Sequence[float]
    append: Sequence[float]
    append_beside_a_row: Sequence[float]


def measure(size: int) -> Ledger:
    """Make a log of so many entries, if it is not there, and measure it; the small one is the measure of growth."""
    small, _ = _made(SMALL)
    large, rate = _made(size)
    verified = [(_verified(large, "tree"), _verified(large, "all")) for _ in range(ROUNDS)]
    proofs = [(_proved(small), _proved(large)) for _ in range(ROUNDS)]
    appended = _appended(small)
    return Ledger(
        size=size,
        bulk_per_second=rate,
        tree=[tree.seconds / tree.hashing for tree, _ in verified],
        fields=[whole.seconds / whole.hashing for _, whole in verified],
        memory=[one.memory for both in verified for one in both],
        proof_milliseconds=[large[int(len(large) * 0.99)] * 1000 for _, large in proofs],
        proof_growth=[_middle(large) / _middle(small) for small, large in proofs],
        append=[rows / mine for rows, mine, _ in appended],
        append_beside_a_row=[row / mine for _, mine, row in appended],
    )


def _made(size: int) -> tuple[Path, float]:
    path, told = FOLDER / f"{size}.sqlite", FOLDER / f"{size}.rate"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        for leftover in FOLDER.glob(f"{unfinished.name}*"):
            leftover.unlink()
        told.write_text(f"{_filled(unfinished, size)}")
        unfinished.rename(path)
    # One that was made by a release before has its own tables.
    migrate(sqlite_url(path))
    return path, float(told.read_text())


def _filled(path: Path, size: int) -> float:
    print(f"making a log of {size:,} entries (once)", flush=True)
    migrate(sqlite_url(path))
    began = time.perf_counter()
    with closing(_Opened(path)) as opened:
        for _ in range(size // BATCH):
            drafts.append(opened.connection, BATCH)
            opened.connection.commit()
        seconds = time.perf_counter() - began
        opened.checkpoint()
    return size / seconds


class _Opened:
    """A database file, open for writing as the product opens it."""

    def __init__(self, path: Path) -> None:
        self.engine = create_engine(sqlite_url(path), **engine_options(sqlite_url(path)))
        guard(self.engine)
        self.connection: Connection = self.engine.connect().execution_options(**{WRITING: True})

    def checkpoint(self) -> None:
        """Put what is in the write-ahead log into the file itself."""
        self.connection.close()
        with closing(sqlite_driver().connect(self.engine.url.database)) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        self.engine.dispose()


@dataclass(frozen=True, slots=True)
class _Verification:
    """Seconds of the processor, those of hashing as many leaves, and mebibytes at the most."""

    seconds: float
    hashing: float
    memory: float


def _verified(path: Path, extent: str) -> _Verification:
    # In a process of its own: the kernel's `ru_maxrss` would be that of the process which started it, where that is
    # larger.
    environment = {"TRACKER_DATABASE_URL": sqlite_url(path), "TRACKER_DATA_DIR": str(VAR / "ledgers")}
    command = [sys.executable, "-c", VERIFY, extent]
    with pinned(SERVER_CORE):
        found = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    seconds, kibibytes, hashing = map(float, found.stdout.split())
    return _Verification(seconds, hashing, kibibytes / 1024)


def _proved(path: Path) -> list[float]:
    chance, times = random.Random(SEED), []
    with closing(_Opened(path)) as opened:
        reading = opened.engine.connect()
        size, _ = log_tree.head(reading)
        for _ in range(PROOFS):
            seq = chance.randrange(size)
            began = time.perf_counter()
            log_tree.inclusion(reading, seq, size)
            times.append(time.perf_counter() - began)
        reading.close()
    return sorted(times)


def _appended(path: Path) -> list[tuple[float, ...]]:
    # Seconds, by round, of as many transactions in files of the same safety: of the rows of an entry written by the
    # driver alone, of an entry each, and of a single row of its size.
    copies = [FOLDER / f"{name}.sqlite" for name in ("appending", "rows", "row")]
    for leftover in (found for copy in copies for found in FOLDER.glob(f"{copy.name}*")):
        leftover.unlink()
    for copy in copies[:2]:
        shutil.copyfile(path, copy)
    with closing(_Opened(copies[1])) as opened:
        rows = raw.on_sqlite(str(copies[1]), lambda: _one(opened.connection))
    with closing(_Opened(copies[0])) as opened, closing(rows.connection), closing(_single_rows(copies[2])) as single:
        entry = next(row["entry"] for table, row in rows.rows if table == "log_entry")
        steps = (
            lambda: _one(opened.connection),
            lambda: single.execute("INSERT INTO single (entry) VALUES (?)", (entry,)),
        )
        return [_round(rows, *steps) for _ in range(ROUNDS)]


def _single_rows(path: Path) -> sqlite3.Connection:
    connection = raw.opened(str(path))
    connection.execute("CREATE TABLE single (seq INTEGER PRIMARY KEY, entry BLOB)")
    return connection


def _round(rows: raw.Transaction, *steps: Callable[[], object]) -> tuple[float, ...]:
    count, spent = rows.run(seconds=SECONDS)
    with pinned(SERVER_CORE):
        return spent, *(_timed(step, count) for step in steps)


def _one(connection: Connection) -> None:
    drafts.append(connection, 1)
    connection.commit()


def _timed(step: Callable[[], object], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        step()
    return time.perf_counter() - began


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
