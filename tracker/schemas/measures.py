"""Numbers in the API: exact decimals as text, with unit, period and place."""

from marshmallow import fields, validate

from tracker.schemas.base import In, Links, Out, Shaped
from tracker.schemas.fields import LONG, ExactDecimal, Flag, PartialDate, choice, identifier, unsigned, words
from tracker.schemas.rules import OneAtLeast, Rules, WhenIs

KINDS = ("level", "change", "rank", "count", "ratio")
COMPARATORS = ("=", "≈", ">", "≥", "<", "≤", "between")


class PeriodPatch(In):
    """What can be changed of a period; null takes a member away, and a label or a beginning has to be left."""

    label = words(100, allow_none=True)
    start = PartialDate(data_key="from", attribute="from", allow_none=True)
    end = PartialDate(data_key="to", attribute="to", allow_none=True)


class Period(PeriodPatch):
    """A stretch of time with a label, such as a fiscal year, or with its beginning."""

    rules = (OneAtLeast((("label",), ("from",))),)


class MeasurePatch(In):
    """What can be changed of a number."""

    metric = words()
    definition = words(LONG, allow_none=True)
    kind = choice(KINDS)
    comparator = choice(COMPARATORS)
    value = ExactDecimal(allow_none=True)
    lower = ExactDecimal(allow_none=True)
    upper = ExactDecimal(allow_none=True)
    unit = words(100, allow_none=True)
    period = fields.Nested(PeriodPatch, allow_none=True)
    place = words(allow_none=True)
    population = words(allow_none=True)
    hedge = Flag()
    wording = words(LONG, allow_none=True)


class QuantityIn(MeasurePatch):
    """A number in a claim: a value, or lower and upper."""

    rules: Rules = (WhenIs("comparator", "between", ("lower", "upper")), OneAtLeast((("value",), ("lower", "upper"))))

    metric = words(required=True)
    kind = choice(KINDS, load_default="level")
    comparator = choice(COMPARATORS, load_default="=")
    hedge = Flag(load_default=False)
    period = fields.Nested(Period, allow_none=True)


class ObservationIn(QuantityIn):
    """A measured number; a revised figure names the one it supersedes."""

    method = words(LONG, allow_none=True)
    margin = unsigned(allow_none=True)
    released_on = PartialDate(allow_none=True)
    supersedes_id = identifier(allow_none=True)


class MeasureOut(Out):
    """A number, exact."""

    id = fields.String(required=True)
    metric = fields.String(required=True)
    definition = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    comparator = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)
    lower = fields.String(required=True, allow_none=True)
    upper = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    period = Shaped(Period, required=True, allow_none=True)
    place = fields.String(required=True, allow_none=True)
    population = fields.String(required=True, allow_none=True)
    hedge = fields.Boolean(required=True)
    wording = fields.String(required=True, allow_none=True)


class QuantityOut(MeasureOut):
    """A number in a claim."""

    paths = {"self": "/api/v1/claims/{claim_id}/quantities/{id}"}

    version = fields.Integer(required=True)
    claim_id = fields.String(required=True)
    links = Links(required=True)


class SpanOut(Out):
    """Where something stands in a text, in characters from its beginning; the end is behind the last."""

    start = fields.Integer(required=True)
    end = fields.Integer(required=True)


class ReadQuantityOut(Out):
    """A number as it would be sent to be a quantity; the metric is null where the words do not tell it."""

    metric = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    comparator = fields.String(required=True, validate=validate.OneOf(COMPARATORS))
    value = fields.String(required=True, allow_none=True)
    lower = fields.String(required=True, allow_none=True)
    upper = fields.String(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    hedge = fields.Boolean(required=True)
    wording = fields.String(required=True)


class SuggestionOut(Out):
    """A number that seems to stand in a text, for a person to confirm."""

    span = fields.Nested(SpanOut, required=True)
    quantity = fields.Nested(ReadQuantityOut, required=True)


class QuantitiesOut(Out):
    """A claim's numbers, and those that its text seems to have besides."""

    items = fields.List(fields.Nested(QuantityOut), required=True)
    suggested = fields.List(fields.Nested(SuggestionOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ObservationOut(MeasureOut):
    """A measured number."""

    paths = {"self": "/api/v1/evidence/{evidence_id}/observations"}

    evidence_id = fields.String(required=True)
    method = fields.String(required=True, allow_none=True)
    margin = fields.String(required=True, allow_none=True)
    released_on = fields.String(required=True, allow_none=True)
    supersedes_id = fields.String(required=True, allow_none=True)
    links = Links(required=True)
