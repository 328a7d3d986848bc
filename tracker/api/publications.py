"""Publications: every one of a check has its address; anyone may read them."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.paging import PageQuery
from tracker.schemas.publications import FullPublicationOut, PublicationOut
from tracker.services import publications

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
