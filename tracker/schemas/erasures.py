"""Erasures and restrictions in the API."""

from marshmallow import fields, validate

from tracker.domain.erasing import KINDS, STATUSES
from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.claims import PersonOut
from tracker.schemas.fields import LONG, choice, matching, words

NOUNS = ("account", "capture", "claim", "claimant", "comment", "correction_request", "erasure", "evidence",
         "external_check", "key", "markup_page", "origin", "outreach", "publication", "source", "verdict",
         "webhook")  # fmt: skip
OBJECT_PATTERN = f"^({'|'.join(NOUNS)})/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$"
POINTER_PATTERN = "^/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?$"
MOST = 500
REPLACEMENT = "[removed]"


class TargetIn(In):
    """A field of an object as its history shows it, or all of the object's, or a capture with its file."""

    object = matching(OBJECT_PATTERN, "an object such as claim/<id>", 100, required=True)
    field = matching(
        POINTER_PATTERN, "a JSON Pointer such as /text or /texts/en", 200,
        metadata={"description": "All that can be taken out of the object, where it is not given."},
    )  # fmt: skip


class ErasureIn(In):
    """What is to be erased for ever (GDPR Art. 17), or hidden until that is lifted (Art. 18)."""

    kind = choice(KINDS, load_default="erasure")
    targets = fields.List(fields.Nested(TargetIn), required=True, validate=validate.Length(1, MOST))
    replacement_text = words(
        load_default=REPLACEMENT, metadata={"description": "What readers find in place of text; it tells no secret."}
    )
    ground = words(required=True, metadata={"description": "The legal basis, such as: GDPR Art. 17(1)(d)."})
    reason = words(LONG, required=True, metadata={"description": "Why; it repeats nothing of what is to go."})


class LiftingIn(In):
    """Why a restriction ends."""

    reason = words(LONG, required=True)


class TargetOut(Out):
    """A field of an object."""

    object = fields.String(required=True)
    field = fields.String(required=True)


class ErasureOut(ObjectOut):
    """A request to erase or to hide, and what became of it; it never holds what it is about."""

    paths = {"self": "/api/v1/erasures/{id}", "confirmation": "/api/v1/erasures/{id}/confirmation"}

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    targets = fields.List(fields.Nested(TargetOut), required=True)
    also_in = fields.List(
        fields.Nested(TargetOut),
        required=True,
        metadata={
            "description": "Before it is confirmed, in the answer to one alone: what else holds these words and is no "
            "target, to be named in another request."
        },
    )
    replacement_text = fields.String(required=True)
    ground = fields.String(required=True)
    reason = fields.String(required=True)
    filed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    confirmed_by = fields.Nested(PersonOut, required=True, allow_none=True)
    confirmed_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    lifted_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    remnants = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "What is still to be removed from the disk, and is by `tracker db scrub`."},
    )
