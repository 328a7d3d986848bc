"""What claims and their checks mean, as vectors: made of the documents of the index outside of deeds, and compared."""

import heapq
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, or_, select
from sqlalchemy import text as sql

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.lib import clock, encoders, vectors
from tracker.lib.encoders import Encoder
from tracker.models import ClaimVector, SearchDocument, db, table
from tracker.models.prepared import Among, Prepared
from tracker.models.vectors import MEANT
from tracker.services import sketched_vectors
from tracker.services.recording import recording

# Of the vectors that seem nearest by their sketches, so many are compared themselves: of the thirty nearest of ten
# thousand, these hold 99.6 of a hundred.
LOOKED_AT = 1_000
BATCH = 32
# Any number that no other lock of ours in PostgreSQL has.
TURN = 5_119_228
LONGEST = 2_000
EXTERNAL = "external_check"
Row = dict[str, Any]
_HOME, _DOCUMENTS = table(ClaimVector), table(SearchDocument)
_KEPT = Prepared(
    select(ClaimVector.document_id, ClaimVector.vector).where(
        Among(ClaimVector.document_id, "ids"),
        or_(ClaimVector.kind == "check", ClaimVector.organization_id == bindparam("organization_id")),
        ClaimVector.encoder == encoders.MultilingualEncoder.name,
        func.length(ClaimVector.vector) > 0,
    ),
    packed=False,
)
_COLUMNS = [_DOCUMENTS.c[name] for name in ("id", "object_id", "organization_id", "kind", "title", "body")]


def cosines(
    text: str, *, organization_id: str | None, beside: Sequence[int] = (), nearest: int = 0
) -> dict[int, float]:
    """Return how near in meaning the `nearest` documents are, and those `beside`, by their ids.

    Read are the checks of all, and the claims and other outlets' checks of one organization. Without vectors, or the
    extra, there are none, and nothing is loaded.
    """
    if not encoders.has_multilingual() or not text.strip() or not sketched_vectors.is_any():
        return {}
    encoder = encoders.multilingual()
    if encoder is None:
        return {}
    vector = encoder.encode([text[:LONGEST]])[0]
    likely = sketched_vectors.nearest(vector, organization_id=organization_id, most=LOOKED_AT) if nearest else []
    kept = list(_KEPT.rows(ids=[*{*likely, *beside}], organization_id=organization_id))
    found = vectors.cosines(vector, [packed for _, packed in kept])
    known = {document_id: cosine for (document_id, _), cosine in zip(kept, found, strict=True)}
    near = heapq.nlargest(nearest, known, key=known.__getitem__)
    return {document_id: known[document_id] for document_id in {*near, *beside} & known.keys()}


def make_lacking(actor: Actor) -> bool:
    """Make vectors of some documents that have none, the newest first; tells whether there were any.

    The texts are encoded outside of a transaction; what changed meanwhile is left for another time.
    """
    permit(actor, "installation.operate")
    rows = _lacking(encoders.MultilingualEncoder.name)
    # Nobody waits for us while we encode.
    db.session().rollback()
    encoder = encoders.multilingual() if rows else None
    if encoder is None:
        return False
    _keep(actor, made(rows, encoder))
    return True


def made(rows: Sequence[Mapping[str, Any]], encoder: Encoder) -> list[Row]:
    """Return the rows that tell of documents."""
    texts = [_text(row)[:LONGEST] for row in rows]
    packed = vectors.packed(encoder.encode(texts))
    return [
        {
            "document_id": row["id"], "claim_id": None if row["kind"] == EXTERNAL else row["object_id"],
            "organization_id": row["organization_id"], "kind": row["kind"], "encoder": encoder.name,
            "digest": _digest(row),
            "vector": vector if text.strip() else b"",
        }
        for row, text, vector in zip(rows, texts, packed, strict=True)
    ]  # fmt: skip


def _lacking(encoder: str) -> list[Row]:
    is_made = exists().where(_HOME.c.document_id == _DOCUMENTS.c.id, _HOME.c.encoder == encoder, _HOME.c.made > 0)
    wanted = select(*_COLUMNS).where(_DOCUMENTS.c.kind.in_(MEANT), ~is_made)
    rows = db.session().execute(wanted.order_by(_DOCUMENTS.c.id.desc()).limit(BATCH)).mappings()
    return [dict(row) for row in rows]


def _keep(actor: Actor, rows: Sequence[Row]) -> None:
    permit(actor, "installation.operate")
    ids = [row["document_id"] for row in rows]
    with recording(actor):
        _take_turn()
        # Held, so that a deed that changes one of them deletes its vector after we have written it.
        held = select(*_COLUMNS).where(_DOCUMENTS.c.id.in_(ids)).order_by(_DOCUMENTS.c.id).with_for_update(read=True)
        now = {row["id"]: _digest(dict(row)) for row in db.session().execute(held).mappings()}
        db.session().execute(delete(_HOME).where(_HOME.c.document_id.in_(ids)))
        same = [row for row in rows if now.get(row["document_id"]) == row["digest"]]
        if same:
            db.session().execute(insert(_HOME), [row | {"made": number} for number, row in enumerate(same, _next())])


def _take_turn() -> None:
    # Numbers are committed in their order, so that those who follow the table miss none.
    if db.session().get_bind().dialect.name == "postgresql":
        db.session().execute(sql("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def _next() -> int:
    # Grows even where all rows went away, so that those who follow the table miss nothing.
    last = db.session().execute(select(func.max(_HOME.c.made))).scalar_one() or 0
    return max(int(last) + 1, int(clock.now().timestamp() * 1_000_000))


def _text(row: Mapping[str, Any]) -> str:
    # Elsewhere the title is the claim; what was published of a check has the claim in short as its first line.
    lines = [line for line in row["body"].split("\n") if line.strip()][:1] if row["kind"] == "check" else []
    return str((lines or [row["title"]])[0])


def _digest(row: Mapping[str, Any]) -> bytes:
    return sha256(_text(row).encode()).digest()
