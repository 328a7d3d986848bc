"""Whether something has been checked before: suggestions with their reasons, and what people decide about them."""

from typing import Any

from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.errors import ReferenceNotFound
from tracker.schemas.matches import MatchDecisionIn, MatchesOut, MatchIn, MatchOut, MatchQuery
from tracker.services import matches

door = Door("matches", __name__, description="Earlier checks of the same claim, suggested and decided about.")


@door.post("/match", body=MatchIn, answer=MatchesOut, status=200, example="match")
def match_text(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Find likely earlier checks of a text that is no claim yet; "none" is an answer."""
    return Answer(
        value=matches.of_text(actor, body["text"], language=body.get("language"), limit=body["limit"]), lasting=False
    )


@door.get("/claims/<claim_id>/matches", query=MatchQuery, answer=MatchesOut)
def list_matches(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List the confirmed earlier checks of a claim and the likely ones, with what speaks for and against each."""
    return Answer(value=matches.of_claim(actor, claim_id, limit=query["limit"]), lasting=False)


@door.post("/claims/<claim_id>/matches", body=MatchDecisionIn, answer=MatchOut, status=200,
           errors=(ReferenceNotFound,), example="match_decision")  # fmt: skip
def decide_match(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Confirm or reject an earlier check; what was rejected is not suggested again."""
    return Answer(value=matches.decide(actor, claim_id, **body), lasting=False)
