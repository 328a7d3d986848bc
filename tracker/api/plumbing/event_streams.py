"""Server-sent events (HTML Living Standard §9.2) of changes as they are committed."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson
from flask import Response, request

from tracker.errors import Invalid, fault
from tracker.schemas.fields import DIGITS
from tracker.services.changes import Following
from tracker.services.followers import Followers

EVENT_STREAM = "text/event-stream"
LAST_EVENT_ID = "Last-Event-ID"
# How soon a reader comes back when a stream ends, in milliseconds.
RETRY = b"retry: 2000\n\n"
ALIVE = b": still here\n\n"
HEADERS = {
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
    # By which reverse proxies know not to hold it back.
    "X-Accel-Buffering": "no",
}
Read = Callable[[int], Following]


def last_event_id() -> int | None:
    """Return the sequence after which a reader that comes back goes on, or raise Invalid for what is none."""
    given = request.headers.get(LAST_EVENT_ID)
    if given is not None and not DIGITS.fullmatch(given):
        raise Invalid(errors=[fault(LAST_EVENT_ID, "invalid", "This is not the sequence of an entry.")])
    return None if given is None else int(given)


def respond(read: Read, followers: Followers, *, after: int) -> Response:
    """Return a stream of events; what is wrong with `after` is raised before it begins."""
    first = read(after)
    body = () if request.method == "HEAD" else _events(read, followers, first)
    return Response(body, mimetype=EVENT_STREAM, headers=HEADERS)


def _events(read: Read, followers: Followers, found: Following) -> Iterator[bytes]:
    yield RETRY
    yield from map(_event, found.items)
    with followers.place() as has_place:
        ends_at = time.monotonic() + followers.lifetime if has_place else 0
        while not followers.ended and (found.is_cut or time.monotonic() < ends_at):
            found, told = _next(read, followers, found, ends_at=ends_at)
            yield from told


def _next(read: Read, followers: Followers, found: Following, *, ends_at: float) -> tuple[Following, Iterable[bytes]]:
    pause_ends_at = min(time.monotonic() + followers.heartbeat, ends_at)
    if not found.is_cut and not followers.see(found.next_after, until=pause_ends_at):
        return found, [ALIVE]
    found = read(found.next_after)
    return found, map(_event, found.items)


def _event(item: Mapping[str, Any]) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (item["seq"], item["kind"].encode(), orjson.dumps(item))
