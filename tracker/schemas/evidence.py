"""Evidence in the API."""

from marshmallow import fields, validate

from tracker.schemas.base import In, ObjectOut, Shaped
from tracker.schemas.claims import PersonOut
from tracker.schemas.fields import LONG, VERY_LONG, choice, identifier, words
from tracker.schemas.locators import Locator, LocatorPatch
from tracker.schemas.measures import ObservationIn, ObservationOut
from tracker.schemas.rules import ExactlyOne, OneAtMost, Rules
from tracker.schemas.sources import OriginIn, SourceIn, SourceRef

STANCES = ("supports", "refutes", "context")


class EvidencePatch(In):
    """What can be changed of evidence."""

    rules: Rules = (OneAtMost("source", "source_id"), OneAtMost("origin", "origin_id"))

    source = fields.Nested(SourceIn)
    source_id = identifier()
    stance = choice(STANCES)
    excerpt = words(VERY_LONG)
    locator = fields.Nested(LocatorPatch, allow_none=True)
    note = words(LONG, allow_none=True)
    capture_id = identifier(allow_none=True)
    origin = fields.Nested(OriginIn, allow_none=True)
    origin_id = identifier(allow_none=True)


class EvidenceIn(EvidencePatch):
    """What a source shows about a claim: by `source_id` or an inline `source`."""

    rules = (ExactlyOne(("source", "source_id")), OneAtMost("origin", "origin_id"))

    stance = choice(STANCES, required=True)
    excerpt = words(VERY_LONG, required=True)
    locator = fields.Nested(Locator, allow_none=True)
    observations = fields.List(fields.Nested(ObservationIn), load_default=list, validate=validate.Length(max=100))


class EvidenceOut(ObjectOut):
    """What a source shows about a claim."""

    paths = {
        "self": "/api/v1/evidence/{id}", "claim": "/api/v1/claims/{claim_id}",
        "observations": "/api/v1/evidence/{id}/observations", "withdrawal": "/api/v1/evidence/{id}/withdrawal",
        "history": "/api/v1/evidence/{id}/history",
    }  # fmt: skip

    claim_id = fields.String(required=True)
    source_id = fields.String(required=True)
    source = fields.Nested(SourceRef, required=True)
    stance = fields.String(required=True)
    excerpt = fields.String(required=True)
    locator = Shaped(Locator, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    capture_id = fields.String(required=True, allow_none=True)
    origin_id = fields.String(required=True, allow_none=True)
    observations = fields.List(fields.Nested(ObservationOut), required=True)
    withdrawn_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    withdrawal_reason = fields.String(required=True, allow_none=True)
    created_by = fields.Nested(PersonOut, required=True, allow_none=True)


class WithdrawalIn(In):
    """Why evidence no longer counts."""

    reason = words(LONG, required=True)
