"""What is kept ready for reading, against what would be made anew of the tables."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.models import (
    Base,
    Change,
    Claim,
    ClaimDocument,
    ClaimNumber,
    ClaimTopic,
    Listing,
    LogHead,
    Rendering,
    SearchDocument,
    db,
    table,
)  # fmt: skip
from tracker.models.search import SEARCHED
from tracker.services import claim_documents, claims, number_index, renderings
from tracker.services.integrity import logged_changes
from tracker.services.integrity.findings import Finding
from tracker.services.search import documents as texts

Show = Callable[[str, int, int], None]
Rows = Mapping[tuple[Any, ...], Mapping[str, Any]]
BATCH = 200
OF_TEXT = ("kind", "object_id", "language")
DETAIL = "is not what would be made of the tables: `tracker db upgrade` makes anew what is of another version"


def differences(public_url: str, *, show: Show) -> Iterator[Finding]:
    """Return what is kept ready of claims, and to be found by, that is not what would be made anew."""
    session = db.session()
    ids = session.execute(select(Claim.id).order_by(Claim.id)).scalars().all()
    into = set(session.execute(select(Claim.merged_into_id)).scalars())
    seq = session.execute(select(LogHead.size)).scalar_one() - 1
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        yield from _of_claims(batch, into, public_url=public_url, seq=seq)
        session.expunge_all()
        show("Claims", min(start + BATCH, len(ids)), len(ids))
    for kind in SEARCHED:
        yield from _searched(kind, seq=seq)


def _of_claims(batch: Sequence[str], into: Collection[str | None], *, public_url: str, seq: int) -> Iterator[Finding]:
    # A document is not read while other claims are merged into its own.
    read = [claim_id for claim_id in batch if claim_id not in into]
    documents = _keyed(claim_documents.made(read), "claim_id")
    yield from _different(ClaimDocument, documents, read, seq=seq, is_whole=False)
    wanted = db.session().execute(select(Claim).where(Claim.id.in_(batch))).scalars().all()
    topics = [row for claim in wanted for row in claims.topic_rows(claim)]
    yield from _different(ClaimTopic, _keyed(topics, "claim_id", "topic"), batch, seq=seq)
    yield from _different(ClaimNumber, _keyed(number_index.made(batch), "quantity_id"), batch, seq=seq)
    made = [row for claim in wanted for row in renderings.made(claim, public_url=public_url)]
    yield from _different(Rendering, _keyed(made, "claim_id", "format", "language"), batch, seq=seq)
    placed = [row for claim in wanted for row in renderings.placed(claim, public_url=public_url)]
    yield from _different(Listing, _keyed(placed, "kind", "key", "changed_at", "claim_id"), batch, seq=seq)
    yield from _different(Change, _keyed(logged_changes.made(batch), "seq"), batch, seq=seq)


def _searched(kind: str, *, seq: int) -> Iterator[Finding]:
    home = table(SearchDocument)
    ids = db.session().execute(texts.objects(kind)).scalars().all()
    known = db.session().execute(select(home.c.object_id).where(home.c.kind == kind)).scalars()
    every = sorted({*ids, *known})
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        made = _keyed([document.row for document in texts.made(kind, batch)], *OF_TEXT)
        rows = db.session().execute(select(home).where(home.c.object_id.in_(batch), home.c.kind == kind)).mappings()
        kept = _keyed([{name: row[name] for name in row if name != "id"} for row in rows], *OF_TEXT)
        yield from _unlike(home.name, made, kept, seq=seq)


def _different(
    model: type[Base], wanted: Rows, ids: Sequence[str], *, seq: int, is_whole: bool = True
) -> Iterator[Finding]:
    """Compare; a table that is not whole may lack rows, which are then made when they are asked for."""
    home = table(model)
    kept = db.session().execute(select(home).where(home.c.claim_id.in_(ids))).mappings()
    stored = _keyed([dict(row) for row in kept], *(column.name for column in home.primary_key))
    known = wanted if is_whole else {key: wanted[key] for key in wanted.keys() & stored.keys()}
    yield from _unlike(home.name, known, stored, seq=seq)


def _unlike(name: str, wanted: Rows, stored: Rows, *, seq: int) -> Iterator[Finding]:
    for key in sorted(wanted.keys() | stored.keys()):
        if stored.get(key) != wanted.get(key):
            yield Finding(table=name, seq=seq, row="/".join(map(str, key)), detail=DETAIL)


def _keyed(rows: Sequence[Mapping[str, Any]], *names: str) -> Rows:
    return {tuple(row[name] for name in names): row for row in rows}
