"""Lists: keyset pages, so that nothing is skipped or doubled while rows arrive."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from tracker.api.plumbing.answers import Answer, as_json, ready
from tracker.errors import UnknownCursor, fault
from tracker.lib import cursors
from tracker.lib.response_cache import Kept
from tracker.schemas.base import Out
from tracker.services.paging import Page, Window

# What of a request tells its address; a service has few of them.
PLACES = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO")
ADDRESSES = 256
# By these parameters a list has another order, and its cursors are of that alone.
ORDERING = ("sort", "q")
NAME_LENGTH = 8


def list_of(item: type[Schema], name: str) -> Schema:
    """Return the schema of a page of items."""
    return Out.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(allow_none=True, required=True),
        },
        name=name,
    )()


def paged(page: Page) -> Answer:
    """Return a page of a list with its `next` cursor and Link header."""
    cursor, links = next_page(page.next)
    return Answer(value={"items": page.items, "next": cursor}, links=links)


def ready_page(
    page: Page,
    *,
    schema: Schema,
    environ: Mapping[str, Any],
    arguments: MultiDict[str, str],
    expires_at: datetime | None,
) -> Kept:
    """Return the same page to the holder of a key, without a framework; the route has no parameters."""
    address, route = _address(*map(environ.get, PLACES)), environ["PATH_INFO"]
    cursor, links = _following(page.next, address, name_of(route, arguments), arguments=arguments)
    body = as_json(schema.dump({"items": page.items, "next": cursor}))
    return ready(body, version=None, route=route, expires_at=expires_at, links=links)


def next_page(place: list[Any] | None) -> tuple[str | None, dict[str, str]]:
    """Return the cursor and the links to the page that begins at a place, where there is one."""
    return _following(place, request.base_url, name_of(request.path, request.args), arguments=request.args)


def _following(
    place: list[Any] | None, address: str, name: str, *, arguments: MultiDict[str, str]
) -> tuple[str | None, dict[str, str]]:
    if place is None:
        return None, {}
    cursor = cursors.encode([name, *place])
    given = [(name, value) for name, values in arguments.lists() for value in values if name != "cursor"]
    return cursor, {"next": f"{address}?{urlencode([*given, ('cursor', cursor)])}"}


def name_of(path: str, arguments: MultiDict[str, str]) -> str:
    """Return what the cursors of a list begin with: its address and what orders it, in short; filters may change."""
    told = [path, *(arguments.get(name, "") for name in ORDERING)]
    return sha256("\n".join(told).encode()).hexdigest()[:NAME_LENGTH]


@lru_cache(ADDRESSES)
def _address(*values: str | None) -> str:
    return Request({name: value for name, value in zip(PLACES, values, strict=True) if value is not None}).base_url


def window(query: dict[str, Any]) -> Window:
    """Return which page of the list at this address a query asks for, or raise UnknownCursor."""
    return Window(limit=query["limit"], cursor=place_in(query.get("cursor"), request.path, request.args))


def place_in(cursor: list[Any] | None, path: str, arguments: MultiDict[str, str]) -> list[Any] | None:
    """Return the place that a cursor of a list names, or raise UnknownCursor for one of another list."""
    if cursor is None:
        return None
    if cursor[:1] != [name_of(path, arguments)]:
        raise UnknownCursor(errors=[fault("cursor", "unknown", "This is not a cursor of this list.")])
    return cursor[1:]
