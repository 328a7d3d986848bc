"""The log across all objects, for auditors."""

from typing import Any

from marshmallow import validate

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.domain.events import EVENTS
from tracker.schemas.fields import Choices, Count, Moment, choice, identifier, matching
from tracker.schemas.history import EntryOut
from tracker.schemas.paging import PageQuery
from tracker.services import audit
from tracker.services.audit import EntryFilters

door = Door("audit", __name__, description="The log across all objects of the organization; for auditors and admins.")


class AuditQuery(PageQuery):
    """Which entries."""

    object = Choices(matching("^[a-z_]+/[0-9a-f-]{36}$", "an object such as claim/<id>", 80))
    actor_id = Choices(identifier())
    kind = Choices(choice(sorted(EVENTS)))
    from_ = Moment(data_key="from")
    to = Moment()
    after = Count(validate=validate.Range(0, 2**53 - 1), metadata={"description": "Entries beyond this sequence."})


@door.get("/audit/entries", query=AuditQuery, answer=list_of(EntryOut, "Entries"), paged=True)
def list_entries(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's entries, oldest first."""
    names = ("object", "actor_id", "kind", "from_", "to", "after")
    filters = EntryFilters(**{name: query.get(name) for name in names})
    return paged(audit.page(actor, filters, window(query)))
