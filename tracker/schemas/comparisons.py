"""Comparisons in the API: claimed against measured."""

from marshmallow import fields

from tracker.schemas.base import Out
from tracker.schemas.measures import MeasureOut


class ComparedOut(MeasureOut):
    """A number of the claim."""


class ObservedOut(MeasureOut):
    """A number that evidence measured."""

    method = fields.String(required=True, allow_none=True)
    margin = fields.String(required=True, allow_none=True)
    released_on = fields.String(required=True, allow_none=True)
    supersedes_id = fields.String(required=True, allow_none=True)


class ReasonOut(Out):
    """Why two numbers cannot be compared."""

    reason = fields.String(
        required=True,
        metadata={"description": "`metric`, `definition`, `place`, `population`, `kind`, `unit` or `period`."},
    )
    detail = fields.String(required=True)


class DeviationOut(Out):
    """How far the claimed number lies from the measured one, whose unit it is told in."""

    unit = fields.String(required=True, allow_none=True)
    absolute = fields.String(required=True, metadata={"description": "Claimed less measured, exact."})
    relative = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The absolute deviation as a part of the measured number."},
    )
    factor = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The greater by the smaller, 1 or more; null across zero."},
    )
    direction = fields.String(
        required=True, metadata={"description": "`higher`, `lower` or `equal`: the claimed number."}
    )
    sign_flip = fields.Boolean(required=True)
    holds = fields.Boolean(
        required=True, metadata={"description": "Whether the measured number bears the claim out, with its comparator."}
    )
    tolerance = fields.String(
        required=True,
        metadata={
            "description": "`tight` (1 %, or the margin), `loose` (5 %), `hedged` (10 %, if so said) or `outside`."
        },
    )


class ComparisonOut(Out):
    """A number of a claim against one that was measured."""

    quantity = fields.Nested(ComparedOut, required=True)
    observation = fields.Nested(ObservedOut, required=True)
    evidence_id = fields.String(required=True)
    stance = fields.String(required=True)
    superseded = fields.Boolean(required=True, metadata={"description": "Whether a later figure took its place."})
    withdrawn = fields.Boolean(required=True, metadata={"description": "Whether its evidence was withdrawn."})
    comparable = fields.Boolean(required=True)
    reasons = fields.List(fields.Nested(ReasonOut), required=True)
    unstated = fields.List(
        fields.String(), required=True, metadata={"description": "What one of the two says and the other leaves open."}
    )
    deviation = fields.Nested(DeviationOut, required=True, allow_none=True)
    conflict = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where the deviation and the verdict do not go together."},
    )


class ComparisonsOut(Out):
    """All numbers of a claim against all that were measured, and the class of the verdict at hand, or published."""

    class_ = fields.String(data_key="class", attribute="class", required=True, allow_none=True)
    items = fields.List(fields.Nested(ComparisonOut), required=True)
    next = fields.String(required=True, allow_none=True)
