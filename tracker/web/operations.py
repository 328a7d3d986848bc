"""What operators ask of a running service: is it alive, is it ready, what does it count, what does an error mean."""

from flask import Blueprint, Response, current_app, render_template
from flask import json as flask_json

from tracker import errors
from tracker.errors import NotFound, TrackerError
from tracker.services import readiness
from tracker.web.measurements import MEDIA_TYPE

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process is alive."""
    return _answer({"status": "alive"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether the service can work: its database answers and is current, its log is sound, its threads run."""
    found = readiness.checks(current_app.extensions["signer"], current_app.extensions["chores"])
    ready = all(check == "ok" for check in found.values())
    return _answer({"status": "ready" if ready else "not ready", "checks": found}, 200 if ready else 503)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give Prometheus what the process counts."""
    return Response(current_app.extensions["measurements"].exposition(), content_type=MEDIA_TYPE)


@blueprint.get("/problems/<code>")
def problem_page(code: str) -> str:
    """Explain one kind of error."""
    return render_template("problem.html", problem=_problem(code))


def _problem(code: str) -> type[TrackerError]:
    found = next((error for error in errors.known() if error.code == code), None)
    if found is None:
        raise NotFound(kind="problem")
    return found


def _answer(document: dict[str, object], status: int = 200) -> Response:
    response = Response(flask_json.dumps(document), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
