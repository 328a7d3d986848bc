"""Verdicts, waivers, and the gate's dry run."""

from typing import Any

from flask import current_app

from tracker.api.plumbing.answers import as_it_was
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.history import EntryOut
from tracker.schemas.paging import PageQuery
from tracker.schemas.past import AsOfQuery
from tracker.schemas.verdicts import PublishabilityOut, VerdictIn, VerdictOut, VerdictPatch, WaiverIn, WaiverOut
from tracker.services import history, past_views, publications, verdicts
from tracker.services.finding import Expected

door = Door("verdicts", __name__, description="An organization's answers to claims.")


@door.get("/claims/<claim_id>/verdicts", query=PageQuery, answer=list_of(VerdictOut, "Verdicts"), paged=True)
def list_verdicts(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List a claim's verdicts."""
    return paged(verdicts.page(actor, claim_id, window(query)))


@door.post("/claims/<claim_id>/verdicts", body=VerdictIn, answer=VerdictOut, example="verdict")
def propose_verdict(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Draft a verdict; a claim has at most one that is draft, in review or approved."""
    return verdicts.propose(actor, claim_id, body)


@door.get("/verdicts/<verdict_id>", query=AsOfQuery, answer=VerdictOut, past=True)
def show_verdict(actor: Actor, verdict_id: str, *, query: dict[str, Any]) -> Any:
    """Show a verdict, now or as of a moment."""
    if "as_of" in query:
        return as_it_was(past_views.verdict(actor, verdict_id, given=query["as_of"]))
    return verdicts.find(actor, verdict_id)


@door.patch("/verdicts/<verdict_id>", body=VerdictPatch, answer=VerdictOut, example="verdict_patch")
def revise_verdict(actor: Actor, verdict_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Revise a draft; whoever does becomes a contributor and cannot approve it."""
    return verdicts.revise(actor, verdict_id, body, expected=expected)


@door.get("/verdicts/<verdict_id>/history", query=PageQuery, answer=list_of(EntryOut, "VerdictHistory"), paged=True)
def list_verdict_history(actor: Actor, verdict_id: str, *, query: dict[str, Any]) -> Any:
    """List a verdict's entries in the log, oldest first."""
    return paged(history.of(actor, "verdict", verdict_id, window=window(query)))


@door.get("/claims/<claim_id>/publishability", answer=PublishabilityOut)
def show_publishability(actor: Actor, claim_id: str) -> Any:
    """Show what the gate would say now of the verdict at hand, rule by rule."""
    return publications.publishability(actor, claim_id, public_url=current_app.config["TRACKER"].public_url)


@door.get("/claims/<claim_id>/waivers", answer=list_of(WaiverOut, "Waivers"))
def list_waivers(actor: Actor, claim_id: str) -> Any:
    """List the waivers for the verdict at hand."""
    return {"items": verdicts.waivers(actor, claim_id), "next": None}


@door.post("/claims/<claim_id>/waivers", body=WaiverIn, answer=WaiverOut, example="waiver")
def waive_rule(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Set a gate rule aside for the verdict at hand, by an editor who contributed nothing to it."""
    return verdicts.waive(actor, claim_id, rule=body["rule"], reason=body["reason"])
