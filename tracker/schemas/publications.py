"""Publications in the API."""

from marshmallow import fields

from tracker.schemas.base import Links, Out, Shaped


class LabelRef(Out):
    """A label inside of another object."""

    key = fields.String(required=True)
    name = fields.String(required=True)


class PublicationOut(Out):
    """A verdict as it was published, frozen; `snapshot` is all that it showed."""

    paths = {"self": "/api/v1/claims/{claim_id}/publications/{number}", "page": "/fact-checks/{claim_id}/v/{number}"}

    id = fields.String(required=True)
    claim_id = fields.String(required=True)
    number = fields.Integer(required=True)
    kind = fields.String(required=True)
    severity = fields.String(required=True, allow_none=True)
    notice = fields.String(required=True, allow_none=True)
    published_at = fields.String(required=True, metadata={"format": "date-time"})
    digest = fields.String(required=True, metadata={"description": "SHA-256 over the salted digests of its fields."})
    label_before = Shaped(LabelRef, required=True, allow_none=True)
    label_after = Shaped(LabelRef, required=True)
    links = Links(required=True)


class FullPublicationOut(PublicationOut):
    """A verdict as it was published, with all that it showed."""

    snapshot = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "Claim, verdict, evidence, organization and the gate's report, as they were."},
    )
