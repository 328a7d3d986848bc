"""Publications in the API."""

from marshmallow import fields

from tracker.schemas.base import Out


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
    label_before = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    label_after = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FullPublicationOut(PublicationOut):
    """A verdict as it was published, with all that it showed."""

    snapshot = fields.Dict(keys=fields.String(), required=True)
