"""The audit log's append, after which nothing changes, and its reading."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, text, update

from tracker.lib import clock, jcs
from tracker.models import LogEntry, LogField, LogHead, table

SALT_BYTES = 32
_NEWEST = select(LogEntry.at).where(LogEntry.seq == LogHead.size - 1).scalar_subquery()
_END = select(LogHead.size, _NEWEST)
_ENTRIES, _FIELDS = insert(table(LogEntry)), insert(table(LogField))
# An entry has at most 16 KiB, and each digest takes 67 bytes of them.
MAX_FIELDS = 240


@dataclass(frozen=True, slots=True)
class SaltedField:
    """One field of an entry: `digest` is SHA-256 over the canonical JSON of [salt, name, value]."""

    name: str
    value: str
    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, name: str, value: object) -> "SaltedField":
        """Salt and digest a field, whose value is JSON without floats."""
        salt, shown = secrets.token_bytes(SALT_BYTES), jcs.canonical(value)
        # As canonical JSON has it, whose greater part is at hand already.
        digest = sha256(b'["%s",%s,%s]' % (salt.hex().encode(), jcs.canonical(name), shown)).digest()
        return cls(name, shown.decode(), salt, digest)


@dataclass(slots=True, kw_only=True)
class Draft:
    """An entry that waits for its place in the log."""

    kind: str
    object_name: str
    revision: int
    organization_id: str
    actor_id: str | None
    key_id: str | None
    deed: str
    fields: list[SaltedField] = field(default_factory=list)

    @property
    def digests(self) -> str:
        """The fields' digests, sorted, as the canonical JSON that the entry holds."""
        return json.dumps(sorted(f.digest.hex() for f in self.fields), separators=(",", ":"))

    def columns(self) -> dict[str, object]:
        """Return what the entry's row holds beside sequence, time and leaf."""
        names = ("kind", "revision", "organization_id", "actor_id", "key_id", "deed")
        return {"object": self.object_name} | {name: getattr(self, name) for name in names}


def size(connection: Connection) -> int:
    """Return how many entries there are: the version of everything this service knows."""
    return connection.execute(select(LogHead.size)).scalar_one()


def previous_leaves(connection: Connection, objects: Iterable[str]) -> Mapping[str, bytes]:
    """Return the leaf of each object's newest entry; the caller holds the objects' row locks."""
    newest = select(func.max(LogEntry.seq)).where(LogEntry.object.in_(list(objects))).group_by(LogEntry.object)
    rows = connection.execute(select(LogEntry.object, LogEntry.leaf).where(LogEntry.seq.in_(newest)))
    return {row.object: row.leaf for row in rows}


def append(connection: Connection, drafts: Sequence[Draft], *, at: datetime) -> int:
    """Append entries as the last act of a transaction, in order, and return the first one's sequence number.

    The time of all of them is the later of `at` and the newest entry's, so that time and sequence agree.
    """
    if not drafts:
        return size(connection)
    if connection.dialect.name == "postgresql":
        return _append_in_the_database(connection, drafts, at)
    return _append_here(connection, drafts, at)


def leaf_of(entry: bytes) -> bytes:
    """Return the Merkle leaf hash of an entry (RFC 6962 §2.1)."""
    return sha256(b"\x00" + entry).digest()


def _append_here(connection: Connection, drafts: Sequence[Draft], at: datetime) -> int:
    end = connection.execute(_END).one()
    first: int = end[0]
    newest: datetime | None = end[1]
    moment = max(at, newest) if newest else at
    rows, fields = [], []
    for seq, draft in enumerate(drafts, first):
        entry = f'{{"at":"{clock.to_text(moment)}","d":{draft.digests},"v":1}}'.encode()
        rows.append(draft.columns() | {"seq": seq, "at": moment, "entry": entry, "leaf": leaf_of(entry)})
        fields += [
            {"seq": seq, "name": f.name, "digest": f.digest, "salt": f.salt, "value": f.value} for f in draft.fields
        ]
    connection.execute(_ENTRIES, rows)
    connection.execute(_FIELDS, fields)
    connection.execute(update(table(LogHead)).values(size=first + len(drafts)))
    return first


def _append_in_the_database(connection: Connection, drafts: Sequence[Draft], at: datetime) -> int:
    # One round trip while the head is locked: every other writer waits for it.
    batch = [draft.columns() | {"d": draft.digests, "fields": [_packed(f) for f in draft.fields]} for draft in drafts]
    statement = text("SELECT log_append(CAST(:batch AS jsonb), :at)")
    first: int = connection.execute(statement, {"batch": jcs.canonical(batch).decode(), "at": at}).scalar_one()
    return first


def _packed(item: SaltedField) -> dict[str, str]:
    return {"name": item.name, "value": item.value, "salt": item.salt.hex(), "digest": item.digest.hex()}
