"""Changes of what is public, in the log's order; for whoever keeps a copy of the checks."""

from typing import Any

from flask import current_app

from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.errors import NotFound, PastTheEnd
from tracker.schemas.changes import ChangesOut, ChangesQuery
from tracker.services import changes

door = Door("changes", __name__, description="Every change of what is public, once and in the order of the log.")


@door.get("/changes", query=ChangesQuery, answer=ChangesOut, public=True, errors=[NotFound, PastTheEnd])
def list_changes(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List changes of published checks beyond a sequence, oldest first.

    Ask again with `next_after` as `after`: nothing is missed or told twice, however often either side stops.
    """
    public_url = current_app.config["TRACKER"].public_url
    return changes.following(
        query["after"], limit=query["limit"], organization=query.get("organization"), public_url=public_url
    )
