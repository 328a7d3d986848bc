"""Receipts: what a reader needs to prove, without us, that a publication was recorded as it is shown."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from tracker.errors import NotYetSigned
from tracker.models import LogEntry, LogField, Publication, db
from tracker.services import proofs, publications

View = dict[str, Any]
DOCUMENTATION = "/api/v1/docs"
# What a publication's readers know already: neither who did it, nor with which key, nor in which deed.
PUBLIC = frozenset({
    "kind", "object", "organization", "revision", "/claim_id", "/verdict_id", "/number", "/kind", "/severity",
    "/notice", "/published_at", "/created_at", "/updated_at",
})  # fmt: skip
SHOWN = "/snapshot/"
# What a restriction may take out of a publication, while the log keeps it.
RESTRICTABLE = (SHOWN, "/notice")


def find(claim_id: str, number: int, *, key: str | None, public_url: str) -> View:
    """Return the receipt of one publication under the newest checkpoint; it is public.

    `key` is the log's verifier key line, where it is known. Raises NotFound, and NotYetSigned where no checkpoint
    covers the publication.
    """
    return of(publications.find(claim_id, number), key=key, public_url=public_url)


def of(publication: Publication, *, key: str | None, public_url: str) -> View:
    """Return the receipt of a publication: of what it was issued with, all that it shows to this day."""
    entry = entry_of(publication)
    checkpoint = proofs.checkpoint_over(entry.seq)
    if checkpoint is None:
        raise NotYetSigned
    now = publication.log_image()
    fields = [field for field in proofs.fields_of([entry])[entry.seq] if not _is_withheld(field, now)]
    shown = proofs.disclosed(entry, fields, may_know=is_public)
    proof = proofs.inclusions([entry.seq], checkpoint)[entry.seq]
    return {**shown, "proof": proof, "key": key, "verify": public_url.rstrip("/") + DOCUMENTATION}


def entry_of(publication: Publication) -> LogEntry:
    """Return the entry that issued a publication: the first one about it."""
    first = select(func.min(LogEntry.seq)).where(LogEntry.object == publication.log_object).scalar_subquery()
    return db.session().execute(select(LogEntry).where(LogEntry.seq == first)).scalar_one()


def is_public(name: str) -> bool:
    """Tell whether a field of a publication's entry is for everybody to know."""
    return name in PUBLIC or name.startswith(SHOWN)


def _is_withheld(field: LogField, now: Mapping[str, object]) -> bool:
    if field.value is None or not field.name.startswith(RESTRICTABLE):
        return False
    return bool(json.loads(field.value) != now.get(field.name))
