"""Entries of the log in the API."""

from marshmallow import fields

from tracker.schemas.base import Out
from tracker.schemas.claims import PersonOut


class ErasedOut(Out):
    """That a field was erased."""

    seq = fields.Integer(required=True, metadata={"description": "The entry that says so."})
    ground = fields.String(required=True, allow_none=True, metadata={"description": "The legal basis."})


class RestrictedOut(Out):
    """That a field is hidden."""

    id = fields.String(required=True, metadata={"description": "The restriction."})
    ground = fields.String(required=True, metadata={"description": "The legal basis."})


class ChangeOut(Out):
    """A field before and after."""

    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)
    erased = fields.Nested(ErasedOut, metadata={"description": "Where the field was erased."})
    restricted = fields.Nested(RestrictedOut, metadata={"description": "Where the field is hidden from the caller."})


class EntryOut(Out):
    """Who did what to which object, with each field before and after."""

    seq = fields.Integer(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    kind = fields.String(required=True)
    object = fields.String(required=True)
    revision = fields.Integer(required=True)
    reason = fields.String(required=True, allow_none=True)
    deed = fields.String(required=True, metadata={"description": "Entries of one deed share it."})
    actor = fields.Nested(PersonOut, required=True, allow_none=True)
    changes = fields.Dict(
        keys=fields.String(), values=fields.Nested(ChangeOut), required=True, metadata={"description": "By field."}
    )
