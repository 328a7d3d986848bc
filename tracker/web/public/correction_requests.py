"""The form by which readers ask for a correction, and the page that tells them what became of it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Redirection

from tracker.api.plumbing import limits, parsing
from tracker.domain import snapshots
from tracker.errors import Invalid, ReferenceNotFound
from tracker.lib import clock, plain_text, spoken_dates
from tracker.schemas.correction_requests import CorrectionRequestIn
from tracker.services import correction_requests
from tracker.services.correction_requests import Outlook
from tracker.web.public import evidence_view, frame, wording
from tracker.web.public.answers import HEADERS, PAGE_POLICY

blueprint = Blueprint("asking_for_corrections", __name__)
BODY = CorrectionRequestIn()
FORM_POLICY = PAGE_POLICY.replace("frame-ancestors *", "frame-ancestors 'none'")
FIELDS = ("text", "evidence_urls", "name", "email")
STATUSES = {"open": "Being looked at", "accepted": "Accepted", "rejected": "Not accepted"}
Shown = dict[str, Any]


@blueprint.get("/fact-checks/<check_id>/correction-request")
def form(check_id: str) -> Response:
    """Show the form to say what is wrong with a check."""
    return _form(check_id, typed={}, faults={}, status=200)


@blueprint.post("/fact-checks/<check_id>/correction-request")
def send(check_id: str) -> Response | Redirection:
    """Take the form, and lead to the page that tells what becomes of it; what was typed is never lost."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        body = parsing.load(BODY, {"check_id": check_id} | _given(typed))
    except Invalid as error:
        return _form(check_id, typed=typed, faults=_by_field(error), status=422)
    limits.take("correction_requests")
    try:
        received = correction_requests.file(body, public_url=frame.site())
    except ReferenceNotFound:
        return _form(check_id, typed=typed, faults={}, status=422)
    return redirect(f"{frame.path()}/corrections/requests/{received['token']}", 303)


@blueprint.get("/corrections/requests/<token>")
def status(token: str) -> Response:
    """Show what became of a request to whoever has its address."""
    found = correction_requests.outlook(token)
    answer = _page("correction_status.html", **_status(found), status=200)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _form(check_id: str, *, typed: Mapping[str, str], faults: Mapping[str, str], status: int) -> Response:
    stands = correction_requests.published(check_id)
    snapshot = stands.snapshot
    text = snapshots.text_in(snapshot, snapshots.default_language(snapshot))
    return _page(
        "correction_request.html", status=status, typed=typed, faults=faults,
        title=plain_text.one_line(text["title"]), language=text["language"],
        organization=plain_text.one_line(snapshot["organization"]["name"]),
        check_href=f"{frame.path()}{snapshots.path(snapshot)}",
        action=f"{frame.path()}/fact-checks/{stands.claim_id}/correction-request",
    )  # fmt: skip


def _page(template: str, *, status: int, **shown: object) -> Response:
    response = Response(frame.render(template, **shown), status=status, mimetype="text/html", headers=[*HEADERS])
    response.headers["Content-Security-Policy"] = FORM_POLICY
    return response


def _given(typed: Mapping[str, str]) -> Shown:
    given: Shown = {name: value for name, value in typed.items() if value}
    if "evidence_urls" in given:
        given["evidence_urls"] = given["evidence_urls"].split()
    return given


def _by_field(error: Invalid) -> Mapping[str, str]:
    return {found["pointer"].split("/")[1]: found["detail"] for found in error.errors if found["pointer"]}


def _status(found: Outlook) -> Shown:
    row, organization = found.request, found.organization
    where = spoken_dates.zone(organization.time_zone)
    return {
        "organization": plain_text.one_line(organization.name),
        "complaints_href": evidence_view.link(organization.policies.get("complaints")),
        "check_href": f"{frame.path()}/fact-checks/{row['check_id']}",
        "status_name": STATUSES[row["status"]],
        "is_open": row["status"] == "open",
        "is_overdue": row["overdue"],
        "sent": spoken_dates.moment(clock.to_text(row["created_at"]), where),
        "due": spoken_dates.day(row["due_on"]),
        "text": wording.paragraphs(row["text"]),
        "reason": wording.paragraphs(row["decision_reason"]),
        "decided": row["decided_at"] and spoken_dates.moment(clock.to_text(row["decided_at"]), where),
        "since": [
            {
                "kind": wording.KINDS[publication.kind],
                "at": spoken_dates.moment(clock.to_text(publication.published_at), where),
                "notice": wording.paragraphs(publication.notice),
                "href": f"{frame.path()}/fact-checks/{publication.claim_id}/v/{publication.number}",
            }
            for publication in found.since
        ],
    }
