"""The past in the API: moments of the log, and what differs between two of them."""

from marshmallow import fields

from tracker.schemas.base import In, Out
from tracker.schemas.fields import AsOf

AS_OF = (
    "Show it as it was: after the entry of this sequence was written, or after all that was written up to this time. "
    "`Tracker-Log-Sequence` tells which entry was the last; such an answer never changes, unless something is erased."
)


class AsOfQuery(In):
    """As of when."""

    as_of = AsOf(metadata={"description": AS_OF})


class DiffQuery(In):
    """Between which moments."""

    from_ = AsOf(required=True, data_key="from", metadata={"description": "The earlier sequence or time."})
    to = AsOf(metadata={"description": "The later sequence or time; without it, now."})


class DifferenceOut(Out):
    """A field before and after, and the entry that changed it last."""

    pointer = fields.String(required=True, metadata={"description": "JSON Pointer, such as `/quantities/<id>`."})
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)
    seq = fields.Integer(required=True)
    kind = fields.String(required=True)


class DiffOut(Out):
    """What differs between two moments, by field; `from` is null where it is before the log begins."""

    from_ = fields.Integer(data_key="from", attribute="from", required=True, allow_none=True)
    to = fields.Integer(required=True)
    items = fields.List(fields.Nested(DifferenceOut), required=True)
