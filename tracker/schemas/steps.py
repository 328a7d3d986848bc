"""Steps of the workflow in the API."""

from marshmallow import fields

from tracker.domain.publication import SEVERITIES
from tracker.domain.workflow import STEPS
from tracker.schemas.base import In, Out
from tracker.schemas.claims import PersonOut
from tracker.schemas.fields import LONG, choice, identifier, words

KINDS = ("original", "correction", "update", "reinstatement")


class StepIn(In):
    """A step by its name, with what it needs: a client never names a state."""

    step = choice(STEPS, required=True)
    reason = words(LONG, allow_none=True)
    assignee_id = identifier(allow_none=True, metadata={"description": "For start; the caller by default."})
    into = identifier(allow_none=True, metadata={"description": "For merge: the claim merged into."})
    kind = choice(KINDS, allow_none=True, metadata={"description": "For publish, after an earlier publication."})
    severity = choice(SEVERITIES, allow_none=True, metadata={"description": "For publish; minor by default."})
    notice = words(LONG, allow_none=True, metadata={"description": "For publish and retract: what the public is told."})


class StepOut(Out):
    """A step that was taken."""

    seq = fields.Integer(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    step = fields.String(required=True)
    state_before = fields.String(required=True, allow_none=True)
    state_after = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    actor = fields.Nested(PersonOut, required=True, allow_none=True)
