"""Errors as RFC 9457 problem+json: one handler for all of them."""

from collections.abc import Callable

import orjson
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from tracker import errors
from tracker.api.plumbing.authentication import caller
from tracker.errors import TrackerError

PROBLEM = "application/problem+json"
Tell = Callable[[TrackerError], Response]
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


def register(app: Flask, tell: Tell = problem) -> None:
    """Let the application tell all errors in one way."""

    def tell_frameworks(error: HTTPException) -> Response:
        if error.code is not None and error.code < 400:
            return Response(error.get_body(), status=error.code, headers=error.get_headers())
        response = tell(_unless_a_stranger_asks(error))
        if allow := dict(error.get_headers()).get("Allow"):
            response.headers["Allow"] = allow
        return response

    def tell_unexpected(error: Exception) -> Response:
        log.error("unexpected", path=request.path, method=request.method, exc_info=error)
        return tell(errors.Internal())

    app.register_error_handler(TrackerError, tell)
    app.register_error_handler(HTTPException, tell_frameworks)
    app.register_error_handler(Exception, tell_unexpected)


def _unless_a_stranger_asks(error: HTTPException) -> TrackerError:
    # Under the API a stranger does not learn what there is.
    if error.code in {404, 405} and request.path.startswith("/api/"):
        try:
            caller()
        except TrackerError as refusal:
            return refusal
    return _as_ours(error)


def _as_ours(error: HTTPException) -> TrackerError:
    if isinstance(error, RequestEntityTooLarge):
        return errors.TooLarge(limit="this resource")
    if error.code == 404:
        return errors.NotFound(kind="page")
    if error.code == 405:
        return errors.MethodNotAllowed(method=request.method)
    return errors.Malformed(reason=error.description or error.name)
