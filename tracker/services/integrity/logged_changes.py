"""Changes of what is public, as the log and the publications that it tells of have them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain import changes
from tracker.models import LogEntry, LogField, Publication, db

View = dict[str, Any]
LABELS = ("label_before", "label_after")


def made(claim_ids: Sequence[str]) -> list[View]:
    """Return the rows of claims' changes as they would be made now."""
    rows = _of_publications(claim_ids)
    labels = {(row["claim_id"], row["number"]): {name: row[name] for name in LABELS} for row in rows}
    return rows + [row | labels[row["claim_id"], row["number"]] for row in _of_claims(claim_ids, published=rows)]


def _of_publications(claim_ids: Sequence[str]) -> list[View]:
    statement = (
        select(LogEntry.seq, Publication)
        .join(Publication, LogEntry.object == "publication/" + Publication.id)
        .where(Publication.claim_id.in_(claim_ids), LogEntry.kind.in_(changes.ISSUING))
    )
    return [
        {"seq": seq, "kind": changes.of_publication(row.kind, row.number, translates=row.translates),
         "claim_id": row.claim_id, "organization_id": row.organization_id, "number": row.number,
         "label_before": row.label_before, "label_after": row.label_after}
        for seq, row in db.session().execute(statement)
    ]  # fmt: skip


def _of_claims(claim_ids: Sequence[str], *, published: Sequence[View]) -> list[View]:
    objects = [f"claim/{claim_id}" for claim_id in claim_ids]
    found = select(LogEntry).where(LogEntry.object.in_(objects), LogEntry.kind.in_(changes.OF_CLAIMS))
    entries = db.session().execute(found).scalars().all()
    members = _members([entry.seq for entry in entries])
    rows = []
    for entry in entries:
        kind, claim_id = changes.of_claim(entry.kind, members[entry.seq]), entry.object.removeprefix("claim/")
        stood = [row["number"] for row in published if row["claim_id"] == claim_id and row["seq"] < entry.seq]
        if kind and stood:
            rows.append({"seq": entry.seq, "kind": kind, "claim_id": claim_id, "number": max(stood),
                         "organization_id": entry.organization_id})  # fmt: skip
    return rows


def _members(seqs: Collection[int]) -> Mapping[int, Collection[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for seq, name in db.session().execute(select(LogField.seq, LogField.name).where(LogField.seq.in_(seqs))):
        found[seq].append(name)
    return found
