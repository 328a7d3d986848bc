"""Candidates: the check-worthy sentences of a text."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.schemas.candidates import CandidatesIn, CandidatesOut
from tracker.services import candidates

door = Door("candidates", __name__, description="What in a text is worth checking, by rules that say why.")


@door.post("/candidates", body=CandidatesIn, answer=CandidatesOut, status=200, example="candidates")
def find_candidates(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Find the check-worthy sentences of a text, or log those that a person picked: all of them, or none."""
    if "log" in body:
        return {"items": [], "logged": candidates.log(actor, body["log"]), "next": None}
    found = candidates.find(actor, body["text"], language=body["language"], limit=body["limit"])
    return {"items": found, "logged": [], "next": None}
