"""Publications in the API."""

from marshmallow import fields

from tracker.schemas.base import Links, Out, Shaped


class LabelRef(Out):
    """A label inside of another object."""

    key = fields.String(required=True)
    name = fields.String(required=True)


class PublicationOut(Out):
    """A verdict as it was published, frozen; `snapshot` is all that it showed."""

    paths = {"self": "/api/v1/claims/{claim_id}/publications/{number}", "page": "/fact-checks/{claim_id}/v/{number}",
             "receipt": "/api/v1/claims/{claim_id}/publications/{number}/receipt"}  # fmt: skip

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


class DisclosedFieldOut(Out):
    """A field of an entry with its salt: SHA-256 over the canonical JSON of [salt, name, value] stands in the entry."""

    name = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True, metadata={"description": "JSON without fractions."})
    salt = fields.String(required=True, metadata={"description": "32 random bytes in hexadecimal."})


class ReceiptOut(Out):
    """What proves, to whoever has the log's key, that a publication was recorded as it is shown."""

    seq = fields.Integer(required=True, metadata={"description": "The entry's place in the log."})
    entry = fields.String(required=True, metadata={"description": "The entry, byte for byte: the leaf of the tree."})
    disclosed = fields.List(fields.Nested(DisclosedFieldOut), required=True, data_key="fields", attribute="fields")
    erased = fields.List(
        fields.String(), required=True, metadata={"description": "Digests of fields whose values were erased."}
    )
    proof = fields.String(
        required=True, metadata={"description": "A C2SP tlog-proof under the newest checkpoint that covers the entry."}
    )
    key = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The log's verifier key: compare it."},
    )
    verify = fields.String(required=True, metadata={"description": "Where it says how to verify this."})
