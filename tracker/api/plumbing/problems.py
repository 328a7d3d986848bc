"""Errors as RFC 9457 problem+json: one handler for all of them."""

import orjson
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from tracker import errors
from tracker.errors import TrackerError

PROBLEM = "application/problem+json"
log = structlog.get_logger(__name__)


def problem(error: TrackerError) -> Response:
    """Return the answer to a refusal."""
    document: dict[str, object] = {
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if error.errors:
        document["errors"] = error.errors
    response = Response(orjson.dumps(document), status=error.status, mimetype=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(error.headers)
    return response


def http_problem(error: HTTPException) -> Response:
    """Return the answer to an error of the framework's own."""
    if error.code is not None and error.code < 400:
        return Response(error.get_body(), status=error.code, headers=error.get_headers())
    mended = _as_ours(error)
    response = problem(mended)
    if isinstance(error, HTTPException) and (allow := dict(error.get_headers()).get("Allow")):
        response.headers["Allow"] = allow
    return response


def unexpected_problem(error: Exception) -> Response:
    """Return the answer to a fault of ours, which is logged with its trace and tells nothing."""
    log.exception("unexpected", path=request.path, method=request.method)
    document = {
        "type": "/problems/internal",
        "title": "Something went wrong here",
        "status": 500,
        "detail": "It was logged.",
    }
    return Response(orjson.dumps(document), status=500, mimetype=PROBLEM)


def register(app: Flask) -> None:
    """Let the application tell all errors this way."""
    app.register_error_handler(TrackerError, problem)
    app.register_error_handler(HTTPException, http_problem)
    app.register_error_handler(Exception, unexpected_problem)


def _as_ours(error: HTTPException) -> TrackerError:
    if isinstance(error, RequestEntityTooLarge):
        return errors.TooLarge(limit="this resource")
    if error.code == 404:
        return errors.NotFound(kind="page")
    if error.code == 405:
        return errors.MethodNotAllowed(method=request.method)
    return errors.Malformed(reason=error.description or error.name)
