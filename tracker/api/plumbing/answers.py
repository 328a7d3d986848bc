"""From what a view returns to bytes with the headers that every answer carries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Response, request
from marshmallow import Schema

from tracker.lib import etags
from tracker.lib.response_cache import CACHEABLE
from tracker.lib.stored_json import StoredJson
from tracker.services.past import Past

JSON = "application/json"
SEQUENCE = "Tracker-Log-Sequence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A view's result, with what differs from the plain case.

    What was shown once says by `stands_at` as of which entry of the log, and has no revision to edit by.
    """

    value: Any
    status: int | None = None
    version: int | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    secret: bool = False
    stands_at: int | None = None
    # Whether the answer stays as it is until the log grows.
    lasting: bool = True


def as_it_was(past: Past) -> Answer:
    """Return the answer that shows the past."""
    return Answer(value=past.value, stands_at=past.seq)


def version_of(value: object) -> int | None:
    """Return the revision that an object's ETag begins with."""
    if isinstance(value, Mapping) and not isinstance(value, StoredJson):
        return value.get("version")
    return getattr(value, "version", None)


def as_response(answer: Answer, *, schema: Schema | None, status: int, private: bool) -> Response:
    """Return the response to an answer: JSON by its schema, with ETag, and 304 where the caller has it."""
    shown = None if schema is None else schema.dump(answer.value)
    body = b"" if shown is None else orjson.dumps(shown, option=orjson.OPT_PASSTHROUGH_DATETIME)
    response = Response(body, status=answer.status or status, mimetype=JSON)
    if shown is None:
        del response.headers["Content-Type"]
    elif response.status_code in {201, 202}:
        created = answer.value if isinstance(answer.value, StoredJson) else shown
        response.headers["Location"] = created["links"]["self"]
    for relation, url in answer.links.items():
        response.headers.add("Link", f'<{url}>; rel="{relation}"')
    if answer.stands_at is not None:
        response.headers[SEQUENCE] = str(answer.stands_at)
    return _conditional(_for_caches(response, private=private, lasting=answer.lasting), answer, body)


def _for_caches(response: Response, *, private: bool, lasting: bool) -> Response:
    request.environ[CACHEABLE] = request.method == "GET" and lasting
    response.headers["Cache-Control"] = "private, no-cache" if private else "no-cache"
    response.headers["Vary"] = "Authorization"
    if not private:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _conditional(response: Response, answer: Answer, body: bytes) -> Response:
    if answer.secret:
        response.headers["Cache-Control"] = "no-store"
        return response
    tag = etags.make(_version(answer), body)
    response.headers["ETag"] = tag
    if request.method == "GET" and etags.matches(request.headers.get("If-None-Match", ""), tag):
        return not_modified(response)
    return response


def _version(answer: Answer) -> int | None:
    if answer.stands_at is not None:
        return None
    return answer.version if answer.version is not None else version_of(answer.value)


def not_modified(response: Response) -> Response:
    """Turn an answer into 304, which keeps the ETag and has no body."""
    response.status_code = 304
    response.set_data(b"")
    response.headers.pop("Content-Type", None)
    response.headers.pop("Content-Length", None)
    return response


View = Callable[..., Any]
