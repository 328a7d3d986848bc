"""Variants: the wordings of one claim."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of
from tracker.domain.actors import Actor
from tracker.schemas.variants import VariantOut
from tracker.services import variants

door = Door("variants", __name__, description="The wordings and languages in which one claim is known.")


@door.get("/claims/<claim_id>/variants", answer=list_of(VariantOut, "Variants"))
def list_variants(actor: Actor, claim_id: str) -> Any:
    """List the wordings of a claim, its own text first, each with its language and all that say it so."""
    return {"items": variants.listed(actor, claim_id), "next": None}
