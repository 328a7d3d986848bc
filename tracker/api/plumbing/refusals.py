"""What the OpenAPI document says of refusals: one answer a status, with each problem that it may tell."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from tracker import errors
from tracker.errors import TrackerError

PROBLEM = "application/problem+json"
# No operation of the document has another method, or a fault of ours to promise.
UNTOLD = (errors.MethodNotAllowed, errors.Internal)
HEADERS = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}


class Fault(Schema):
    """One thing that is wrong with a request."""

    pointer = fields.String(required=True, metadata={"description": "JSON Pointer into the body, or a parameter."})
    code = fields.String(required=True, metadata={"description": "A stable word for what is wrong."})
    detail = fields.String(required=True, metadata={"description": "A sentence for people."})


class Problem(Schema):
    """Why a request was refused (RFC 9457)."""

    type = fields.String(
        required=True, metadata={"description": "A stable name, which is also the address of an explanation."}
    )
    title = fields.String(required=True, metadata={"description": "What the type means."})
    status = fields.Integer(required=True, metadata={"description": "The answer's status."})
    detail = fields.String(required=True, metadata={"description": "A sentence about this very request."})
    errors = fields.List(
        fields.Nested(Fault), metadata={"description": "Each thing that is wrong, where that is known."}
    )


def components() -> dict[str, dict[str, Any]]:
    """Return the answers to refused requests, by name."""
    return {name_of(status): _response(status, found) for status, found in _by_status().items()}


def name_of(status: int) -> str:
    """Return the name of the answer that tells a status."""
    return _by_status()[status][0].__name__


def _by_status() -> Mapping[int, list[type[TrackerError]]]:
    found: dict[int, list[type[TrackerError]]] = {}
    for error in sorted(errors.known(), key=lambda error: error.status):
        if error not in UNTOLD:
            found.setdefault(error.status, []).append(error)
    return found


def _response(status: int, found: list[type[TrackerError]]) -> dict[str, Any]:
    types = [f"/problems/{error.code}" for error in found]
    told: dict[str, Any] = {"properties": {"type": {"enum": types}, "status": {"const": status}}}
    response: dict[str, Any] = {
        "description": "\n".join(f"- `{error.code}`: {error.title}." for error in found),
        "content": {PROBLEM: {"schema": {"allOf": [Problem, told]}}},
    }
    headers = {name: name for name in HEADERS.get(status, ())}
    return response | ({"headers": headers} if headers else {})
