"""Appearances: the sources in which a claim was seen."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of
from tracker.domain.actors import Actor
from tracker.schemas.claims import AppearanceIn, AppearanceOut, AppearancePatch
from tracker.services import appearances
from tracker.services.finding import Expected

door = Door("appearances", __name__, description="Where a claim was seen; If-Match is the appearance's own ETag.")


@door.get("/claims/<claim_id>/appearances", answer=list_of(AppearanceOut, "Appearances"))
def list_appearances(actor: Actor, claim_id: str) -> Any:
    """List where a claim was seen, and claims merged into it; the first one first."""
    return {"items": appearances.page(actor, claim_id), "next": None}


@door.post("/claims/<claim_id>/appearances", body=AppearanceIn, answer=AppearanceOut, example="appearance")
def add_appearance(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Say where else a claim was seen."""
    return appearances.add(actor, claim_id, body)


@door.get("/claims/<claim_id>/appearances/<appearance_id>", answer=AppearanceOut)
def show_appearance(actor: Actor, claim_id: str, appearance_id: str) -> Any:
    """Show an appearance."""
    return appearances.find(actor, claim_id, appearance_id)


@door.patch("/claims/<claim_id>/appearances/<appearance_id>", body=AppearancePatch, answer=AppearanceOut,
            example="appearance_patch")  # fmt: skip
def update_appearance(
    actor: Actor, claim_id: str, appearance_id: str, *, body: dict[str, Any], expected: Expected
) -> Any:
    """Change an appearance."""
    return appearances.update(actor, (claim_id, appearance_id), body, expected=expected)


@door.delete("/claims/<claim_id>/appearances/<appearance_id>")
def remove_appearance(actor: Actor, claim_id: str, appearance_id: str, *, expected: Expected) -> None:
    """Take an appearance away; the log keeps what it was."""
    appearances.remove(actor, claim_id, appearance_id, expected=expected)
