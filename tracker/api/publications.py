"""Publications: every one of a check has its address; anyone may read them."""

from typing import Any

from flask import current_app

from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import NotYetSigned
from tracker.schemas.paging import PageQuery
from tracker.schemas.publications import FullPublicationOut, PublicationOut, ReceiptOut
from tracker.services import publications, receipts
from tracker.services.signing import Signer

door = Door("publications", __name__, description="Verdicts as they were published: numbered and frozen.")


@door.get(
    "/claims/<claim_id>/publications",
    query=PageQuery,
    answer=list_of(PublicationOut, "Publications"),
    public=True,
    paged=True,
)
def list_publications(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List the publications of a check, oldest first."""
    return paged(publications.page(claim_id, window(query)))


@door.get("/claims/<claim_id>/publications/<int:number>", answer=FullPublicationOut, public=True)
def show_publication(actor: Actor, claim_id: str, number: int) -> Any:
    """Show a verdict as it was published."""
    return publications.find(claim_id, number)


@door.get("/claims/<claim_id>/publications/<int:number>/receipt", answer=ReceiptOut, public=True)
def show_receipt(actor: Actor, claim_id: str, number: int) -> Any:
    """Show what proves that a publication was recorded as it is shown.

    `entry` is the log's own record of it, whose digests the disclosed `fields` account for, and `proof` shows that it
    stands in the log that a checkpoint signed. Whoever keeps a receipt can prove with it, offline and without this
    service, what was published and when. Newer receipts of the same publication name newer checkpoints.
    """
    signer: Signer = current_app.extensions["signer"]
    try:
        receipt = _receipt(signer, claim_id, number)
    except NotYetSigned:
        if not signer.is_set_up:
            raise
        # Once for each publication at most: what is signed now covers it.
        signer.sign()
        receipt = _receipt(signer, claim_id, number)
    # The log may be signed anew without having grown, so the answer is not kept.
    return Answer(value=receipt, lasting=False)


def _receipt(signer: Signer, claim_id: str, number: int) -> Any:
    key, settings = signer.known_key, current_app.config["TRACKER"]
    return receipts.find(claim_id, number, key=None if key is None else str(key), public_url=settings.public_url)
