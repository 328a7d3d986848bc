"""Comments: what the newsroom says among itself about a claim."""

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Forbidden, NotFound
from tracker.models import Claim, Comment, db
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import recording


def add(actor: Actor, claim_id: str, text: str) -> Comment:
    """Say something about a claim."""
    permit(actor, "comment.add")
    with recording(actor) as record:
        claim = finding.find(Claim, actor, claim_id)
        comment = Comment(
            organization_id=actor.organization_id, claim_id=claim.id, account_id=actor.account_id, text=text
        )
        db.session().add(comment)
        db.session().flush()
        record("comment.added", comment)
    return comment


def find(actor: Actor, claim_id: str, comment_id: str) -> Comment:
    """Return one comment."""
    permit(actor, "comment.read")
    return _of(claim_id, finding.find(Comment, actor, comment_id))


def page(actor: Actor, claim_id: str, window: paging.Window) -> paging.Page:
    """Return a page of a claim's comments, newest first."""
    permit(actor, "comment.read")
    finding.find(Claim, actor, claim_id)
    statement = select(Comment).where(Comment.claim_id == claim_id)
    return paging.page(statement, paging.Order(column=Comment.created_at, tie=Comment.id), window)


def update(actor: Actor, place: tuple[str, str], *, text: str | None, expected: Expected) -> Comment:
    """Put a comment better; only its author may. `place` is the claim's id and its own."""
    permit(actor, "comment.update")
    claim_id, comment_id = place
    with recording(actor) as record:
        comment = _of(claim_id, finding.find(Comment, actor, comment_id, lock=True))
        finding.check(comment.version, expected)
        if comment.account_id != actor.account_id:
            raise Forbidden(reason="Only its author may change a comment")
        if text is not None:
            comment.text = text
        record("comment.updated", comment)
    return comment


def _of(claim_id: str, comment: Comment) -> Comment:
    if comment.claim_id != claim_id:
        raise NotFound(kind="comment")
    return comment
