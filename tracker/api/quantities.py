"""Quantities: the numbers in a claim."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.schemas.measures import MeasurePatch, QuantitiesOut, QuantityIn, QuantityOut
from tracker.services import quantities, suggestions
from tracker.services.finding import Expected

door = Door("quantities", __name__, description="Numbers in claims; If-Match is the quantity's own ETag.")


@door.get("/claims/<claim_id>/quantities", answer=QuantitiesOut)
def list_quantities(actor: Actor, claim_id: str) -> Any:
    """List a claim's numbers, in the order they were recorded, and those that its text seems to have besides."""
    items = quantities.page(actor, claim_id)
    return {"items": items, "suggested": suggestions.of(actor, claim_id), "next": None}


@door.post("/claims/<claim_id>/quantities", body=QuantityIn, answer=QuantityOut, example="quantity")
def add_quantity(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Record a number in a claim."""
    return quantities.add(actor, claim_id, body)


@door.get("/claims/<claim_id>/quantities/<quantity_id>", answer=QuantityOut)
def show_quantity(actor: Actor, claim_id: str, quantity_id: str) -> Any:
    """Show a quantity."""
    return quantities.find(actor, claim_id, quantity_id)


@door.patch(
    "/claims/<claim_id>/quantities/<quantity_id>", body=MeasurePatch, answer=QuantityOut, example="quantity_patch"
)
def update_quantity(actor: Actor, claim_id: str, quantity_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change a quantity."""
    return quantities.update(actor, (claim_id, quantity_id), body, expected=expected)


@door.delete("/claims/<claim_id>/quantities/<quantity_id>")
def remove_quantity(actor: Actor, claim_id: str, quantity_id: str, *, expected: Expected) -> None:
    """Take a quantity away; the log keeps what it was."""
    quantities.remove(actor, claim_id, quantity_id, expected=expected)
