"""Changes of what is public, in the log's order; for whoever keeps a copy of the checks."""

import time
from functools import partial
from typing import Any

from flask import Flask, Response, current_app

from tracker.api.plumbing import event_streams
from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.errors import NotFound, PastTheEnd
from tracker.schemas.changes import ChangesOut, ChangesQuery, StreamQuery
from tracker.services import changes
from tracker.services.changes import Following

door = Door("changes", __name__, description="Every change of what is public, once and in the order of the log.")
BATCH = 100


@door.get("/changes", query=ChangesQuery, answer=ChangesOut, public=True, errors=[NotFound, PastTheEnd])
def list_changes(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List changes of published checks beyond a sequence, oldest first.

    Ask again with `next_after` as `after`: nothing is missed or told twice, however often either side stops. With
    `wait`, an answer without items comes when there is one, or after so many seconds.
    """
    until = time.monotonic() + query.pop("wait")
    is_patient = until > time.monotonic()
    found = _read(query, query["after"])
    if is_patient and not found.items:
        found = _awaited(query, found, until)
    # What came while it waited is not of the version of the log with which the request began.
    return Answer(value=found, lasting=not is_patient)


@door.get("/changes/stream", query=StreamQuery, answer=None, download=event_streams.EVENT_STREAM, public=True,
          secret=True, resumed=True, errors=[NotFound, PastTheEnd])  # fmt: skip
def stream_changes(actor: Actor, *, query: dict[str, Any]) -> Response:
    """Stream changes of published checks as server-sent events, from a sequence on and as they are committed.

    `id` is the change's sequence, `event` its kind and `data` what the list shows of it. A stream ends after some
    minutes, or at once where too many are open: readers come back by themselves and say by `Last-Event-ID` where they
    were.
    """
    after = event_streams.last_event_id()
    # It goes on after the request's own context is gone.
    read = partial(_read_apart, current_app._get_current_object(), query | {"limit": BATCH})  # type: ignore[attr-defined]  # a proxy has it
    followers = current_app.extensions["followers"]
    return event_streams.respond(read, followers, after=query["after"] if after is None else after)


def _awaited(query: dict[str, Any], found: Following, until: float) -> Following:
    followers = current_app.extensions["followers"]
    changes.let_go()
    with followers.place() as has_place:
        while has_place and not found.items and followers.see(found.next_after, until=until):
            found = _read(query, found.next_after)
            changes.let_go()
    return found


def _read_apart(app: Flask, query: dict[str, Any], after: int) -> Following:
    with app.app_context():
        return _read(query, after)


def _read(query: dict[str, Any], after: int) -> Following:
    public_url = current_app.config["TRACKER"].public_url
    return changes.following(after, limit=query["limit"], organization=query.get("organization"), public_url=public_url)
