"""Claimants: who makes claims."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.claimants import ClaimantIn, ClaimantOut, ClaimantPatch
from tracker.schemas.fields import words
from tracker.schemas.history import EntryOut
from tracker.schemas.paging import PageQuery
from tracker.services import claimants, history
from tracker.services.finding import Expected

door = Door("claimants", __name__, description="People and organizations that make claims.")


class ClaimantQuery(PageQuery):
    """Which claimants."""

    name = words()


@door.get("/claimants", query=ClaimantQuery, answer=list_of(ClaimantOut, "Claimants"), paged=True)
def list_claimants(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's claimants."""
    return paged(claimants.page(actor, window(query), name=query.get("name")))


@door.post("/claimants", body=ClaimantIn, answer=ClaimantOut, example="claimant")
def add_claimant(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Add a claimant."""
    return claimants.add(actor, body)


@door.get("/claimants/<claimant_id>", answer=ClaimantOut)
def show_claimant(actor: Actor, claimant_id: str) -> Any:
    """Show a claimant."""
    return claimants.find(actor, claimant_id)


@door.patch("/claimants/<claimant_id>", body=ClaimantPatch, answer=ClaimantOut, example="claimant_patch")
def update_claimant(actor: Actor, claimant_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change a claimant; what was published stays as it was."""
    return claimants.update(actor, claimant_id, body, expected=expected)


@door.get("/claimants/<claimant_id>/history", query=PageQuery, answer=list_of(EntryOut, "ClaimantHistory"), paged=True)
def list_claimant_history(actor: Actor, claimant_id: str, *, query: dict[str, Any]) -> Any:
    """List a claimant's entries in the log, oldest first."""
    return paged(history.of(actor, "claimant", claimant_id, window=window(query)))
