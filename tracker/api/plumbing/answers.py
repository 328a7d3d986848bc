"""From what a view returns to bytes with the headers that every answer carries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson
from flask import Response, request
from marshmallow import Schema

from tracker.lib import etags
from tracker.lib.response_cache import CACHEABLE, Kept
from tracker.lib.stored_json import StoredJson
from tracker.services.past import Past

JSON = "application/json"
SEQUENCE = "Tracker-Log-Sequence"
PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
PUBLIC = {"Cache-Control": "no-cache", "Vary": "Authorization", "Access-Control-Allow-Origin": "*"}


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
    body = b"" if shown is None else as_json(shown)
    response = Response(body, status=answer.status or status, mimetype=JSON)
    if shown is None:
        del response.headers["Content-Type"]
    elif response.status_code in {201, 202}:
        created = answer.value if isinstance(answer.value, StoredJson) else shown
        response.headers["Location"] = created["links"]["self"]
    for relation, url in answer.links.items():
        response.headers.add("Link", _link(relation, url))
    if answer.stands_at is not None:
        response.headers[SEQUENCE] = str(answer.stands_at)
    return _conditional(_for_caches(response, private=private, lasting=answer.lasting), answer, body)


def as_json(shown: Any) -> bytes:  # what a schema dumped
    """Return a dumped value as every answer writes it; a moment must have been dumped as text."""
    return orjson.dumps(shown, option=orjson.OPT_PASSTHROUGH_DATETIME)


def ready(
    body: bytes,
    *,
    version: int | None,
    route: str,
    expires_at: datetime | None,
    links: Mapping[str, str] = MappingProxyType({}),
) -> Kept:
    """Return the same answer to the holder of a key, of what is stored as it is shown, without a framework."""
    tag = etags.make(version, body)
    headers = [("Content-Type", JSON), ("Content-Length", str(len(body))), *PRIVATE.items(), ("ETag", tag)]
    headers += [("Link", _link(relation, url)) for relation, url in links.items()]
    until = float("inf") if expires_at is None else expires_at.timestamp()
    return Kept(route=route, headers=headers, etag=tag, body=body, fresh_until=until)


def _link(relation: str, url: str) -> str:
    return f'<{url}>; rel="{relation}"'


def _for_caches(response: Response, *, private: bool, lasting: bool) -> Response:
    request.environ[CACHEABLE] = request.method == "GET" and lasting
    for name, value in (PRIVATE if private else PUBLIC).items():
        response.headers[name] = value
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
