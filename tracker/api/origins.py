"""Origins: where information truly comes from."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.paging import PageQuery
from tracker.schemas.sources import OriginIn, OriginOut, OriginPatch
from tracker.services import origins
from tracker.services.finding import Expected

door = Door("origins", __name__, description="Agencies, wires and offices, by which independence is counted.")


@door.get("/origins", query=PageQuery, answer=list_of(OriginOut, "Origins"), paged=True)
def list_origins(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's origins; those that were made for protected sources are there for custodians alone."""
    return paged(origins.page(actor, window(query)))


@door.post("/origins", body=OriginIn, answer=OriginOut, example="origin")
def add_origin(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Add an origin."""
    return origins.add(actor, body)


@door.get("/origins/<origin_id>", answer=OriginOut)
def show_origin(actor: Actor, origin_id: str) -> Any:
    """Show an origin."""
    return origins.find(actor, origin_id)


@door.patch("/origins/<origin_id>", body=OriginPatch, answer=OriginOut, example="origin_patch")
def update_origin(actor: Actor, origin_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change an origin."""
    return origins.update(actor, origin_id, body, expected=expected)
