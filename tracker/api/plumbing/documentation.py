"""What the OpenAPI document says of a route, made from the route's own declaration."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, fields

from tracker.api.plumbing.described import documented
from tracker.api.plumbing.parsing import JSON_TYPES, PATCH_TYPES

if TYPE_CHECKING:
    from tracker.api.plumbing.door import Route

EXAMPLES = Path(__file__).parents[3] / "openapi" / "examples"
PROBLEM = "application/problem+json"


class Problem(Schema):
    """An RFC 9457 problem: why a request was refused."""

    type = fields.String(required=True, metadata={"description": "A stable name, at /problems/<code>."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(
        fields.Nested(
            Schema.from_dict(
                {
                    "pointer": fields.String(required=True, metadata={"description": "JSON Pointer, or a parameter."}),
                    "code": fields.String(required=True),
                    "detail": fields.String(required=True),
                },
                name="Fault",
            )
        )
    )


def of(route: Route, view: Callable[..., Any]) -> dict[str, Any]:
    """Return the operation object of a route, with schemas for apispec to resolve."""
    operation: dict[str, Any] = {
        "operationId": view.__name__,
        "summary": _summary(view),
        "description": inspect.getdoc(view),
        "parameters": _parameters(route),
        "responses": {str(status): _problem(status) for status in _refusals(route)} | _successes(route),
        "security": [{"key": []}, {}] if route.public else [{"key": []}],
    }
    body = _body(route)
    return operation | ({"requestBody": body} if body else {})


@cache
def examples() -> dict[str, Any]:
    """Return the examples that documentation and tests share, by name."""
    found: dict[str, Any] = {}
    for path in sorted(EXAMPLES.glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def _summary(view: Callable[..., Any]) -> str:
    return (inspect.getdoc(view) or view.__name__).splitlines()[0].rstrip(".")


def _body(route: Route) -> dict[str, Any] | None:
    schema = _body_schema(route)
    if schema is None:
        return None
    media: dict[str, Any] = {"schema": schema}
    if route.example:
        media["example"] = examples()[route.example]
    types = ("multipart/form-data",) if route.upload else PATCH_TYPES if route.method == "PATCH" else JSON_TYPES
    return {"required": True, "content": dict.fromkeys(types, media)}


def _body_schema(route: Route) -> Schema | dict[str, Any] | None:
    if route.items is not None:
        return {"type": "array", "maxItems": route.most, "items": documented(route.items)}
    return route.upload or route.body


def _parameters(route: Route) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [{"in": "query", "schema": route.query}] if route.query.fields else []
    if route.conditional:
        parameters.append(_header("If-Match", "The ETag that was read; the version in it alone counts.", required=True))
    if route.method == "GET":
        parameters.append(_header("If-None-Match", "Answers 304 where this is still the ETag."))
    if route.method == "POST":
        parameters.append(_header("Idempotency-Key", "A repeat with the same key gets the first answer, for a day."))
    return parameters


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "Idempotency-Key":
        schema |= {"minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
    if name == "If-Match":
        schema |= {"pattern": '^"v[0-9]{1,9}\\.[0-9a-f]{16}"$', "example": '"v1.0123456789abcdef"'}
    return {"in": "header", "name": name, "description": description, "required": required, "schema": schema}


def _successes(route: Route) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(route.status).phrase, "headers": _headers(route)}
    if route.answer is not None:
        response["content"] = {"application/json": {"schema": route.answer}}
    if route.download:
        response["content"] = {"application/octet-stream": {"schema": {}}}
    found = {str(status): response for status in (route.status, *route.also)}
    if route.method == "GET":
        found["304"] = {"description": "Not Modified"}
    return found


def _headers(route: Route) -> dict[str, Any]:
    names = {
        "ETag": (route.answer is not None or route.download) and not route.secret,
        "Location": route.status == 201,
        "Link": route.paged,
    }
    return {name: {"schema": {"type": "string"}} for name, sent in names.items() if sent}


def _refusals(route: Route) -> list[int]:
    statuses = {400, 404, 405, 422, 429, 503} | {error.status for error in route.errors}
    if not route.public:
        statuses |= {403}
    statuses |= {401}
    if _body_schema(route) is not None:
        statuses |= {413, 415}
    if route.method != "GET":
        statuses |= {409}
    return sorted(statuses | ({412, 428} if route.conditional else set()))


def _problem(status: int) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase, "content": {PROBLEM: {"schema": Problem}}}
