"""Changes of what is public, in the API."""

from marshmallow import fields, validate

from tracker.schemas.base import In, Out, Shaped
from tracker.schemas.fields import Choices, Count, slug
from tracker.schemas.paging import DEFAULT_LIMIT, MAX_LIMIT
from tracker.schemas.publications import LabelRef

LAST = 2**53 - 1
AFTER = "Changes beyond this sequence: `next_after` of the answer before, and 0 for all there ever were."


LONGEST_WAIT = 30


class StreamQuery(In):
    """Which changes."""

    after = Count(load_default=0, validate=validate.Range(0, LAST), metadata={"description": AFTER})
    organization = Choices(slug(metadata={"description": "Of organizations with these slugs alone."}))


class ChangesQuery(StreamQuery):
    """Which changes, how many of them, and how long to wait for the first."""

    limit = Count(
        load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT), metadata={"description": "Items an answer."}
    )
    wait = Count(
        load_default=0,
        validate=validate.Range(0, LONGEST_WAIT),
        metadata={"description": "Seconds to wait for an item."},
    )


class ChangedOut(Out):
    """The publication that stands since a change, or the one that it made."""

    number = fields.Integer(required=True)
    kind = fields.String(required=True)
    severity = fields.String(required=True, allow_none=True)
    notice = fields.String(required=True, allow_none=True)
    label_before = Shaped(LabelRef, required=True, allow_none=True)
    label_after = Shaped(LabelRef, required=True)


class PublisherRef(Out):
    """Whose check it is."""

    id = fields.String(required=True)
    slug = fields.String(required=True)


class ChangeLinksOut(Out):
    """Where the check and its publication stand."""

    page = fields.String(required=True, metadata={"description": "The public page."})
    json = fields.String(required=True, metadata={"description": "The ClaimReview as it is now."})
    publication = fields.String(required=True)
    receipt = fields.String(required=True)


class PublicChangeOut(Out):
    """A change of what the public sees of a check."""

    seq = fields.Integer(required=True, metadata={"description": "The entry of the log that tells of it."})
    kind = fields.String(required=True)
    claim_id = fields.String(required=True)
    check_id = fields.String(required=True)
    organization = Shaped(PublisherRef, required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    status = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "`live`, `under_review` or `retracted`; null where it stands as before."},
    )
    publication = Shaped(ChangedOut, required=True)
    # By another name: what schemas call links are paths that they make themselves.
    addresses = Shaped(ChangeLinksOut, required=True, data_key="links", attribute="links")


class ChangesOut(Out):
    """A part of the changes, oldest first."""

    items = fields.List(fields.Nested(PublicChangeOut), required=True)
    next_after = fields.Integer(
        required=True, metadata={"description": "Where to go on: no change up to here is missing, and none is to come."}
    )
