"""Comments: what the newsroom says among itself about a claim."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.outreach import CommentIn, CommentOut, CommentPatch
from tracker.schemas.paging import PageQuery
from tracker.services import comments
from tracker.services.finding import Expected

door = Door("comments", __name__, description="Remarks inside the newsroom; never published.")


@door.get("/claims/<claim_id>/comments", query=PageQuery, answer=list_of(CommentOut, "Comments"), paged=True)
def list_comments(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List a claim's comments."""
    return paged(comments.page(actor, claim_id, window(query)))


@door.post("/claims/<claim_id>/comments", body=CommentIn, answer=CommentOut, example="comment")
def add_comment(actor: Actor, claim_id: str, *, body: dict[str, Any]) -> Any:
    """Say something about a claim."""
    return comments.add(actor, claim_id, body["text"])


@door.get("/claims/<claim_id>/comments/<comment_id>", answer=CommentOut)
def show_comment(actor: Actor, claim_id: str, comment_id: str) -> Any:
    """Show a comment."""
    return comments.find(actor, claim_id, comment_id)


@door.patch("/claims/<claim_id>/comments/<comment_id>", body=CommentPatch, answer=CommentOut, example="comment_patch")
def update_comment(actor: Actor, claim_id: str, comment_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Put a comment better; only its author may."""
    return comments.update(actor, (claim_id, comment_id), text=body.get("text"), expected=expected)
