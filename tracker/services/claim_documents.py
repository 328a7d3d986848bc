"""Claims as stored JSON: what all callers are shown alike, made by the deed that changes it.

A claim with a protected source, or with others merged into it, is shown anew each time: it differs from caller to
caller, or changes with the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import BindParameter, Select, bindparam, delete, exists, select
from sqlalchemy.orm import aliased

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.errors import NotFound
from tracker.lib.stored_json import StoredJson
from tracker.models import (
    Account,
    Appearance,
    Base,
    Claim,
    Claimant,
    ClaimantLink,
    ClaimAssignee,
    ClaimDocument,
    Evidence,
    Quantity,
    Source,
    Verdict,
    VerdictContributor,
    db,
    table,
)  # fmt: skip
from tracker.models.insertions import insert_columns
from tracker.models.prepared import Among, Prepared
from tracker.models.session import RecordedSession
from tracker.schemas.claims import ClaimOut
from tracker.services import claim_views

View = Mapping[str, Any]
# To be raised where a claim's JSON changes: `tracker db upgrade` then makes all documents anew.
LAYOUT = 3
SHARED = ClaimOut(exclude=("allowed_steps",))
BATCH = 500
SITUATIONS = 2_048
STATUS = ("state", "publication_status", "published_number")
# A deed that shows in more claims than this, such as another name of a much quoted claimant, leaves the rest to be
# shown anew until they change.
MOST = 2_000
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
# The rows in which claims show others: by each of these, the claims that do.
_CITING: Mapping[type[Base], Sequence[Select[str]]] = {
    Account: [select(ClaimAssignee.claim_id).where(ClaimAssignee.account_id.in_(_IDS))],
    Claimant: [
        select(Claim.id).where(Claim.claimant_id.in_(_IDS)),
        select(Appearance.claim_id).where(Appearance.claimant_id.in_(_IDS)),
    ],
    Source: [select(Appearance.claim_id).where(Appearance.source_id.in_(_IDS))],
}
_Merged = aliased(Claim)
_LOCKED = Prepared(
    select(Claim.id).where(Among(Claim.id, "ids")).order_by(Claim.id).with_for_update(key_share=True)
)  # fmt: skip
_DOCUMENTS = Prepared(
    select(ClaimDocument.claim_id, ClaimDocument.situation, ClaimDocument.body)
    .where(Among(ClaimDocument.claim_id, "ids"), ClaimDocument.layout == LAYOUT)
    .where(~exists().where(_Merged.merged_into_id == ClaimDocument.claim_id)),
    packed=False,
)  # fmt: skip


def one(actor: Actor, claim_id: str) -> View:
    """Return one claim as the actor sees it, or raise NotFound."""
    found = many(actor, [claim_id])
    if not found:
        raise NotFound(kind="claim")
    return found[0]


def many(actor: Actor, ids: Sequence[str]) -> list[View]:
    """Return claims as the actor sees them, in the order of their ids; those of another organization are left out."""
    # A request that only reads need not make a session to learn that no deed is under way.
    watcher = _session().watcher if db.session.registry.has() else None
    if watcher is not None:
        renew([claim_id for claim_id in ids if claim_id not in watcher.documented])
    views: dict[str, View] = _stored(actor, ids)
    others = [claim_id for claim_id in ids if claim_id not in views]
    if others:
        views |= {name: anew(actor, view) for name, view in claim_views.of(others, account_id=actor.account_id).items()
                  if view["organization_id"] == actor.organization_id}  # fmt: skip
    return [views[claim_id] for claim_id in ids if claim_id in views]


def renew(ids: Sequence[str]) -> None:
    """Make the documents of claims anew, inside a deed; their rows stay locked until it ends."""
    if not ids:
        return
    session = _session()
    # Whoever else changes what the claims show waits here, or one of us would store what the other made untrue.
    _LOCKED.records(ids=ids)
    session.execute(delete(table(ClaimDocument)).where(ClaimDocument.claim_id.in_(ids)))
    add(ids)


def add(ids: Sequence[str]) -> None:
    """Make the documents of claims that have none, such as those that the deed under way logs."""
    session = _session()
    insert_columns(session.connection(), ClaimDocument, made(ids))
    if session.watcher is not None:
        session.watcher.documented.update(ids)


def made(ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of claims' documents as they are made now, but for those of claims that are shown anew."""
    return [_row(view) for view in claim_views.of(ids).values() if _is_alike(view)]


def follow(changed: Iterable[Base], *, born: set[object]) -> None:
    """Make anew the documents of all claims that show one of the rows that a deed changed."""
    session = _session()
    ids = _showing(session, changed, born)
    late = sorted(ids - (session.watcher.documented if session.watcher else set()))
    for start in range(0, min(len(late), MOST), BATCH):
        renew(late[start : min(start + BATCH, MOST)])
    if len(late) > MOST:
        session.execute(delete(table(ClaimDocument)).where(ClaimDocument.claim_id.in_(late[MOST:])))


def stale() -> Sequence[str]:
    """Return the claims without a document of today's layout, which those that are shown anew never have."""
    current = select(ClaimDocument.claim_id).where(ClaimDocument.layout == LAYOUT)
    return _session().execute(select(Claim.id).where(Claim.id.not_in(current)).order_by(Claim.id)).scalars().all()


def _stored(actor: Actor, ids: Sequence[str]) -> dict[str, View]:
    rows = _DOCUMENTS.rows(ids=list(ids))
    return {
        claim_id: StoredJson(
            b'%s,"allowed_steps":%s}' % (body[:-1], _steps(actor, *_alike(actor, standing))),
            version=standing["version"],
        )
        for claim_id, standing, body in rows
        if standing["organization_id"] == actor.organization_id
    }


@lru_cache(SITUATIONS)
def _steps(actor: Actor, *alike: Any) -> bytes:
    # What was found for one claim holds for all that stand like it, of which there are few kinds.
    return orjson.dumps(workflow.allowed(actor, _situation(alike)))


def _alike(actor: Actor, standing: View) -> tuple[Any, ...]:
    me = actor.account_id
    return (
        standing["state"], standing["publication_status"], standing["published_number"],
        me in standing["contributors"], me in standing["assignees"],
    )  # fmt: skip


def anew(actor: Actor, view: View) -> View:
    """Return a claim as everybody sees it with the steps that the actor may take on it."""
    return {**view, "allowed_steps": workflow.allowed(actor, _situation(_alike(actor, _standing(view))))}


def _row(view: View) -> dict[str, Any]:
    body = orjson.dumps(SHARED.dump(view), option=orjson.OPT_PASSTHROUGH_DATETIME)
    return {"claim_id": view["id"], "layout": LAYOUT, "situation": _standing(view), "body": body}


def _standing(view: View) -> View:
    names = ("organization_id", "version", "contributors")
    return {name: view[name] for name in (*STATUS, *names)} | {
        "assignees": [person["id"] for person in view["assignees"]]
    }


def _situation(alike: tuple[Any, ...]) -> workflow.Situation:
    state, publication_status, publications, is_contributor, is_assignee = alike
    return workflow.Situation(
        state=state,
        publication_status=publication_status,
        publications=publications,
        is_contributor=is_contributor,
        is_assignee=is_assignee,
    )


def _is_alike(view: View) -> bool:
    # Whether everybody is shown the same, and nothing of another claim.
    return not any(a["claim_id"] != view["id"] or a["source"]["protected"] for a in view["appearances"])


def _showing(session: RecordedSession, changed: Iterable[Base], born: set[object]) -> set[str]:
    ids: set[str] = set()
    cited: dict[type[Base], set[str]] = defaultdict(set)
    for row in changed:
        ids.update(_claims_of(session, row))
        if isinstance(row, ClaimantLink):
            cited[Claimant].add(row.claimant_id)
        elif isinstance(row, Account | Claimant | Source) and row not in born:
            cited[type(row)].add(row.id)
    for kind, names in cited.items():
        for statement in _CITING[kind]:
            ids.update(session.execute(statement, {"ids": list(names)}).scalars())
    return ids


def _claims_of(session: RecordedSession, row: Base) -> list[str]:
    if isinstance(row, Claim):
        return [row.id]
    if isinstance(row, Appearance | Quantity | ClaimAssignee | Evidence | Verdict):
        return [row.claim_id]
    return [session.get_one(Verdict, row.verdict_id).claim_id] if isinstance(row, VerdictContributor) else []


def _session() -> RecordedSession:
    session = db.session()
    assert isinstance(session, RecordedSession)  # noqa: S101  # narrows the type: Flask-SQLAlchemy makes no other
    return session
