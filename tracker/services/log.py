"""The audit log's append, after which nothing changes, and its reading."""

import secrets
from binascii import hexlify
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, func, select

from tracker.domain.changes import PublicChange
from tracker.errors import Unavailable
from tracker.lib import clock, jcs
from tracker.lib.merkle import Frontier, TreeError, leaf_hash
from tracker.models import LogEntry, LogHead
from tracker.models.insertions import cursor_of

SALT_BYTES = 32
# The same few names of fields stand in most entries.
NAMES = 1024
_NEWEST_OF = select(func.max(LogEntry.seq)).where(LogEntry.object.in_(bindparam("objects", expanding=True)))
_PREVIOUS = select(LogEntry.object, LogEntry.leaf).where(LogEntry.seq.in_(_NEWEST_OF.group_by(LogEntry.object)))
# What every deed runs is put in SQLite's and PostgreSQL's own words, which go to the driver as they are.
_END = "SELECT size, frontier, (SELECT at FROM log_entry WHERE seq = size - 1) FROM log_head"
_ENTRY = (
    "INSERT INTO log_entry (seq, at, kind, object, revision, organization_id, actor_id, key_id, deed, entry, leaf)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# All fields at once: for each row the driver would hand the interpreter over to other threads. Digests and salts, of 32
# bytes each, come one after the other beside the rest, since as JSON they would have to be written and read again.
_FIELDS = (
    "INSERT INTO log_field (seq, name, digest, salt, value)"
    " SELECT value->>0, value->>1, substr(?2, 64 * key + 1, 32), substr(?2, 64 * key + 33, 32), value->>2"
    " FROM json_each(?1)"
)
_NODES = 'INSERT INTO log_node (level, "index", hash) VALUES (?, ?, ?)'
_HEAD = "UPDATE log_head SET size = ?, frontier = ?"
_BLANK = (
    "UPDATE log_field SET salt = NULL, value = NULL, erased_seq = ? WHERE salt IS NOT NULL"
    " AND (seq, name) IN (SELECT value->>0, value->>1 FROM json_each(?))"
)
_ERASE = "SELECT log_erase(CAST(%(fields)s AS jsonb), %(seq)s)"
_APPEND = "SELECT log_append(CAST(%(batch)s AS jsonb), %(at)s)"
# By the sequence of its entry and its own name.
FieldName = tuple[int, str]
# An entry has at most 16 KiB, and each digest takes 67 bytes of them.
MAX_FIELDS = 240


class SaltedField(NamedTuple):
    """One field of an entry: `digest` is SHA-256 over the canonical JSON of [salt, name, value]."""

    name: str
    value: str
    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, name: str, value: object, *, salt: bytes) -> "SaltedField":
        """Digest a field, whose value is JSON without floats."""
        shown = jcs.canonical(value)
        # As canonical JSON has it, whose greater part is at hand already.
        digest = sha256(b'["%b",%b,%b]' % (hexlify(salt), _name(name), shown)).digest()
        return cls(name, shown.decode(), salt, digest)


@lru_cache(NAMES)
def _name(name: str) -> bytes:
    return jcs.canonical(name)


def salted(content: Mapping[str, object]) -> list[SaltedField]:
    """Return fields by name with a salt of its own for each, whose value is JSON without floats."""
    random = secrets.token_bytes(SALT_BYTES * len(content))
    salts = [random[start : start + SALT_BYTES] for start in range(0, len(random), SALT_BYTES)]
    return [SaltedField.of(name, value, salt=salt) for (name, value), salt in zip(content.items(), salts, strict=True)]


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
    # What it tells the public, if anything.
    change: PublicChange | None = None

    @property
    def digests(self) -> str:
        """The fields' digests, sorted, as the canonical JSON that the entry holds."""
        return orjson.dumps(sorted(f.digest.hex() for f in self.fields)).decode()

    def columns(self) -> dict[str, object]:
        """Return what the entry's row holds beside sequence, time, bytes and leaf, in the order of its columns."""
        return {
            "kind": self.kind, "object": self.object_name, "revision": self.revision,
            "organization_id": self.organization_id, "actor_id": self.actor_id, "key_id": self.key_id,
            "deed": self.deed,
        }  # fmt: skip


def size(connection: Connection) -> int:
    """Return how many entries there are: the version of everything this service knows."""
    return connection.execute(select(LogHead.size)).scalar_one()


def previous_leaves(connection: Connection, objects: Iterable[str]) -> Mapping[str, bytes]:
    """Return the leaf of each object's newest entry; the caller holds the objects' row locks."""
    rows = connection.execute(_PREVIOUS, {"objects": list(objects)})
    return {row.object: row.leaf for row in rows}


def append(connection: Connection, drafts: Sequence[Draft], *, at: datetime) -> int:
    """Append entries as the last act of a transaction, in order, and return the first one's sequence number.

    The time of all of them is the later of `at` and the newest entry's, so that time and sequence agree.
    """
    if not drafts:
        return size(connection)
    if connection.dialect.name == "postgresql":
        return _append_in_the_database(connection, drafts, at)
    try:
        return _append_here(connection, drafts, at)
    except TreeError as error:
        raise Unavailable(reason="The log is damaged: `tracker log verify` says where") from error


def blank(connection: Connection, fields: Sequence[FieldName], *, seq: int) -> None:
    """Take salt and value from fields, for ever; their digests stay, and `seq` is the entry that says why.

    To be done after the append of that entry, while the head is locked.
    """
    given = orjson.dumps(fields).decode()
    with cursor_of(connection) as cursor:
        if connection.dialect.name == "postgresql":
            cursor.execute(_ERASE, {"fields": given, "seq": seq})
            return
        cursor.execute(_BLANK, (seq, given))


def _append_here(connection: Connection, drafts: Sequence[Draft], at: datetime) -> int:
    with cursor_of(connection) as cursor:
        first, edge, newest = cursor.execute(_END).fetchone()
        moment, frontier, nodes = max(clock.to_text(at), newest or ""), Frontier.from_bytes(first, edge), []
        entries = []
        for seq, draft in enumerate(drafts, first):
            entry = f'{{"at":"{moment}","d":{draft.digests},"v":1}}'.encode()
            leaf = leaf_hash(entry)
            nodes += frontier.append(leaf)
            entries.append((seq, moment, *draft.columns().values(), entry, leaf))
        cursor.executemany(_ENTRY, entries)
        cursor.execute(_FIELDS, _table_of(drafts, first))
        cursor.executemany(_NODES, nodes)
        cursor.execute(_HEAD, (frontier.size, frontier.to_bytes()))
    return int(first)


def _table_of(drafts: Sequence[Draft], first: int) -> tuple[str, bytes]:
    named = [(seq, field.name, field.value) for seq, draft in enumerate(drafts, first) for field in draft.fields]
    hashed = [part for draft in drafts for field in draft.fields for part in (field.digest, field.salt)]
    return orjson.dumps(named).decode(), b"".join(hashed)


def _append_in_the_database(connection: Connection, drafts: Sequence[Draft], at: datetime) -> int:
    # One round trip while the head is locked: every other writer waits for it.
    batch = [draft.columns() | {"d": draft.digests, "fields": [_packed(f) for f in draft.fields]} for draft in drafts]
    with cursor_of(connection) as cursor:
        cursor.execute(_APPEND, {"batch": orjson.dumps(batch).decode(), "at": at})
        return int(cursor.fetchone()[0])


def _packed(item: SaltedField) -> dict[str, str]:
    return {"name": item.name, "value": item.value, "salt": item.salt.hex(), "digest": item.digest.hex()}
