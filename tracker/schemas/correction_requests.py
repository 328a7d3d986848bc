"""Requests for a correction in the API."""

from marshmallow import fields, validate

from tracker.domain.corrections import DECISIONS, STATUSES
from tracker.schemas.base import In, Links, ObjectOut, Out
from tracker.schemas.claims import PersonOut
from tracker.schemas.fields import LONG, Choices, Distinct, Switch, WebUrl, choice, email, identifier, words
from tracker.schemas.paging import PageQuery
from tracker.schemas.rules import ExactlyOne

MOST_URLS = 10


class CorrectionRequestIn(In):
    """What is wrong with a published check, by anyone; the check is named by its id or an address of its page."""

    rules = (ExactlyOne(("check_id", "url")),)

    check_id = identifier()
    url = WebUrl(metadata={"description": "The public page of the check, here or at the outlet's own site."})
    text = words(LONG, required=True, metadata={"description": "What is wrong, and what would be right."})
    evidence_urls = Distinct(WebUrl(), most=MOST_URLS)
    name = words(allow_none=True, metadata={"description": "Seen by the organization alone."})
    email = email(allow_none=True, metadata={"description": "Seen by the organization alone."})


class CorrectionRequestQuery(PageQuery):
    """Which requests are listed."""

    status = Choices(choice(STATUSES))
    check_id = identifier()
    overdue = Switch(metadata={"description": "Only those that should have been decided, or only the others."})


class DecisionIn(In):
    """What becomes of a request, and why: its sender reads the reason."""

    decision = choice(DECISIONS, required=True)
    reason = words(LONG, required=True)


class CorrectionRequestOut(ObjectOut):
    """A request for a correction."""

    paths = {"self": "/api/v1/correction-requests/{id}", "decision": "/api/v1/correction-requests/{id}/decision",
             "claim": "/api/v1/claims/{check_id}"}  # fmt: skip

    check_id = fields.String(required=True)
    number = fields.Integer(required=True, metadata={"description": "The publication that it is about."})
    text = fields.String(required=True)
    evidence_urls = fields.List(fields.String(), required=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    due_on = fields.String(
        required=True, metadata={"description": "Seven working days after it came, Monday to Friday."}
    )
    overdue = fields.Boolean(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    decision_reason = fields.String(required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    decided_by = fields.Nested(PersonOut, required=True, allow_none=True)


class ReceivedOut(Out):
    """What the sender of a request gets: the token is in this answer alone."""

    paths = {"self": "/api/v1/correction-requests/{id}"}

    id = fields.String(required=True)
    check_id = fields.String(required=True)
    number = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    due_on = fields.String(required=True)
    token = fields.String(required=True)
    status_url = fields.String(required=True, metadata={"description": "A page that tells what became of it."})
    complaints_url = fields.String(
        required=True, allow_none=True, metadata={"description": "Where to turn if this does not help."}
    )
    links = Links(required=True)
