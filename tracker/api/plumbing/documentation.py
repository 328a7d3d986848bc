"""What the OpenAPI document says of a route, made from the route's own declaration."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marshmallow import Schema

from tracker.api.plumbing import described, refusals
from tracker.api.plumbing.answers import SEQUENCE
from tracker.api.plumbing.parsing import FORM, JSON_TYPES, PATCH_TYPES
from tracker.api.plumbing.replays import KEY
from tracker.lib import etags

if TYPE_CHECKING:
    from apispec import APISpec

    from tracker.api.plumbing.door import Route

EXAMPLES = Path(__file__).parents[3] / "openapi" / "examples"
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "The revision and the content of what was answered.",
        "required": True,
        "schema": {"type": "string", "examples": ['"v7.0123456789abcdef0123456789abcdef"']},
    },
    "Location": {
        "description": "Where to find what was made.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Link": {
        "description": 'The next page, as `rel="next"`; absent on the last one.',
        "schema": {"type": "string"},
    },
    SEQUENCE: {
        "description": "What is shown is as of this entry of the log, -1 before the first; absent where it is of now.",
        "schema": {"type": "integer", "minimum": -1},
    },
    "Retry-After": {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
    "WWW-Authenticate": {
        "description": "How to say who is asking.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Idempotency-Replayed": {
        "description": "Where this is the answer to an earlier request with the same key.",
        "schema": {"const": "true"},
    },
}
PARAMETERS: dict[str, dict[str, Any]] = {
    "If-Match": {
        "description": "The ETag that was read, or `*`; the revision in it alone counts.",
        "required": True,
        "schema": {"type": "string", "pattern": etags.PATTERN, "examples": ['"v1.0123456789abcdef0123456789abcdef"']},
    },
    "If-None-Match": {
        "description": "An ETag that was read: where it is still the same, the answer is 304 and empty.",
        "schema": {"type": "string"},
    },
    "Last-Event-ID": {
        "description": "The `id` of the last event that was read; it goes before `after`.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,16}$"},
    },
    "Idempotency-Key": {
        "description": "A name for this request: sent again within a day, it gets the first one's answer. Names are an "
        "account's own; without a key the same name with another body is another request.",
        "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
    },
}


def add_components(spec: APISpec) -> None:
    """Add to a document what its routes have in common: kinds of text, headers, parameters, refusals."""
    described.add_kinds(spec)
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for name, parameter in PARAMETERS.items():
        spec.components.parameter(name, "header", {"name": name} | parameter)
    for name, response in refusals.components().items():
        spec.components.response(name, response)


def of(route: Route, view: Callable[..., Any]) -> dict[str, Any]:
    """Return the operation object of a route, with schemas for apispec to resolve."""
    body = _body(route)
    return {
        "operationId": view.__name__,
        "summary": _text(view).splitlines()[0].rstrip("."),
        "description": _text(view),
        "parameters": _parameters(route),
        "responses": _successes(route) | {str(status): refusals.name_of(status) for status in _refusals(route)},
        "security": [{"key": []}, {}] if route.public else [{"key": []}],
    } | ({"requestBody": body} if body else {})


@cache
def examples() -> dict[str, Any]:
    """Return the examples that documentation and tests share, by name."""
    found: dict[str, Any] = {}
    for path in sorted(EXAMPLES.glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def _text(view: Callable[..., Any]) -> str:
    return inspect.getdoc(view) or view.__name__


def _body(route: Route) -> dict[str, Any] | None:
    schema = _body_schema(route)
    if schema is None:
        return None
    media: dict[str, Any] = {"schema": schema}
    if route.example:
        media["example"] = examples()[route.example]
    types = (FORM,) if schema is route.upload else PATCH_TYPES if route.method == "PATCH" else JSON_TYPES
    # Of what is taken as a form as well, the example of that has a name of its own.
    form = {"schema": route.upload, "example": examples().get(f"{route.example}_form")}
    also = {FORM: form} if route.upload and schema is not route.upload else {}
    return {"required": True, "content": dict.fromkeys(types, media) | also}


def _body_schema(route: Route) -> Schema | dict[str, Any] | None:
    if route.items is not None:
        return {"type": "array", "maxItems": route.most, "items": described.items_of_list(route.items)}
    return route.body or route.upload


def _parameters(route: Route) -> list[Any]:
    named = {
        "If-Match": route.conditional,
        "If-None-Match": route.method == "GET",
        "Last-Event-ID": route.resumed,
        "Idempotency-Key": route.method == "POST",
    }
    query: list[Any] = [{"in": "query", "schema": route.query}] if route.query.fields else []
    return query + [name for name, taken in named.items() if taken]


def _successes(route: Route) -> dict[str, Any]:
    found = {str(status): _success(route, status) for status in (route.status, *route.also)}
    if route.method == "GET":
        found["304"] = {"description": "It is still what If-None-Match names.", "headers": {"ETag": "ETag"}}
    return found


def _success(route: Route, status: int) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(status).phrase, "headers": _headers(route, status)}
    if route.answer is not None:
        response["content"] = {"application/json": {"schema": route.answer}}
    if route.download:
        response["content"] = {route.download: {"schema": {}}}
    return response


def _headers(route: Route, status: int) -> dict[str, str]:
    sent = {
        "ETag": (route.answer is not None or bool(route.download)) and not route.secret,
        "Location": status in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED},
        "Link": route.paged,
        SEQUENCE: route.past,
        "Idempotency-Replayed": route.method == "POST" and not route.secret,
    }
    return {name: name for name, is_sent in sent.items() if is_sent}


def _refusals(route: Route) -> list[int]:
    has_body = _body_schema(route) is not None
    told = {
        400: has_body or route.conditional or route.method == "POST",
        403: not route.public,
        404: "<" in route.rule,
        409: route.method != "GET",
        412: route.conditional,
        413: has_body,
        415: has_body,
        428: route.conditional,
    }
    always = {401, 422, 429, 503} | {error.status for error in route.errors}
    return sorted(always | {status for status, is_told in told.items() if is_told})
