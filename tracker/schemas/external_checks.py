"""Other outlets' checks in the API."""

from marshmallow import fields, validate

from tracker.domain.publication import STATUSES
from tracker.domain.ratings import LABEL_CLASSES
from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.fields import LONG, VERY_LONG, Language, PartialDate, WebUrl, identifier, words
from tracker.schemas.paging import PageQuery
from tracker.schemas.rules import OneAtLeast, OneAtMost, Rules

NEEDED = ("publisher", "url", "claim_text", "label")
TOLD = (*NEEDED, "claimant", "language", "published_on", "block")


class PublisherIn(In):
    """An outlet that publishes checks."""

    name = words(required=True)
    url = WebUrl(allow_none=True, metadata={"description": "Its site."})


class PublisherPatch(In):
    """What can be changed of how an outlet is named."""

    name = words()
    url = WebUrl(allow_none=True)


class ExternalCheckIn(In):
    """Another outlet's check, or by `check_id` one that another organization published in this installation."""

    rules: Rules = (OneAtLeast((("check_id",), NEEDED)), *(OneAtMost("check_id", name) for name in TOLD))

    publisher = fields.Nested(PublisherIn)
    url = WebUrl(metadata={"description": "The page of the check."})
    claim_text = words(LONG, metadata={"description": "The claim, as the outlet words it."})
    claimant = words(allow_none=True, metadata={"description": "Who made the claim, as the outlet names them."})
    label = words(metadata={"description": "The outlet's rating, in its own words."})
    language = Language(allow_none=True)
    published_on = PartialDate(allow_none=True)
    block = words(
        VERY_LONG, allow_none=True, metadata={"description": "What was read of it, as it was: a block of JSON-LD, say."}
    )
    check_id = identifier()
    claim_id = identifier(allow_none=True, metadata={"description": "The claim of ours that it is attached to."})


class ExternalCheckPatch(In):
    """What can be changed of another outlet's check: of one in this installation only the claim it is attached to."""

    publisher = fields.Nested(PublisherPatch)
    url = WebUrl()
    claim_text = words(LONG)
    claimant = words(allow_none=True)
    label = words()
    language = Language(allow_none=True)
    published_on = PartialDate(allow_none=True)
    block = words(VERY_LONG, allow_none=True)
    claim_id = identifier(allow_none=True)


class ExternalCheckQuery(PageQuery):
    """Which external checks are listed."""

    claim_id = identifier()
    check_id = identifier()
    publisher = words(metadata={"description": "The outlet's name, as it was kept."})
    label = words(metadata={"description": "The label, as it was kept."})
    language = Language()


class PublisherOut(Out):
    """An outlet that publishes checks."""

    name = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)


class ExternalCheckItem(ObjectOut):
    """Another outlet's check: what it found, never a verdict of the organization's own."""

    paths = {"self": "/api/v1/external-checks/{id}"}

    publisher = fields.Nested(PublisherOut, required=True)
    url = fields.String(required=True, allow_none=True)
    claim_text = fields.String(required=True, allow_none=True)
    claimant = fields.String(required=True, allow_none=True)
    label = fields.String(required=True, allow_none=True)
    class_ = fields.String(
        data_key="class", attribute="class", required=True, allow_none=True, validate=validate.OneOf(LABEL_CLASSES),
        metadata={"description": "What the organization takes the label for; null where its mappings do not say."},
    )  # fmt: skip
    language = fields.String(required=True, allow_none=True)
    published_on = fields.String(required=True, allow_none=True)
    claim_id = fields.String(required=True, allow_none=True)
    check_id = fields.String(required=True, allow_none=True)
    number = fields.Integer(
        required=True, allow_none=True, metadata={"description": "With check_id: which publication of it stands."}
    )
    status = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(STATUSES[1:]),
        metadata={"description": "With check_id: how it stands with the public."},
    )  # fmt: skip


class ExternalCheckOut(ExternalCheckItem):
    """Another outlet's check with what was read of it: what it found, never a verdict of the organization's own."""

    block = fields.String(required=True, allow_none=True)
