"""Going on after the signer found that the log is not what it signed: as it was, or under another name; told in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import UsageError
from tracker.lib.tlog import Checkpoint
from tracker.models import Organization, db
from tracker.services import log_tree, lost_entries
from tracker.services.key_files import Signed
from tracker.services.log import FieldName
from tracker.services.lost_entries import Export
from tracker.services.recording import blank, holding, recording
from tracker.services.signing import Signer


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the log was signed as afterwards, and how many entries were put back."""

    signed: Signed
    entries: int


def recover(actor: Actor, signer: Signer, *, origin: str) -> Signed:
    """Begin a new log where the old one cannot go on: a key and origin of its own, over the entries that are there.

    Each organization's history gets an entry that names the old checkpoint and what is lost of it. Raises UsageError
    where nothing was signed before, or the origin is the old one.
    """
    permit(actor, "installation.operate")
    last = signer.before()
    if last is None:
        raise UsageError("Nothing was signed that could be recovered from: `tracker log init` begins a log")
    if last.checkpoint.origin == origin:
        raise UsageError(f"The log that cannot go on is called {origin}: choose another origin")
    signer.refuse_name(origin)
    _tell(actor, _ended(last.checkpoint, origin))
    signer.retire()
    signer.init(origin)
    return signer.sign(anew=True)


def replay(actor: Actor, signer: Signer, export: Export) -> Replayed:
    """Put back into the log what an export has of it and the database lacks, so that it goes on as it was.

    Each organization's history gets an entry that says what was put back. Raises UsageError where the export is not
    of this log, or ends before what was signed last; nothing is changed then.
    """
    permit(actor, "installation.operate")
    last, given = signer.before(), export.signed.checkpoint
    if last is not None and last.checkpoint.size > given.size:
        raise UsageError(f"The export ends at {given.size} entries, and {last.checkpoint.size} were signed")
    with holding():
        size, fields = _put_back(export)
        _refuse_others([given, last.checkpoint] if last else [given])
        _tell(actor, _goes_on(given, size), fields)
    signer.remember(export.signed)
    signer.end_alarm()
    return Replayed(signer.sign(), max(given.size - size, 0))


def _put_back(export: Export) -> tuple[int, list[FieldName]]:
    connection = db.session().connection()
    size, _ = log_tree.head(connection)
    first = db.session().execute(select(Organization.id).order_by(Organization.id)).scalars().first()
    if first is None:
        raise UsageError("The database is empty: restore a backup first")
    return size, lost_entries.append(connection, export, first=size, organization_id=first)


def _refuse_others(known: Sequence[Checkpoint]) -> None:
    connection = db.session().connection()
    if any(log_tree.root(connection, checkpoint.size) != checkpoint.root for checkpoint in known):
        raise UsageError("The database and the export are not of one log: begin a new one with --new-origin")


def _tell(actor: Actor, reason: str, fields: Sequence[FieldName] = ()) -> None:
    permit(actor, "installation.operate")
    with recording(actor) as record:
        organizations = db.session().execute(select(Organization).order_by(Organization.id)).scalars().all()
        for organization in organizations:
            record("organization.log_recovered", organization, reason=reason)
        if fields:
            blank(organizations[0], fields)


def _goes_on(given: Checkpoint, size: int) -> str:
    if size >= given.size:
        return f"The log {given.origin} goes on: of the {given.size} entries that were signed none is missing."
    return (
        f"The log {given.origin} goes on: entries {size} to {given.size - 1}, which were signed and lost, were put back"
        " from an export, without what they said."
    )


def _ended(old: Checkpoint, origin: str) -> str:
    return (
        f"The log {old.origin} does not go on: it was signed at {old.size} entries with the root {old.root.hex()}, and"
        f" {_state(old)}. From here on the log is called {origin}."
    )


def _state(old: Checkpoint) -> str:
    # What is here of what was signed.
    with db.engine.connect() as connection:
        size, _ = log_tree.head(connection)
        if size < old.size:
            return f"entries {size} to {old.size - 1} are lost"
        if log_tree.root(connection, old.size) != old.root:
            return "some entries are not those of then"
    return "all of them are here"
