"""Outreach: attempts to reach the claimant, and answers."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.outreach import OutreachIn, OutreachOut, OutreachPatch
from tracker.schemas.paging import PageQuery
from tracker.services import outreach
from tracker.services.finding import Expected

door = Door("outreach", __name__, description="Attempts to reach the claimant, and answers.")


@door.get("/claims/<claim_id>/outreach", query=PageQuery, answer=list_of(OutreachOut, "OutreachLog"), paged=True)
def list_outreach(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List the attempts to reach the claimant."""
    return paged(outreach.page(actor, claim_id, window(query)))


@door.post("/claims/<claim_id>/outreach", body=OutreachIn, answer=OutreachOut, example="outreach")
def add_outreach(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Record an attempt to reach the claimant."""
    return outreach.add(actor, claim_id, body)


@door.get("/claims/<claim_id>/outreach/<outreach_id>", answer=OutreachOut)
def show_outreach(actor: Actor, claim_id: str, outreach_id: str) -> Any:
    """Show an attempt to reach the claimant."""
    return outreach.find(actor, claim_id, outreach_id)


@door.patch(
    "/claims/<claim_id>/outreach/<outreach_id>", body=OutreachPatch, answer=OutreachOut, example="outreach_patch"
)
def update_outreach(actor: Actor, claim_id: str, outreach_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change an attempt, such as to add the answer."""
    return outreach.update(actor, (claim_id, outreach_id), body, expected=expected)
