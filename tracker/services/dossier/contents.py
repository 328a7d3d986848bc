"""What is in a dossier: a claim with its objects as they are, and every entry about them, as its reader may know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.events import STEP_EVENTS
from tracker.domain.permissions import permit
from tracker.lib import clock
from tracker.models import (
    Capture,
    Claim,
    Claimant,
    Evidence,
    ExternalCheck,
    LogCheckpoint,
    LogEntry,
    LogField,
    Logged,
    Outreach,
    Part,
    Publication,
    Source,
    Verdict,
    db,
)  # fmt: skip
from tracker.services import accounts, comparisons, finding, history, proofs, source_views

View = dict[str, Any]
STEPS = frozenset(STEP_EVENTS.values())
# Newer checkpoints than these, so that whoever held one lately finds it proved.
LATEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All rows of one moment, by the names of the dossier's documents, and the log's entries about them."""

    claim: Claim
    rows: Mapping[str, Sequence[Any]]
    entries: Sequence[LogEntry]
    fields: Mapping[int, Sequence[LogField]]
    hidden: frozenset[str]
    people: Mapping[str, str]
    captures: Sequence[Capture]
    conflicts: Sequence[str]
    log_size: int
    checkpoint: LogCheckpoint | None

    def may_know(self, name: str) -> Callable[[str], bool]:
        """Return what tells which fields of an object the caller may know."""
        hides = name in self.hidden
        return lambda field: field != "key" and not (hides and field.startswith(history.IDENTITY))

    @property
    def signed_size(self) -> int:
        """How many entries of the log are signed."""
        return self.checkpoint.size if self.checkpoint else 0


def gather(actor: Actor, claim_id: str) -> Contents:
    """Return what a claim's dossier holds for the caller, all of it read at one moment."""
    permit(actor, "dossier.read")
    _begin_a_snapshot()
    claim = finding.find(Claim, actor, claim_id)
    rows = _rows(claim)
    entries = _entries([row.log_object for found in rows.values() for row in found])
    hidden = [source.log_object for source in rows["sources"] if not source_views.is_custodian(actor, source)]
    return Contents(
        claim=claim,
        rows=rows,
        entries=entries,
        fields=proofs.fields_of(entries),
        hidden=frozenset(hidden),
        # Who changed what an attached check of another organization says is for that one to know.
        people=accounts.names({entry.actor_id for entry in entries if entry.actor_id}, within=claim.organization_id),
        captures=_captures(rows["evidence"], frozenset(hidden)),
        conflicts=comparisons.conflicts(claim),
        log_size=proofs.log_size(),
        checkpoint=proofs.newest_checkpoint(),
    )


def documents(contents: Contents) -> Mapping[str, list[View]]:
    """Return the objects as the tables hold them, in the words of the log, so that each can be compared with it."""
    parts = _parts(contents.rows)
    return {name: [_document(contents, row, parts) for row in rows] for name, rows in contents.rows.items()}


def steps(contents: Contents) -> list[View]:
    """Return the steps taken on the claim, oldest first."""
    mine = [e for e in contents.entries if e.object == contents.claim.log_object and e.kind in STEPS]
    return [
        {"seq": e.seq, "at": clock.to_text(e.at), "kind": e.kind, "by": e.actor_id, "reason": reason_of(contents, e)}
        for e in mine
    ]


def reason_of(contents: Contents, entry: LogEntry) -> str | None:
    """Return why somebody did what an entry tells."""
    known = proofs.disclosed(entry, contents.fields[entry.seq], may_know=lambda name: name == "reason")["fields"]
    return known[0]["value"] if known else None


def records(contents: Contents) -> list[View]:
    """Return the entries with all that the caller may know of each, and the proofs of those that are signed."""
    signed = [entry.seq for entry in contents.entries if entry.seq < contents.signed_size]
    found = proofs.inclusions(signed, contents.checkpoint) if contents.checkpoint else {}
    return [_record(contents, entry) | {"proof": found.get(entry.seq)} for entry in contents.entries]


def earlier_checkpoints(contents: Contents) -> list[View]:
    """Return checkpoints that a receipt may have named, or that are recent, with proofs that the newest goes on."""
    issued = [entry.seq for entry in contents.entries if entry.kind.startswith("publication.")]
    sizes, before = LogCheckpoint.size, LogCheckpoint.size < contents.signed_size
    of_receipts = [select(sizes).where(sizes > seq, before).order_by(sizes).limit(1) for seq in issued]
    latest = select(sizes).where(before, sizes > 0).order_by(sizes.desc()).limit(LATEST)
    session = db.session()
    wanted = sorted({size for statement in (*of_receipts, latest) for size in session.execute(statement).scalars()})
    rows = session.execute(select(LogCheckpoint).where(sizes.in_(wanted)).order_by(sizes)).scalars().all()
    found = proofs.consistencies(wanted, contents.signed_size)
    return [{"note": proofs.note_of(row).render().decode(), "proof": proofs.as_text(found[row.size])} for row in rows]


def _begin_a_snapshot() -> None:
    # What the caller's key was read in may be older; SQLite's transactions are snapshots by themselves.
    session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _rows(claim: Claim) -> Mapping[str, Sequence[Any]]:
    evidence = _of(Evidence, Evidence.claim_id == claim.id)
    appearances = claim.appearances
    sources = {row.source_id for row in (*appearances, *evidence)}
    claimants = {claim.claimant_id, *(appearance.claimant_id for appearance in appearances)} - {None}
    return {
        "claim": [claim],
        "claimants": _of(Claimant, Claimant.id.in_(claimants)),
        "sources": _of(Source, Source.id.in_(sources)),
        "evidence": evidence,
        "outreach": _of(Outreach, Outreach.claim_id == claim.id),
        "verdicts": _of(Verdict, Verdict.claim_id == claim.id),
        "publications": _of(Publication, Publication.claim_id == claim.id),
        "external_checks": _of(ExternalCheck, ExternalCheck.claim_id == claim.id),
    }


def _of(model: Any, condition: Any) -> Sequence[Any]:
    return db.session().execute(select(model).where(condition).order_by(model.id)).scalars().all()


def _entries(objects: Iterable[str]) -> Sequence[LogEntry]:
    statement = select(LogEntry).where(LogEntry.object.in_(list(objects))).order_by(LogEntry.seq)
    return db.session().execute(statement).scalars().all()


def _captures(evidence: Sequence[Evidence], hidden: frozenset[str]) -> Sequence[Capture]:
    wanted = {row.capture_id for row in evidence if row.capture_id and f"source/{row.source_id}" not in hidden}
    return db.session().execute(select(Capture).where(Capture.id.in_(wanted)).order_by(Capture.id)).scalars().all()


def _parts(rows: Mapping[str, Sequence[Logged]]) -> Mapping[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    ids: dict[str, list[str]] = {}
    for row in (row for items in rows.values() for row in items):
        ids.setdefault(row.logged_as, []).append(row.id)
    for model in Part.__subclasses__():
        owner: Any = getattr(model, model.owner_column)
        wanted = ids.get(model.owner, [])
        for part in db.session().execute(select(model).where(owner.in_(wanted))).scalars() if wanted else ():
            found.setdefault(part.log_object, []).append(part)
    return found


def _document(contents: Contents, row: Any, parts: Mapping[str, list[Part]]) -> View:
    own = parts.get(row.log_object, [])
    members = {**row.log_image(), **{part.log_pointer: part.log_value() for part in own}}
    may_know = contents.may_know(row.log_object)
    seen = {name: value for name, value in members.items() if value is not None and may_know(name)}
    return {"object": row.log_object, "revision": row.version, "members": seen}


def _record(contents: Contents, entry: LogEntry) -> View:
    may_know, fields = contents.may_know(entry.object), contents.fields[entry.seq]
    withheld = [bytes(field.digest).hex() for field in fields if not may_know(field.name)]
    return proofs.disclosed(entry, fields, may_know=may_know) | {"withheld": withheld}
