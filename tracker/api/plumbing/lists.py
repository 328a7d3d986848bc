"""Lists: keyset pages, so that nothing is skipped or doubled while rows arrive."""

from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields

from tracker.api.plumbing.answers import Answer
from tracker.lib import cursors
from tracker.schemas.base import Out
from tracker.services.paging import Page, Window


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


def next_page(place: list[Any] | None) -> tuple[str | None, dict[str, str]]:
    """Return the cursor and the links to the page that begins at a place, where there is one."""
    if place is None:
        return None, {}
    cursor = cursors.encode(place)
    given = [(name, value) for name, values in request.args.lists() for value in values if name != "cursor"]
    return cursor, {"next": f"{request.base_url}?{urlencode([*given, ('cursor', cursor)])}"}


def window(query: dict[str, Any]) -> Window:
    """Return which page a query asks for."""
    return Window(limit=query["limit"], cursor=query.get("cursor"))
