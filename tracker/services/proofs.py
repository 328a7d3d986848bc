"""Entries with the fields that somebody may know, and the proofs that they stand in the log as it was signed."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.errors import Unavailable
from tracker.lib import merkle
from tracker.lib.merkle import Coordinate, TreeError
from tracker.lib.signed_note import MAX_SIGNATURES, Note, Signature, encode
from tracker.lib.tlog import Proof
from tracker.models import LogCheckpoint, LogCosignature, LogEntry, LogField, LogHead, db
from tracker.services import log_tree

View = dict[str, Any]
Plan = Sequence[Sequence[Coordinate]]
# So many nodes are asked for at once: SQLite takes 32,766 parameters a statement, and each node is two.
BATCH = 2_000
DAMAGED = "The log is damaged: `tracker log verify` says where"


def checkpoint_over(seq: int) -> LogCheckpoint | None:
    """Return the newest checkpoint that covers an entry; None where it is not signed yet."""
    statement = select(LogCheckpoint).where(LogCheckpoint.size > seq).order_by(LogCheckpoint.size.desc()).limit(1)
    return db.session().execute(statement).scalar_one_or_none()


def newest_checkpoint() -> LogCheckpoint | None:
    """Return the newest checkpoint; None where the log was never signed."""
    statement = select(LogCheckpoint).where(LogCheckpoint.size > 0).order_by(LogCheckpoint.size.desc()).limit(1)
    return db.session().execute(statement).scalar_one_or_none()


def log_size() -> int:
    """Return how many entries there are."""
    return db.session().execute(select(LogHead.size)).scalar_one()


def note_of(checkpoint: LogCheckpoint) -> Note:
    """Return a checkpoint's signed note, with what witnesses signed of it."""
    statement = select(LogCosignature.line).where(LogCosignature.size == checkpoint.size)
    lines = db.session().execute(statement.order_by(LogCosignature.key_id)).scalars()
    own = Note.parse(checkpoint.note.encode())
    return Note(own.text, (*own.signatures, *map(Signature.parse, lines))[:MAX_SIGNATURES])


def inclusions(seqs: Iterable[int], checkpoint: LogCheckpoint) -> Mapping[int, str]:
    """Return C2SP tlog-proof files, by sequence number, that entries stand in the log of a checkpoint."""
    note, plans = note_of(checkpoint), {seq: merkle.inclusion_nodes(seq, checkpoint.size) for seq in seqs}
    found = _proved(list(plans.values()))
    return {seq: Proof(seq, tuple(hashes), note).render().decode() for seq, hashes in zip(plans, found, strict=True)}


def consistencies(sizes: Iterable[int], newest: int) -> Mapping[int, list[bytes]]:
    """Return proofs, by size, that the log of each size is the beginning of that of the newest one."""
    plans = {size: merkle.consistency_nodes(size, newest) for size in sizes}
    return dict(zip(plans, _proved(list(plans.values())), strict=True))


def as_text(hashes: Iterable[bytes]) -> list[str]:
    """Return hashes in base64, as proofs are written."""
    return [encode(item) for item in hashes]


def fields_of(entries: Iterable[LogEntry]) -> Mapping[int, list[LogField]]:
    """Return the fields of entries by sequence number, in the order of their names."""
    found: dict[int, list[LogField]] = {entry.seq: [] for entry in entries}
    statement = select(LogField).where(LogField.seq.in_(found)).order_by(LogField.seq, LogField.name)
    for row in db.session().execute(statement).scalars() if found else ():
        found[row.seq].append(row)
    return found


def disclosed(entry: LogEntry, fields: Iterable[LogField], *, may_know: Callable[[str], bool]) -> View:
    """Return an entry with those fields that somebody may know, by name; erased ones by their digest alone."""
    known = [field for field in fields if may_know(field.name)]
    return {
        "seq": entry.seq,
        "entry": bytes(entry.entry).decode(),
        "fields": [_shown(field) for field in known if field.value is not None],
        "erased": [bytes(field.digest).hex() for field in known if field.value is None],
    }


def _shown(field: LogField) -> View:
    return {"name": field.name, "value": json.loads(field.value or "null"), "salt": bytes(field.salt or b"").hex()}


def _proved(plans: Sequence[Plan]) -> list[list[bytes]]:
    wanted = sorted({coordinate for plan in plans for element in plan for coordinate in element})
    connection = db.session().connection()
    hashes: dict[Coordinate, bytes] = {}
    for start in range(0, len(wanted), BATCH):
        hashes |= log_tree.hashes(connection, wanted[start : start + BATCH])
    try:
        return [merkle.prove(plan, hashes) for plan in plans]
    except TreeError as error:
        raise Unavailable(reason=DAMAGED) from error
