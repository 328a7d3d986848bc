"""Databases with so many claims: each grows from a copy of the next smaller one and is kept."""

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, insert, select, update

from bench import world
from bench.clones import (
    CLAIMANTS,
    PUBLISHED_SHARE,
    Clones,
    claimant_id_of,
    claimant_name_of,
    id_of,
    moment_of,
    state_of,
)
from bench.places import VAR
from bench.world import World
from tracker.app import create_app
from tracker.domain.actors import OPERATOR
from tracker.models import Base, Change, LogHead
from tracker.models.database import WRITING, engine_options, guard
from tracker.services import log, reindexing

SIZES = (5_000, 10_000, 100_000, 500_000, 1_000_000)
BATCH = 2_000
ISSUING = {"published": "publication.issued", "retracted": "publication.retracted"}
FOLDER = VAR / "populations"
# Indexes that are made where they are wanted, the head, which a migration makes, and what a server signed meanwhile.
NOT_COPIED = {"log_head", "log_checkpoint", "log_cosignature", "search_document", "claim_vector"}
FAST = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA cache_size = -500000",
)


def sqlite_file(size: int) -> Path:
    """Return the database file with so many claims, which is made where it is missing."""
    known, path = world.known(), FOLDER / f"{size}.sqlite"
    if not path.exists():
        _grow(path, size, known)
    return path


def copied_to_postgres(source: Path, url: str) -> None:
    """Copy a population's rows into an empty, migrated PostgreSQL database."""
    origin = _engine(world.sqlite_url(source))
    target = create_engine(url, **engine_options(url))
    with origin.connect() as reading, target.begin() as writing:
        for table in (one for one in Base.metadata.sorted_tables if one.name not in NOT_COPIED):
            _copy_table(reading, writing, table)
        size, frontier = reading.execute(select(LogHead.size, LogHead.frontier)).one()
        writing.execute(update(LogHead.__table__).values(size=size, frontier=frontier))
    # Each database has its own index of words.
    _index(url)
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    origin.dispose()
    target.dispose()


def _copy_table(reading: Connection, writing: Connection, table) -> None:  # noqa: ANN001  # any of the tables
    ordered = select(table).order_by(*table.primary_key)
    for rows in reading.execution_options(yield_per=BATCH).execute(ordered).mappings().partitions():
        writing.execute(insert(table), [dict(row) for row in rows])


def _engine(url: str) -> Engine:
    engine = create_engine(url, **engine_options(url))
    guard(engine)
    return engine


def _grow(path: Path, size: int, known: World) -> None:
    smaller = max((s for s in SIZES if s < size), default=0)
    origin = sqlite_file(smaller) if smaller else world.DATABASE
    print(f"making {size:,} claims (once)", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    shutil.copyfile(origin, unfinished)
    _fill(unfinished, known, range(smaller, size))
    _log(unfinished, known, range(smaller, size))
    _index(world.sqlite_url(unfinished))
    unfinished.rename(path)


def _fill(path: Path, known: World, numbers: range) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in FAST:
        connection.execute(pragma)
    connection.execute("BEGIN")
    if numbers.start == 0:
        _add_claimants(connection, known)
    for batch in _batches(Clones(known), numbers):
        for table, rows in batch.items():
            connection.executemany(_insertion(connection, table), rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _batches(clones: Clones, numbers: range) -> Iterator[dict[str, list[list[object]]]]:
    for start in range(numbers.start, numbers.stop, BATCH):
        yield _batch(clones, range(start, min(start + BATCH, numbers.stop)))


def _batch(clones: Clones, numbers: range) -> dict[str, list[list[object]]]:
    batch: dict[str, list[list[object]]] = defaultdict(list)
    for number in numbers:
        for table, rows in clones.rows(number).items():
            batch[table] += rows
    return batch


def _insertion(connection: sqlite3.Connection, table: str) -> str:
    kinds = [column[2] for column in connection.execute(f"PRAGMA table_info({table})")]
    marks = ["CAST(? AS BLOB)" if kind == "BLOB" else "?" for kind in kinds]
    return f"INSERT INTO {table} VALUES ({', '.join(marks)})"  # noqa: S608  # our own names


def _add_claimants(connection: sqlite3.Connection, known: World) -> None:
    cursor = connection.execute("SELECT * FROM claimant WHERE id = ?", (known.claimant_id,))
    names, model = [column[0] for column in cursor.description], cursor.fetchone()
    rows = []
    for number in range(CLAIMANTS):
        row = dict(zip(names, model, strict=True)) | {"id": claimant_id_of(number), "name": claimant_name_of(number)}
        rows.append(tuple(row.values()))
    connection.executemany(_insertion(connection, "claimant"), rows)


def _log(path: Path, known: World, numbers: range) -> None:
    # What was published, each with its change; a full log of a million claims would only fill the disk.
    published = numbers[::PUBLISHED_SHARE]
    engine = _engine(world.sqlite_url(path))
    with engine.connect().execution_options(**{WRITING: True}) as connection:
        for start in range(0, len(published), BATCH):
            batch = published[start : start + BATCH]
            first = log.append(connection, [_entry(known, number) for number in batch], at=moment_of(batch[-1]))
            rows = [_change(known, number, seq=seq) for seq, number in enumerate(batch, first)]
            connection.execute(insert(Change.__table__), rows)
        connection.commit()
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()


def _entry(known: World, number: int) -> log.Draft:
    claim_id, kind = id_of(number), ISSUING[state_of(number)]
    about = {
        "kind": kind,
        "object": f"claim/{claim_id}",
        "revision": 1,
        "organization": known.organization_id,
        "actor": known.account_id,
        "deed": claim_id,
    }
    return log.Draft(
        kind=kind, object_name=f"claim/{claim_id}", revision=1, organization_id=known.organization_id,
        actor_id=known.account_id, key_id=None, deed=claim_id, fields=log.salted(about),
    )  # fmt: skip


def _change(known: World, number: int, *, seq: int) -> dict[str, object]:
    state = state_of(number)
    publication = known.model_rows[state]["publication"][-1]
    snapshot = json.loads(str(publication["snapshot"]))
    labels = {name: snapshot[name] for name in ("label_before", "label_after")}
    return {"seq": seq, "kind": state, "claim_id": id_of(number), "organization_id": known.organization_id,
            "number": publication["number"], **labels}  # fmt: skip


def _index(url: str) -> None:
    app = create_app(world.settings_for(url))
    with app.app_context():
        reindexing.renew_stale(OPERATOR, show=lambda *_: None)
    world.close(app)
