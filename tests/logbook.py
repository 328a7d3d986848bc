"""The audit log as an outsider reads it: proved entry by entry, and put together again into the rows it tells of.

It shares no code with the service but the shapes of the tables, so that a fault of the one is no fault of the other.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any

import rfc8785
from sqlalchemy import Connection, Row, inspect, select

from tracker.lib import urls
from tracker.models import Base, LogEntry, LogField, Logged, LogHead, LogNode, Part

AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
ABOUT = {"kind": "kind", "object": "object", "revision": "revision", "organization": "organization_id",
         "actor": "actor_id", "key": "key_id", "deed": "deed"}  # fmt: skip
OUTSIDE = {
    "log_entry", "log_field", "log_node", "log_head", "log_checkpoint", "log_cosignature", "claim_topic",
    "claim_document", "rendering", "listing", "idempotency_key", "remnant", "webhook_secret", "delivery", "change",
    "import_row", "archived_check", "search_document", "claim_number",
    "claim_vector",
}  # fmt: skip
SECRET = {("api_key", "digest"), ("correction_request", "token_digest")}


@dataclass
class Entry:
    """One entry with its fields."""

    row: Row[Any]
    fields: list[Row[Any]]

    @property
    def seq(self) -> int:
        """Its place in the log."""
        seq: int = self.row.seq
        return seq

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What it says, by field."""
        return {item.name: json.loads(item.value) for item in self.fields if item.value is not None}

    @property
    def content(self) -> Mapping[str, Any]:
        """The members of the object that it changed."""
        return {name: value for name, value in self.values.items() if name.startswith("/")}


@dataclass
class Thing:
    """An object as the log tells it."""

    object: str
    organization_id: str = ""
    version: int = 0
    members: dict[str, Any] = field(default_factory=dict)
    first: Entry | None = None


def entries(connection: Connection, *, since: int = 0) -> list[Entry]:
    """Read the log from an entry on."""
    rows = connection.execute(select(LogEntry.__table__).where(LogEntry.seq >= since).order_by(LogEntry.seq)).all()
    found: dict[int, list[Row[Any]]] = {row.seq: [] for row in rows}
    statement = select(LogField.__table__).where(LogField.seq >= since).order_by(LogField.seq, LogField.name)
    for item in connection.execute(statement):
        found.setdefault(item.seq, []).append(item)
    return [Entry(row, found[row.seq]) for row in rows]


def size(connection: Connection) -> int:
    """Read how many entries the head of the log counts."""
    return connection.execute(select(LogHead.size)).scalar_one()


def faults(connection: Connection) -> list[str]:
    """Return all that is wrong with the log; nothing, if it is what it has to be."""
    log = entries(connection)
    numbers = [entry.seq for entry in log]
    found = (
        [] if numbers == list(range(size(connection))) else [f"the head counts {size(connection)}, not {numbers[-3:]}"]
    )
    found += [
        f"{later.seq}: earlier than the one before" for earlier, later in _pairs(log) if later.row.at < earlier.row.at
    ]
    found += [fault for entry in log for fault in _faults_of(entry)]
    return found + _broken_chains(log) + _broken_tree(connection, [entry.row.leaf for entry in log])


def _broken_tree(connection: Connection, leaves: list[bytes]) -> list[str]:
    # Level by level, as RFC 6962 §2.1 hashes; what is left over on the right is the frontier.
    level, nodes, edge = 0, {}, []
    while leaves:
        if len(leaves) % 2:
            edge.insert(0, leaves[-1])
        level += 1
        leaves = [
            sha256(b"\x01" + left + right).digest() for left, right in zip(leaves[::2], leaves[1::2], strict=False)
        ]
        nodes |= {(level, index): hashed for index, hashed in enumerate(leaves)}
    kept = {(row.level, row.index): row.hash for row in connection.execute(select(LogNode.__table__))}
    frontier = connection.execute(select(LogHead.frontier)).scalar_one()
    return ["the tree"] * (kept != nodes) + ["the frontier"] * (frontier != b"".join(edge))


def _pairs(log: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    return pairwise(log)


def _faults_of(entry: Entry) -> Iterator[str]:
    row, told = entry.row, _parsed(entry.row.entry)
    digests = sorted(item.digest.hex() for item in entry.fields)
    checks = {
        "the entry is not canonical": row.entry == rfc8785.dumps(told),
        "the entry is something else": told.keys() == {"at", "d", "v"} and told["v"] == 1,
        "the entry's time": AT.fullmatch(told["at"]) and told["at"] == as_text(row.at),
        "the entry's digests": told["d"] == digests,
        "the leaf": row.leaf == sha256(b"\x00" + row.entry).digest(),
        "a digest of a field": all(_holds(item) for item in entry.fields),
        "what is said about it": _about(entry) == {name: entry.values.get(name) for name in ABOUT},
    }
    yield from (f"{entry.seq}: {name}" for name, holds in checks.items() if not holds)


def _parsed(entry: bytes) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = json.loads(entry)
    except ValueError:
        return {"at": "", "d": "not JSON"}
    return told


def _holds(item: Row[Any]) -> bool:
    if item.salt is None:
        return item.value is None and item.erased_seq is not None
    value = json.loads(item.value)
    canonical = item.value.encode() == rfc8785.dumps(value)
    return canonical and item.digest == sha256(rfc8785.dumps([item.salt.hex(), item.name, value])).digest()


def _about(entry: Entry) -> Mapping[str, Any]:
    return {name: getattr(entry.row, column) for name, column in ABOUT.items()}


def _broken_chains(log: Sequence[Entry]) -> list[str]:
    newest: dict[str, Entry] = {}
    found = []
    for entry in log:
        before = newest.get(entry.row.object)
        if entry.values.get("prev") != (before.row.leaf.hex() if before else None):
            found.append(f"{entry.seq}: does not follow the object's entry before")
        if entry.row.revision != (before.row.revision + 1 if before else 1):
            found.append(f"{entry.seq}: revision {entry.row.revision} out of turn")
        newest[entry.row.object] = entry
    return found


def replayed(connection: Connection) -> Mapping[str, Thing]:
    """Return every object as the log alone tells it."""
    things: dict[str, Thing] = {}
    for entry in entries(connection):
        thing = things.setdefault(entry.row.object, Thing(entry.row.object, first=entry))
        thing.organization_id, thing.version = entry.row.organization_id, entry.row.revision
        thing.members |= entry.content
    return things


def differences(connection: Connection) -> list[str]:
    """Compare every column of every logged table with what the log tells, both ways."""
    things = replayed(connection)
    told = {(table, key): row for thing in things.values() for table, key, row in _rows_of(thing)}
    kept = {(table, key): row for table, key, row in _rows_in(connection)}
    found = [f"{place} is only in the {'log' if place in told else 'table'}" for place in told.keys() ^ kept.keys()]
    return found + [
        f"{place} {name}: {told[place].get(name)!r} in the log, {value!r} in the table"
        for place in told.keys() & kept.keys()
        for name, value in kept[place].items()
        if told[place].get(name) != value
    ]


def unlogged_tables() -> set[str]:
    """Return the tables of which the log tells nothing."""
    return {mapper.local_table.name for mapper in Base.registry.mappers} - {_table(model) for model in _models()}


def as_text(value: datetime) -> str:
    """Return a moment as the log writes it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Place = tuple[str, tuple[Any, ...], dict[str, Any]]


def _models() -> list[Any]:
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Logged | Part)]


def _table(model: Any) -> str:
    name: str = model.__table__.name
    return name


def _rows_in(connection: Connection) -> Iterator[Place]:
    for model in _models():
        attributes = [(attribute.key, attribute.columns[0]) for attribute in inspect(model).column_attrs]
        for row in connection.execute(select(*(column for _, column in attributes))):
            values = {name: _plain(value) for (name, _), value in zip(attributes, row, strict=True)}
            shown = {name: value for name, value in values.items() if (_table(model), name) not in SECRET}
            yield _table(model), _key(model, shown), shown


def _key(model: Any, values: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("id",) if issubclass(model, Logged) else (model.owner_column, model.key)
    return tuple(str(values[name]) for name in names)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return as_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _rows_of(thing: Thing) -> Iterator[Place]:
    kind, _, object_id = thing.object.partition("/")
    for model in _models():
        if issubclass(model, Part) and model.owner == kind:
            yield from _parts(thing, model, object_id)
        if issubclass(model, Logged) and model.logged_as == kind:
            own = {"id": object_id, "organization_id": thing.organization_id, "version": thing.version}
            simple = {name[1:]: value for name, value in thing.members.items() if name.count("/") == 1}
            yield _table(model), (object_id,), own | simple | _derived(thing, kind)


def _parts(thing: Thing, model: Any, object_id: str) -> Iterator[Place]:
    place = f"/{model.collection}/"
    for name, value in thing.members.items():
        if name.startswith(place) and value is not None:
            key = name.removeprefix(place)
            own = {model.owner_column: object_id, model.key: int(key) if model.key == "position" else key}
            yield _table(model), (object_id, key), own | value | _derived_link(thing, model, value)


def _derived(thing: Thing, kind: str) -> Mapping[str, Any]:
    if kind != "publication":
        return {}
    digests = sorted(item.digest for item in thing.first.fields if item.name.startswith("/"))
    snapshot = {name.removeprefix("/snapshot/"): value for name, value in thing.members.items() if "/snapshot/" in name}
    return {"snapshot": snapshot, "digest": sha256(b"".join(digests)).hexdigest()}


def _derived_link(thing: Thing, model: Any, value: Mapping[str, Any]) -> Mapping[str, Any]:
    if _table(model) != "claimant_link":
        return {}
    return {"url_digest": urls.digest(value["url"]), "organization_id": thing.organization_id}
