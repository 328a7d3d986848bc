"""Outreach and comments in the API."""

from marshmallow import fields

from tracker.schemas.base import In, ObjectOut
from tracker.schemas.fields import LONG, Moment, PartialDate, words


class OutreachPatch(In):
    """What can be changed of an attempt to reach the claimant: mostly, what came of it."""

    contacted_at = Moment()
    channel = words(100)
    recipient = words(allow_none=True)
    question = words(LONG)
    reply_due_on = PartialDate(allow_none=True)
    answer = words(LONG, allow_none=True)
    answered_at = Moment(allow_none=True)


class OutreachIn(OutreachPatch):
    """An attempt to reach the claimant."""

    contacted_at = Moment(required=True)
    channel = words(100, required=True)
    question = words(LONG, required=True)


class OutreachOut(ObjectOut):
    """An attempt to reach the claimant, and what came of it."""

    paths = {"self": "/api/v1/claims/{claim_id}/outreach/{id}"}

    claim_id = fields.String(required=True)
    contacted_at = fields.String(required=True, metadata={"format": "date-time"})
    channel = fields.String(required=True)
    recipient = fields.String(required=True, allow_none=True)
    question = fields.String(required=True)
    reply_due_on = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    account_id = fields.String(required=True, allow_none=True)


class CommentIn(In):
    """A remark inside the newsroom."""

    text = words(LONG, required=True)


class CommentPatch(In):
    """A remark, put better by its author."""

    text = words(LONG)


class CommentOut(ObjectOut):
    """A remark inside the newsroom."""

    paths = {"self": "/api/v1/claims/{claim_id}/comments/{id}"}

    claim_id = fields.String(required=True)
    text = fields.String(required=True)
    account_id = fields.String(required=True, allow_none=True)
