"""Verdicts, waivers and the gate's dry run in the API."""

from marshmallow import fields, validate

from tracker.domain.gates import RULES, UNWAIVABLE
from tracker.schemas.base import In, Links, ObjectOut, Out, Shaped
from tracker.schemas.claims import PersonOut
from tracker.schemas.fields import (
    KEY_PATTERN,
    LONG,
    VERY_LONG,
    Day,
    Language,
    Named,
    PartialDate,
    choice,
    identifier,
    matching,
    words,
)


class TextIn(In):
    """A verdict's words in one language; title and claim_reviewed are made from the claim where they are missing."""

    language = Language(required=True)
    title = words(300, allow_none=True)
    claim_reviewed = words(300, allow_none=True)
    summary = words(5_000, allow_none=True)
    rationale = words(VERY_LONG, allow_none=True, metadata={"description": "Markdown."})


class VerdictPatch(In):
    """What can be changed of a draft verdict; `texts` and `evidence_ids` are replaced whole."""

    scale_id = identifier()
    label = matching(KEY_PATTERN, "a label's key", 64)
    evidence_ids = fields.List(identifier(), validate=validate.Length(max=200))
    true_as_of = PartialDate(allow_none=True)
    review_by = Day(allow_none=True)
    statements = Named(keys=choice(RULES), values=words(LONG, allow_none=True))
    texts = fields.List(fields.Nested(TextIn), validate=validate.Length(max=50))


class VerdictIn(VerdictPatch):
    """A draft verdict; what a step needs beyond the label is asked for by that step."""

    scale_id = identifier(required=True)
    label = matching(KEY_PATTERN, "a label's key", 64, required=True)
    statements = Named(keys=choice(RULES), values=words(LONG))


class TextOut(Out):
    """A verdict's words in one language."""

    language = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    claim_reviewed = fields.String(required=True, allow_none=True)
    summary = fields.String(required=True, allow_none=True)
    rationale = fields.String(required=True, allow_none=True)


class WaiverIn(In):
    """A gate rule to set aside for the verdict at hand."""

    rule = choice([rule for rule in RULES if rule not in UNWAIVABLE], required=True)
    reason = words(LONG, required=True)


class WaiverOut(Out):
    """A gate rule set aside for one verdict."""

    paths = {"self": "/api/v1/verdicts/{verdict_id}"}

    id = fields.String(required=True)
    verdict_id = fields.String(required=True)
    rule = fields.String(required=True)
    reason = fields.String(required=True)
    account_id = fields.String(required=True, allow_none=True)
    waived_at = fields.String(required=True, metadata={"format": "date-time"})
    links = Links(required=True)


class VerdictOut(ObjectOut):
    """An organization's answer to a claim."""

    paths = {
        "self": "/api/v1/verdicts/{id}",
        "claim": "/api/v1/claims/{claim_id}",
        "scale": "/api/v1/scales/{scale_id}",
        "history": "/api/v1/verdicts/{id}/history",
    }

    claim_id = fields.String(required=True)
    scale_id = fields.String(required=True)
    label = fields.String(required=True)
    status = fields.String(required=True)
    evidence_ids = fields.List(fields.String(), required=True)
    true_as_of = fields.String(required=True, allow_none=True)
    review_by = fields.String(required=True, allow_none=True)
    statements = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    texts = fields.List(fields.Nested(TextOut), required=True)
    contributors = fields.List(fields.Nested(PersonOut), required=True)
    approved_by = fields.Nested(PersonOut, required=True, allow_none=True)
    approved_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    waivers = fields.List(fields.Nested(WaiverOut), required=True)


class WaiverRef(Out):
    """Why a rule was set aside, and by whom."""

    reason = fields.String(required=True)
    by = fields.Nested(PersonOut, required=True, allow_none=True)


class RuleOut(Out):
    """What the gate says of one rule."""

    rule = fields.String(required=True)
    outcome = fields.String(required=True, metadata={"description": "pass, fail or waived"})
    detail = fields.String(required=True)
    pointer = fields.String(required=True, allow_none=True)
    parameters = fields.Dict(keys=fields.String(), required=True, metadata={"description": "Such as `n`, a number."})
    waiver = Shaped(WaiverRef, required=True, allow_none=True)


class PublishabilityOut(Out):
    """Whether the verdict at hand would pass the gate now, rule by rule."""

    policy = fields.String(required=True)
    publishable = fields.Boolean(required=True)
    rules = fields.List(fields.Nested(RuleOut), required=True)
    conflicts = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Remarks on numbers that do not go together with the verdict; they refuse nothing."},
    )
