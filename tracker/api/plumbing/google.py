"""What the Fact Check Tools API has of Google's ways: its common parameters, its answers, and its errors."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response, request
from marshmallow import Schema, fields, validate

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import not_modified
from tracker.api.plumbing.authentication import caller, holder_of
from tracker.domain.actors import Actor
from tracker.errors import Conflict, Fault, Invalid, Malformed, TrackerError, fault
from tracker.lib import cursors, etags, field_masks, jcs
from tracker.lib.response_cache import CACHEABLE
from tracker.schemas.base import In

PREFIX = "/v1alpha1"
JSON, SCRIPT = "application/json", "application/javascript"
CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.]{0,99}")
MOST, MOST_OFFSET, DEFAULT = 100, 10_000, 10
# https://cloud.google.com/apis/design/errors: the status of the answer and the word for it, by our own status.
STATUSES: Mapping[int, tuple[int, str]] = {
    401: (401, "UNAUTHENTICATED"), 403: (403, "PERMISSION_DENIED"), 404: (404, "NOT_FOUND"), 405: (404, "NOT_FOUND"),
    409: (409, "ABORTED"), 412: (409, "ABORTED"), 428: (400, "FAILED_PRECONDITION"), 429: (429, "RESOURCE_EXHAUSTED"),
    500: (500, "INTERNAL"), 501: (501, "UNIMPLEMENTED"), 503: (503, "UNAVAILABLE"),
}  # fmt: skip
WORDS: Mapping[str, tuple[int, str]] = {
    Conflict.code: (409, "ALREADY_EXISTS"),
    "in-progress": (400, "FAILED_PRECONDITION"),
}
INVALID = (400, "INVALID_ARGUMENT")
LAYOUT = {True: orjson.OPT_INDENT_2, False: 0}
# Whether an answer is for one reader alone.
HEADERS: Mapping[bool, Mapping[str, str]] = {
    True: {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff", "Vary": "Authorization"},
    False: {
        "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*",
    },
}  # fmt: skip


class Common(In):
    """What every method takes; what says who is asking is read elsewhere."""

    alt = fields.String(validate=validate.Equal("json"))
    pretty_print = fields.Boolean(data_key="prettyPrint", load_default=True)
    fields_ = fields.String(data_key="fields")
    callback = fields.String(validate=validate.Regexp(f"^{CALLBACK.pattern}\\Z"))
    key = fields.String()
    access_token = fields.String()
    oauth_token = fields.String()
    quota_user = fields.String(data_key="quotaUser")
    upload_type = fields.String(data_key="uploadType")
    upload_protocol = fields.String()
    xgafv = fields.String(data_key="$.xgafv")


class Paging(Common):
    """What every list takes; the offset counts where there is no token."""

    page_size = fields.Integer(data_key="pageSize", validate=validate.Range(0, 2**31 - 1), load_default=DEFAULT)
    page_token = fields.String(data_key="pageToken", load_default="")
    offset = fields.Integer(validate=validate.Range(0, MOST_OFFSET), load_default=0)


def actor() -> Actor:
    """Return who sent the request: by a bearer key, or by `key`; raises Unauthenticated."""
    if "Authorization" not in request.headers and "key" in request.args:
        return holder_of(request.args["key"])
    return caller()


def query(schema: Schema) -> dict[str, Any]:
    """Return the parameters as the schema loads them, or raise Invalid."""
    found = parsing.query(schema)
    if "fields_" in found:
        found["fields_"] = _mask(found["fields_"])
    return found


def size(query: Mapping[str, Any]) -> int:
    """Return how many items a page has; none asked for means as many as usual."""
    return min(int(query["page_size"]) or DEFAULT, MOST)


def place(query: Mapping[str, Any]) -> list[Any] | None:
    """Return where a page begins, or raise Invalid for the token of another list."""
    if not query["page_token"]:
        return None
    try:
        told, *found = cursors.decode(query["page_token"])
    except ValueError:
        told, found = None, []
    if told != _asked():
        detail = "The token is not one of a list with these parameters; send all others as before."
        raise Invalid(errors=[fault("pageToken", "unknown", detail)])
    return found


def token(following: list[Any] | None) -> str | None:
    """Return the token of the page that begins at a place, None after the last one."""
    return None if following is None else cursors.encode([_asked(), *following])


def without_nulls(value: Any) -> Any:
    """Return a body as Google reads it, to whom null is nothing."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return value


def answer(document: Any, asked: Mapping[str, Any], *, is_private: bool = False, keep: bool = False) -> Response:
    """Return an answer, cut and laid out as asked for; `keep` says that it may be kept until the log grows."""
    shown = field_masks.cut(document, asked.get("fields_") or {})
    body = _called(orjson.dumps(shown, option=LAYOUT[asked["pretty_print"]]), asked.get("callback"))
    response = Response(body, mimetype=SCRIPT if "callback" in asked else JSON, headers=HEADERS[is_private])
    request.environ[CACHEABLE] = keep
    tag = etags.make(None, body)
    response.headers["ETag"] = tag
    if request.method == "GET" and etags.matches(request.headers.get("If-None-Match", ""), tag):
        return not_modified(response)
    return response


def refusal(error: TrackerError) -> Response:
    """Return the answer to a refused request: `error` with `code`, `message` and `status`."""
    code, word = WORDS.get(error.code) or STATUSES.get(error.status, INVALID)
    told = {"code": code, "message": _message(error), "status": word}
    response = Response(orjson.dumps({"error": told}, option=orjson.OPT_INDENT_2), status=code, mimetype=JSON)
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(error.headers)
    return response


def _message(error: TrackerError) -> str:
    if not error.errors:
        return error.detail
    return " ".join(_sentence(told) for told in error.errors)


def _sentence(told: Fault) -> str:
    name = told["pointer"].strip("/").replace("/", ".")
    return f"{name}: {told['detail']}" if name else told["detail"]


def _mask(text: str) -> field_masks.Mask:
    try:
        return field_masks.parse(text)
    except ValueError as error:
        raise Invalid(errors=[fault("fields", "invalid", "This is no field mask.")]) from error


def _asked() -> str:
    # All but the token and what says who asks and how the answer is laid out.
    ours = {field.data_key or name for name, field in Common().fields.items()} | {"pageToken"}
    asked = sorted((name, value) for name, value in request.args.items(multi=True) if name not in ours)
    try:
        return jcs.digest([request.path, [list(pair) for pair in asked]]).hex()[:32]
    except ValueError as error:
        raise Malformed(reason="The parameters are not text") from error


def _called(body: bytes, name: str | None) -> bytes:
    if name is None:
        return body
    safe = body.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029").replace(b"<", b"\\u003c")
    return b"// API callback\n" + name.encode() + b"(" + safe + b");"
