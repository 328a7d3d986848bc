"""Erasures and restrictions: an admin files one, a second person confirms it."""

from typing import Any

from flask import current_app

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.base import Empty
from tracker.schemas.erasures import ErasureIn, ErasureOut, LiftingIn
from tracker.schemas.paging import PageQuery
from tracker.services import erasures

door = Door("erasures", __name__, description="Erasing what was said for ever, and hiding it, with two people.")


@door.get("/erasures", query=PageQuery, answer=list_of(ErasureOut, "Erasures"), paged=True)
def list_erasures(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's erasures and restrictions."""
    return paged(erasures.page(actor, window(query)))


@door.post("/erasures", body=ErasureIn, answer=ErasureOut, example="erasure")
def file_erasure(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Ask for an erasure or a restriction; nothing changes before somebody else confirms it."""
    return erasures.file(actor, body)


@door.get("/erasures/<erasure_id>", answer=ErasureOut)
def show_erasure(actor: Actor, erasure_id: str) -> Any:
    """Show an erasure or a restriction."""
    return erasures.find(actor, erasure_id)


@door.post("/erasures/<erasure_id>/confirmation", body=Empty, answer=ErasureOut, status=200, example="confirmation")
def confirm_erasure(actor: Actor, erasure_id: str, *, body: dict[str, Any]) -> Any:
    """Have it done: by another admin, or by an editor, and not by whoever filed it."""
    return erasures.confirm(actor, erasure_id, settings=current_app.config["TRACKER"])


@door.post("/erasures/<erasure_id>/lifting", body=LiftingIn, answer=ErasureOut, status=200, example="lifting")
def lift_restriction(actor: Actor, erasure_id: str, *, body: dict[str, Any]) -> Any:
    """Let what a restriction hides be seen again."""
    return erasures.lift(actor, erasure_id, reason=body["reason"], public_url=current_app.config["TRACKER"].public_url)
