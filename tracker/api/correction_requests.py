"""Requests for a correction: anyone sends one, the organization decides."""

from dataclasses import replace
from typing import Any

from flask import current_app

from tracker.api.plumbing import limits
from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import ReferenceNotFound, TooManyRequests
from tracker.schemas.correction_requests import (
    CorrectionRequestIn,
    CorrectionRequestOut,
    CorrectionRequestQuery,
    DecisionIn,
    ReceivedOut,
)
from tracker.services import correction_requests
from tracker.services.correction_requests import Filters

door = Door("correction_requests", __name__, description="Requests of readers for a correction, and their decision.")


@door.post("/correction-requests", body=CorrectionRequestIn, answer=ReceivedOut, public=True, secret=True,
           errors=(ReferenceNotFound, TooManyRequests), example="correction_request")  # fmt: skip
def file_request(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Say what is wrong with a published check; nobody needs an account for that."""
    limits.take("correction_requests")
    public_url = current_app.config["TRACKER"].public_url
    received = correction_requests.file(body, public_url=public_url)
    return received | {"status_url": f"{public_url.rstrip('/')}/corrections/requests/{received['token']}"}


@door.get("/correction-requests", query=CorrectionRequestQuery, answer=list_of(CorrectionRequestOut,
          "CorrectionRequests"), paged=True)  # fmt: skip
def list_requests(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the requests to the organization, newest first."""
    filters = Filters(**{name: query.get(name) for name in ("status", "check_id", "overdue")})
    # Whether a day has passed is not written in the log.
    return replace(paged(correction_requests.page(actor, filters, window(query))), lasting=False)


@door.get("/correction-requests/<request_id>", answer=CorrectionRequestOut)
def show_request(actor: Actor, request_id: str) -> Any:
    """Show a request."""
    return Answer(value=correction_requests.find(actor, request_id), lasting=False)


@door.post("/correction-requests/<request_id>/decision", body=DecisionIn, answer=CorrectionRequestOut, status=200,
           example="decision")  # fmt: skip
def decide_request(actor: Actor, request_id: str, *, body: dict[str, Any]) -> Any:
    """Accept or reject a request; a correction itself goes through the workflow, by reopening the check."""
    return correction_requests.decide(actor, request_id, decision=body["decision"], reason=body["reason"])
