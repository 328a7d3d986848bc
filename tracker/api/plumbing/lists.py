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
    if page.next is None:
        return Answer(value={"items": page.items, "next": None})
    cursor = cursors.encode(page.next)
    given = [(name, value) for name, values in request.args.lists() for value in values if name != "cursor"]
    url = f"{request.base_url}?{urlencode([*given, ('cursor', cursor)])}"
    return Answer(value={"items": page.items, "next": cursor}, links={"next": url})


def window(query: dict[str, Any]) -> Window:
    """Return which page a query asks for."""
    return Window(limit=query["limit"], cursor=query.get("cursor"))
