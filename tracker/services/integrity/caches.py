"""What is kept ready for reading, against what would be made anew of the tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.models import Base, Change, Claim, ClaimDocument, ClaimTopic, Listing, LogHead, Rendering, db, table
from tracker.services import claim_documents, claims, renderings
from tracker.services.integrity import logged_changes
from tracker.services.integrity.findings import Finding

Show = Callable[[str, int, int], None]
Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]
BATCH = 200
DETAIL = "is not what would be made of the tables: `tracker db upgrade` makes anew what is of another version"


def differences(public_url: str, *, show: Show) -> Iterator[Finding]:
    """Return the documents, renderings, topics, changes and places of claims that are not what would be made anew."""
    session = db.session()
    ids = session.execute(select(Claim.id).order_by(Claim.id)).scalars().all()
    into = set(session.execute(select(Claim.merged_into_id)).scalars())
    seq = session.execute(select(LogHead.size)).scalar_one() - 1
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        # A document is not read while other claims are merged into its own.
        read = [claim_id for claim_id in batch if claim_id not in into]
        documents = _keyed(claim_documents.made(read), "claim_id")
        yield from _different(ClaimDocument, documents, read, seq=seq, is_whole=False)
        wanted = session.execute(select(Claim).where(Claim.id.in_(batch))).scalars().all()
        topics = [row for claim in wanted for row in claims.topic_rows(claim)]
        yield from _different(ClaimTopic, _keyed(topics, "claim_id", "topic"), batch, seq=seq)
        made = [row for claim in wanted for row in renderings.made(claim, public_url=public_url)]
        yield from _different(Rendering, _keyed(made, "claim_id", "format", "language"), batch, seq=seq)
        placed = [row for claim in wanted for row in renderings.placed(claim)]
        yield from _different(Listing, _keyed(placed, "kind", "key", "changed_at", "claim_id"), batch, seq=seq)
        yield from _different(Change, _keyed(logged_changes.made(batch), "seq"), batch, seq=seq)
        session.expunge_all()
        show("Claims", min(start + BATCH, len(ids)), len(ids))


def _different(
    model: type[Base], wanted: Rows, ids: Sequence[str], *, seq: int, is_whole: bool = True
) -> Iterator[Finding]:
    """Compare; a table that is not whole may lack rows, which are then made when they are asked for."""
    home = table(model)
    kept = db.session().execute(select(home).where(home.c.claim_id.in_(ids))).mappings()
    stored = _keyed([dict(row) for row in kept], *(column.name for column in home.primary_key))
    for key in sorted(wanted.keys() | stored.keys()):
        row = stored.get(key)
        if row != wanted.get(key) and (is_whole or row is not None):
            yield Finding(table=home.name, seq=seq, row="/".join(map(str, key)), detail=DETAIL)


def _keyed(rows: Sequence[Mapping[str, Any]], *names: str) -> Rows:
    return {tuple(row[name] for name in names): row for row in rows}
