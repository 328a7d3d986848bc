"""Evidence and its observations."""

from typing import Any

from tracker.api.plumbing.answers import Answer, as_it_was
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.evidence import STANCES, EvidenceIn, EvidenceOut, EvidencePatch, WithdrawalIn
from tracker.schemas.fields import Choices, choice
from tracker.schemas.history import EntryOut
from tracker.schemas.measures import ObservationIn, ObservationOut
from tracker.schemas.paging import PageQuery
from tracker.schemas.past import AsOfQuery
from tracker.services import evidence, history, past_views
from tracker.services.finding import Expected

door = Door("evidence", __name__, description="What sources show about a claim, and what they measured.")


class EvidenceQuery(PageQuery):
    """Which evidence."""

    stance = Choices(choice(STANCES))


@door.get("/claims/<claim_id>/evidence", query=EvidenceQuery, answer=list_of(EvidenceOut, "EvidenceList"), paged=True)
def list_evidence(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List the evidence on a claim, withdrawn evidence too."""
    return paged(evidence.page(actor, claim_id, window(query), stance=query.get("stance")))


@door.post("/claims/<claim_id>/evidence", body=EvidenceIn, answer=EvidenceOut, example="evidence")
def add_evidence(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Attach evidence to a claim, with its source and observations."""
    return evidence.add(actor, claim_id, body)


@door.get("/evidence/<evidence_id>", query=AsOfQuery, answer=EvidenceOut, past=True)
def show_evidence(actor: Actor, evidence_id: str, *, query: dict[str, Any]) -> Any:
    """Show a piece of evidence, now or as of a moment."""
    if "as_of" in query:
        return as_it_was(past_views.evidence(actor, evidence_id, given=query["as_of"]))
    return evidence.find(actor, evidence_id)


@door.patch("/evidence/<evidence_id>", body=EvidencePatch, answer=EvidenceOut, example="evidence_patch")
def update_evidence(actor: Actor, evidence_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change evidence; an approval that pinned it is stale from then on.

    Whoever changes what a verdict in review cites becomes one of its contributors and cannot approve it, as does
    whoever withdraws it or adds an observation.
    """
    return evidence.update(actor, evidence_id, body, expected=expected)


@door.post(
    "/evidence/<evidence_id>/withdrawal", body=WithdrawalIn, answer=EvidenceOut, status=200, example="withdrawal"
)
def withdraw_evidence(actor: Actor, evidence_id: str, *, body: dict[str, Any]) -> Any:
    """Strike evidence out: it stays visible and no longer counts."""
    return evidence.withdraw(actor, evidence_id, reason=body["reason"])


@door.get("/evidence/<evidence_id>/observations", answer=list_of(ObservationOut, "Observations"))
def list_observations(actor: Actor, evidence_id: str) -> Any:
    """List what was measured, oldest first."""
    return Answer(value={"items": evidence.find(actor, evidence_id)["observations"], "next": None})


@door.post("/evidence/<evidence_id>/observations", body=ObservationIn, answer=ObservationOut, example="observation")
def add_observation(actor: Actor, evidence_id: str, *, body: dict[str, Any]) -> Any:
    """Add a measured quantity; a revised figure names the one it supersedes."""
    return evidence.observe(actor, evidence_id, body)


@door.get("/evidence/<evidence_id>/history", query=PageQuery, answer=list_of(EntryOut, "EvidenceHistory"), paged=True)
def list_evidence_history(actor: Actor, evidence_id: str, *, query: dict[str, Any]) -> Any:
    """List a piece of evidence's entries in the log, oldest first."""
    return paged(history.of(actor, "evidence", evidence_id, window=window(query)))
