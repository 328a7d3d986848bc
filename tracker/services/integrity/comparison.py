"""Tables and captured files against the log, both ways: every row and column, and the entry that says otherwise."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.lib.file_store import FileStore
from tracker.models import Base, Capture, Logged, Part, table
from tracker.services import log
from tracker.services.integrity import caches, projections, tables
from tracker.services.integrity.findings import Finding, Findings
from tracker.services.integrity.projections import Expected, Member, Thing
from tracker.services.integrity.tables import Shape

Show = Callable[[str, int, int], None]
Parts = tuple[type[Part], ...]
Row = tuple[Shape, Mapping[str, str]]
SHOWN = 80
FILED: frozenset[type[Base]] = frozenset({Capture})


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What was found: so many rows and files were compared with a log of so many entries."""

    size: int = 0
    rows: int = 0
    files: int = 0
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is compared: the files in the store, and renderings for the public address."""

    store: FileStore
    public_url: str


def compare(actor: Actor, connection: Connection, plan: Plan, *, show: Show) -> Comparison:
    """Compare every projected column and every file with the log, within the connection's transaction."""
    permit(actor, "installation.operate")
    made = Comparison()
    made.findings.read(_structure(connection), connection)
    if not made.findings.count:
        made.findings.read(_tables(connection, plan, made, show=show), connection)
    if not made.findings.count:
        # What is kept ready is made of the tables, and says nothing where those are wrong.
        made.findings.read(caches.differences(plan.public_url, show=show), connection)
    return made


def _structure(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    for (told,) in connection.exec_driver_sql("PRAGMA integrity_check(100)"):
        if told != "ok":
            yield Finding(table="database", seq=None, detail=" ".join(str(told).split()))


def _tables(connection: Connection, plan: Plan, made: Comparison, *, show: Show) -> Iterator[Finding]:
    made.size = log.size(connection)
    kinds = tables.kinds()
    for done, (model, parts) in enumerate(kinds.items(), 1):
        for thing, rows in _objects(connection, model, parts):
            made.rows += len(rows)
            wanted = list(projections.rows_of(thing, model, parts)) if thing else []
            yield from _differences(wanted, rows, thing, size=made.size)
            yield from _files(wanted, plan.store, made)
        show("Kinds of objects", done, len(kinds))


def _objects(connection: Connection, model: type[Logged], parts: Parts) -> Iterator[tuple[Thing | None, list[Row]]]:
    # All that there is of one object comes together, as the log and each of the tables are read in the same order.
    told = ((thing.id, thing, None) for thing in projections.things(connection, model.logged_as))
    models: list[Any] = [model, *parts]
    kept = [tables.rows(connection, each) for each in models]
    streams: list[Iterator[tuple[str, Any, Any]]] = [told, *kept]
    for _, found in groupby(heapq.merge(*streams, key=itemgetter(0)), itemgetter(0)):
        together = list(found)
        things = [one for _, one, values in together if values is None]
        yield (things[0] if things else None), [(one, values) for _, one, values in together if values is not None]


def _differences(wanted: list[Expected], rows: list[Row], thing: Thing | None, *, size: int) -> Iterator[Finding]:
    left = {(table(row.model).name, row.key): row for row in wanted}
    for form, values in rows:
        key = tables.plain(values[form.key])
        expected = left.pop((form.name, key), None)
        if expected is None:
            seq = thing.seq if thing else size
            detail = "is in the table, and by no entry" + (" up to this one" if thing else f" of {size}")
            yield Finding(table=form.name, seq=seq, row=key, detail=detail)
        elif expected.is_known:
            yield from _columns(form, expected, values)
    for (name, key), expected in left.items():
        if expected.is_known:
            yield Finding(table=name, seq=expected.seq, row=key, detail="is in the log, and not in the table")


def _columns(form: Shape, expected: Expected, values: Mapping[str, str]) -> Iterator[Finding]:
    absent = Member(expected.seq, projections.NULL)
    for key, kept in values.items():
        member = expected.members.get(key, absent)
        if member.value is not None and member.value != kept:
            detail = f"{_short(kept)} in the table, {_short(member.value)} in the log"
            yield Finding(table=form.name, seq=member.seq, row=expected.key, column=form.columns[key], detail=detail)


def _files(wanted: list[Expected], store: FileStore, made: Comparison) -> Iterator[Finding]:
    captures = [(row.key, row.members["digest"]) for row in wanted if row.model in FILED and row.is_known]
    made.files += len(captures)
    faults = [(key, member.seq, _fault_of_file(store, tables.plain(member.value or ""))) for key, member in captures]
    for key, seq, fault in faults:
        if fault:
            yield Finding(table="capture", seq=seq, row=key, column="digest", detail=fault)


def _fault_of_file(store: FileStore, digest: str) -> str | None:
    path = store.path(digest)
    if not path.is_file():
        return f"the file {digest} is not there"
    with path.open("rb") as source:
        found = file_digest(source, "sha256").hexdigest()
    return None if found == digest else f"the file {digest} is damaged: it has the digest {found}"


def _short(shown: str) -> str:
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
