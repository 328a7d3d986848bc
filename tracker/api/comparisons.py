"""Comparisons: a claim's numbers against those that were measured."""

from typing import Any

from tracker.api.plumbing.answers import as_it_was
from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.schemas.comparisons import ComparisonsOut
from tracker.schemas.past import AsOfQuery
from tracker.services import comparisons

door = Door("comparisons", __name__, description="Claimed against measured; a comparison never sets a verdict.")


@door.get("/claims/<claim_id>/comparisons", query=AsOfQuery, answer=ComparisonsOut, past=True)
def list_comparisons(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """Set each number of a claim against each that its evidence measured, now or as of a moment."""
    if "as_of" in query:
        return as_it_was(comparisons.as_of(actor, claim_id, given=query["as_of"]))
    return comparisons.of(actor, claim_id)
