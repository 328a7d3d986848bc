"""Errors as the one who asked reads them: a page for people, a problem for programs."""

from flask import Response, render_template, request

from tracker.api.plumbing import google
from tracker.api.plumbing.problems import problem
from tracker.errors import NotFound, TrackerError

FOR_PROGRAMS = ("/api/", "/feeds/", "/oembed", "/healthz", "/readyz", "/metrics")
# To whoever follows a link, an object that is not theirs to see would say little.
NO_PAGE = "Page not found"
NOT_THERE = "There is no {kind} at this address. It may be mistyped, or out of date."
TYPES = ("application/problem+json", "application/json", "text/html")


def tell(error: TrackerError) -> Response:
    """Return the answer to a refusal."""
    if request.path.startswith(f"{google.PREFIX}/"):
        return google.refusal(error)
    if not _asked_by_a_person():
        return problem(error)
    title, detail = (
        (NO_PAGE, NOT_THERE.format(**error.extras)) if isinstance(error, NotFound) else (error.title, error.detail)
    )
    text = render_template("error.html", status=error.status, title=title, detail=detail)
    response = Response(text, status=error.status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(error.headers)
    return response


def _asked_by_a_person() -> bool:
    if request.path.startswith(FOR_PROGRAMS) or request.path.endswith(".json"):
        return False
    return request.accept_mimetypes.best_match(TYPES) == "text/html"
