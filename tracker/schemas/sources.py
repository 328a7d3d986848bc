"""Origins, sources and captures in the API."""

from marshmallow import fields, validate

from tracker.schemas.base import In, Links, ObjectOut, Out
from tracker.schemas.fields import LONG, Flag, Language, PartialDate, WebUrl, choice, identifier, words
from tracker.schemas.rules import OneAtLeast, OneAtMost, Rules, WhenTrue

KINDS = ("document", "page", "dataset", "post", "recording", "person", "other")
LEVELS = ("primary", "secondary")


class OriginIn(In):
    """Where information truly comes from."""

    name = words(required=True)
    url = WebUrl(allow_none=True)
    description = words(LONG, allow_none=True)
    claimant_id = identifier(allow_none=True, metadata={"description": "The claimant whose own information it is."})


class OriginPatch(In):
    """What can be changed of an origin."""

    name = words()
    url = WebUrl(allow_none=True)
    description = words(LONG, allow_none=True)
    claimant_id = identifier(allow_none=True)


class OriginOut(ObjectOut):
    """Where information truly comes from."""

    paths = {"self": "/api/v1/origins/{id}"}

    name = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    claimant_id = fields.String(required=True, allow_none=True)
    protected = fields.Boolean(
        required=True,
        attribute="is_protected",
        metadata={"description": "Whether only the custodians of the protected sources that have it know it."},
    )


class SourcePatch(In):
    """What can be changed of a source."""

    rules: Rules = (OneAtMost("origin", "origin_id"),)

    url = WebUrl(allow_none=True)
    title = words(allow_none=True)
    kind = choice(KINDS)
    level = choice(LEVELS)
    publisher = words(allow_none=True)
    published_on = PartialDate(allow_none=True)
    language = Language(allow_none=True)
    origin = fields.Nested(OriginIn, allow_none=True)
    origin_id = identifier(allow_none=True)
    disclosure = words(
        LONG,
        allow_none=True,
        metadata={
            "description": "Interests of the source that readers should know; of a protected one they say who it is, "
            "so that only its custodians see them."
        },
    )
    public_description = words(LONG, allow_none=True)
    custodian_ids = fields.List(identifier(), validate=validate.Length(1, 50))


class SourceIn(SourcePatch):
    """Something that can be cited: it has a url or a title; a protected one also a public description."""

    rules = (
        OneAtLeast((("url",), ("title",))),
        OneAtMost("origin", "origin_id"),
        WhenTrue("protected", needs="public_description", allows="custodian_ids"),
    )

    kind = choice(KINDS, load_default="page")
    level = choice(LEVELS, load_default="secondary")
    protected = Flag(load_default=False)


class SourceOut(ObjectOut):
    """Something that can be cited; of a protected source, only its custodians see more than the description."""

    paths = {"self": "/api/v1/sources/{id}", "captures": "/api/v1/sources/{id}/captures",
             "history": "/api/v1/sources/{id}/history"}  # fmt: skip

    kind = fields.String(required=True)
    level = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    publisher = fields.String(required=True, allow_none=True)
    published_on = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    origin_id = fields.String(required=True, allow_none=True)
    disclosure = fields.String(required=True, allow_none=True)
    protected = fields.Boolean(required=True)
    public_description = fields.String(required=True, allow_none=True)
    custodian_ids = fields.List(fields.String(), required=True)


class SourceRef(Out):
    """A source inside of another object."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    level = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    publisher = fields.String(required=True, allow_none=True)
    published_on = fields.String(required=True, allow_none=True)
    protected = fields.Boolean(required=True)
    public_description = fields.String(required=True, allow_none=True)


class CaptureIn(In):
    """A file to keep as the source was at this moment."""

    file = fields.Raw(required=True, metadata={"type": "string", "contentMediaType": "application/octet-stream"})


class CaptureOut(Out):
    """A source as it was at a moment."""

    paths = {"self": "/api/v1/captures/{id}", "file": "/api/v1/files/{digest}"}

    id = fields.String(required=True)
    source_id = fields.String(required=True)
    digest = fields.String(required=True, metadata={"description": "SHA-256, hexadecimal."})
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    media_type = fields.String(
        required=True, metadata={"description": "As the content tells, whatever the sender said."}
    )
    filename = fields.String(required=True, allow_none=True)
    method = fields.String(required=True)
    outcome = fields.String(required=True)
    captured_at = fields.String(required=True, metadata={"format": "date-time"})
    account_id = fields.String(required=True, allow_none=True)
    links = Links(required=True)


class CapturesOut(Out):
    """A source's captures."""

    items = fields.List(fields.Nested(CaptureOut), required=True)
    next = fields.String(required=True, allow_none=True)
