"""Outreach: attempts to reach the claimant, and what came of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import NotFound
from tracker.models import Claim, Outreach, db
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import recording

FIELDS = ("contacted_at", "channel", "recipient", "question", "reply_due_on", "answer", "answered_at")


def add(actor: Actor, claim_id: str, fields: Mapping[str, Any]) -> Outreach:
    """Record an attempt to reach the claimant; raises IllegalStep for a merged claim."""
    permit(actor, "outreach.add")
    with recording(actor) as record:
        claim = finding.find(Claim, actor, claim_id)
        workflow.refuse_merged("add an attempt", claim.state, into=claim.merged_into_id)
        attempt = Outreach(
            organization_id=actor.organization_id, claim_id=claim.id, account_id=actor.account_id, **fields
        )
        db.session().add(attempt)
        db.session().flush()
        record("outreach.added", attempt)
    return attempt


def find(actor: Actor, claim_id: str, outreach_id: str) -> Outreach:
    """Return one attempt."""
    permit(actor, "outreach.read")
    return _of(claim_id, finding.find(Outreach, actor, outreach_id))


def page(actor: Actor, claim_id: str, window: paging.Window) -> paging.Page:
    """Return a page of a claim's outreach log, newest first."""
    permit(actor, "outreach.read")
    finding.find(Claim, actor, claim_id)
    statement = select(Outreach).where(Outreach.claim_id == claim_id)
    return paging.page(statement, paging.Order(column=Outreach.created_at, tie=Outreach.id), window)


def update(actor: Actor, place: tuple[str, str], changes: Mapping[str, Any], *, expected: Expected) -> Outreach:
    """Change an attempt by a merge patch, such as to add the answer; `place` is the claim's id and its own."""
    permit(actor, "outreach.update")
    claim_id, outreach_id = place
    with recording(actor) as record:
        attempt = _of(claim_id, finding.find(Outreach, actor, outreach_id, lock=True))
        finding.check(attempt.version, expected)
        finding.assign(attempt, changes, FIELDS)
        record("outreach.updated", attempt)
    return attempt


def _of(claim_id: str, attempt: Outreach) -> Outreach:
    if attempt.claim_id != claim_id:
        raise NotFound(kind="outreach")
    return attempt
