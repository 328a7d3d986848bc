"""Public answers: anonymous, open to every site, revalidated on each read."""

from datetime import datetime

from flask import Response, request
from werkzeug.http import http_date
from werkzeug.utils import get_content_type

from tracker.lib import etags
from tracker.lib.response_cache import CACHEABLE, Headers, Kept

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src https: data:; base-uri 'none'; form-action 'self'; frame-ancestors *"
)
HEADERS = (
    ("Cache-Control", "no-cache"),
    ("Access-Control-Allow-Origin", "*"),
    ("X-Content-Type-Options", "nosniff"),
)


def public(body: bytes, *, media_type: str, changed_at: datetime | None, keep: bool = True) -> Response:
    """Return a public document with its validators, or 304 where the reader has it.

    It may be kept in memory until the log grows, unless told otherwise.
    """
    tag = etags.make(None, body)
    response = Response(body, mimetype=media_type, headers=[("ETag", tag), *HEADERS])
    if changed_at is not None:
        response.last_modified = changed_at
    request.environ[CACHEABLE] = keep
    seen = request.environ.get("HTTP_IF_NONE_MATCH")
    if seen is None and "HTTP_IF_MODIFIED_SINCE" in request.environ:
        response.make_conditional(request.environ)
    elif seen is not None and etags.matches(seen, tag):
        response.status_code = 304
        response.set_data(b"")
        response.headers.pop("Content-Type", None)
        response.headers.pop("Content-Length", None)
    return response


def ready(
    body: bytes, *, media_type: str, changed_at: datetime | None, route: str, more: Headers | None = None
) -> Kept:
    """Return the same public document as an answer that needs no framework."""
    tag = etags.make(None, body)
    headers = [("Content-Type", get_content_type(media_type, "utf-8")), ("Content-Length", str(len(body)))]
    headers += [("ETag", tag), *HEADERS]
    if changed_at is not None:
        headers.append(("Last-Modified", http_date(changed_at)))
    return Kept(route=route, headers=[*headers, *(more or [])], etag=tag, body=body)


def html(text: str, *, changed_at: datetime | None, keep: bool = True) -> Response:
    """Return a public page, which may be kept as `public` says."""
    response = public(text.encode(), media_type="text/html", changed_at=changed_at, keep=keep)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response
