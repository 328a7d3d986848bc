"""Steps of the workflow: a client names a step and never a state."""

from typing import Any

from flask import current_app

from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.domain.workflow import Move
from tracker.schemas.claims import ClaimOut
from tracker.schemas.paging import PageQuery
from tracker.schemas.steps import StepIn, StepOut
from tracker.services import workflow
from tracker.services.finding import Expected

# Steps that publish something: nothing is published that could not be proved.
ISSUING = frozenset({"publish", "retract"})
door = Door("workflow", __name__, description="Steps of the workflow.")


@door.post("/claims/<claim_id>/steps", body=StepIn, answer=ClaimOut, status=200, conditional=True, example="step")
def take_step(actor: Actor, claim_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Take a step on a claim; a refused step says which rule refused it."""
    public_url = current_app.config["TRACKER"].public_url
    if body["step"] in ISSUING:
        current_app.extensions["signer"].refuse_unsound()
    return Answer(value=workflow.take(actor, claim_id, Move(**body), expected=expected, public_url=public_url))


@door.get("/claims/<claim_id>/steps", query=PageQuery, answer=list_of(StepOut, "Steps"), paged=True)
def list_steps(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List the steps taken on a claim, oldest first."""
    return paged(workflow.taken(actor, claim_id, window(query)))
