"""The strict door for bodies, queries and If-Match: whatever is refused here is told place by place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask import current_app, request
from marshmallow import Schema, ValidationError
from marshmallow.fields import Field
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from tracker.errors import Fault, Invalid, Malformed, TooLarge, UnsupportedMediaType, fault
from tracker.lib import etags, strict_json

MERGE_PATCH = "application/merge-patch+json"
FORM = "multipart/form-data"
JSON_TYPES = ("application/json",)
PATCH_TYPES = (MERGE_PATCH, "application/json")
CODES = {
    "Missing data for required field.": "required",
    "Unknown field.": "unknown",
    "Field may not be null.": "null",
}


def body(schema: Schema) -> dict[str, Any]:
    """Return the request's JSON body as the schema loads it, or raise what is wrong with it."""
    return load(schema, json_body())


def is_form() -> bool:
    """Tell whether the request sends a form with files."""
    return request.mimetype == FORM


def form(schema: Schema) -> dict[str, Any]:
    """Return the request's form, its files among it, as the schema loads it, or raise what is wrong with it."""
    sent = [*request.form.items(multi=True), *request.files.items(multi=True)]
    twice = {name for name, times in Counter(name for name, _ in sent).items() if times > 1}
    if twice:
        raise Invalid(errors=[fault(f"/{name}", "invalid", "This is sent more than once.") for name in sorted(twice)])
    return load(schema, dict(sent))


def list_body(item: Field[Any], *, most: int) -> list[Any]:
    """Return the request's JSON list with each item as the field loads it, or raise what is wrong with it."""
    value = json_body()
    if not isinstance(value, list) or len(value) > most:
        raise Invalid(errors=[fault("", "invalid", f"A list of at most {most} items is expected.")])
    loaded: list[Any] = []
    faults: list[Fault] = []
    for position, given in enumerate(value):
        try:
            loaded.append(item.deserialize(given))
        except ValidationError as error:
            faults += _faults(error.messages, f"/{position}")
    if faults:
        raise Invalid(errors=faults)
    return loaded


def json_body() -> object:
    """Return the request's JSON body, decoded strictly."""
    expected = PATCH_TYPES if request.method == "PATCH" else JSON_TYPES
    if request.mimetype not in expected:
        raise UnsupportedMediaType(expected=" or ".join(expected))
    try:
        return strict_json.loads(_raw_body())
    except strict_json.JSONRefused as error:
        raise Malformed(reason=f"The body is not acceptable JSON: {error}") from error


def _raw_body() -> bytes:
    limit = current_app.config["TRACKER"].max_body
    # Where no length was told, Werkzeug stops at its limit and drops what follows: one byte more tells that it did.
    request.max_content_length = limit + 1
    try:
        body = request.get_data(cache=True)
    except RequestEntityTooLarge as error:
        raise TooLarge(limit=limit) from error
    if len(body) > limit:
        raise TooLarge(limit=limit)
    return body


def load(schema: Schema, value: object) -> dict[str, Any]:
    """Return a value as the schema loads it, or raise Invalid with a JSON Pointer for each fault."""
    if not isinstance(value, Mapping):
        raise Invalid(errors=[fault("", "invalid", "An object is expected.")])
    try:
        loaded: dict[str, Any] = schema.load(value)
    except ValidationError as error:
        raise Invalid(errors=list(_faults(error.messages))) from error
    return loaded


def query(schema: Schema) -> dict[str, Any]:
    """Return the request's query parameters as the schema loads them; those it does not know are refused."""
    return parameters(schema, request.args)


def arguments(query_string: str) -> MultiDict[str, str]:
    """Return the query parameters of an address as a request has them."""
    return Request({"QUERY_STRING": query_string}).args


def parameters(schema: Schema, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Return query parameters as the schema loads them; those it does not know are refused."""
    if not arguments:
        return dict(_unasked(schema))
    given: dict[str, Any] = {}
    repeatable = {field.data_key or name for name, field in schema.fields.items() if field.metadata.get("repeatable")}
    for name, values in arguments.lists():
        given[name] = values if name in repeatable or len(values) > 1 else values[0]
    return _loaded_query(schema, given)


@cache
def _unasked(schema: Schema) -> Mapping[str, Any]:
    # What no parameters mean is the same each time; there are as many schemas as routes.
    return _loaded_query(schema, {})


def _loaded_query(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema.load(given)
    except ValidationError as error:
        faults = [fault(_parameter(f["pointer"]), f["code"], f["detail"]) for f in _faults(error.messages)]
        raise Invalid(errors=faults) from error
    return loaded


def expected_versions() -> frozenset[int] | str | None:
    """Return the versions that If-Match names, `*` for any, or None where it was not sent."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    try:
        return etags.parse_versions(header)
    except ValueError as error:
        raise Malformed(reason="If-Match is not an ETag of this service") from error


def _parameter(pointer: str) -> str:
    return pointer.split("/")[1] if "/" in pointer else pointer


def _faults(messages: object, pointer: str = "") -> Iterator[Fault]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            here = pointer if name == "_schema" else f"{pointer}/{_escaped(name)}"
            yield from _faults(inner, here)
    elif isinstance(messages, list):
        for message in messages:
            yield from _faults(message, pointer)
    else:
        yield fault(pointer, CODES.get(str(messages), "invalid"), str(messages))


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
