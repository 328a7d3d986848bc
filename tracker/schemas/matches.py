"""Matches in the API: earlier checks that may be of the same claim."""

from marshmallow import fields, validate

from tracker.domain.matching import BANDS, DECISIONS
from tracker.schemas.base import In, Out
from tracker.schemas.claims import ClaimOut, PersonOut
from tracker.schemas.fields import LONG, Count, Language, WholeNumber, choice, identifier, words

KINDS = ("claim", "check", "external_check")
MOST, USUALLY = 50, 10


class MatchIn(In):
    """A text that may have been checked before."""

    text = words(LONG, required=True)
    language = Language(allow_none=True)
    limit = WholeNumber(load_default=USUALLY, validate=validate.Range(1, MOST))


class MatchQuery(In):
    """How many matches are wanted."""

    limit = Count(load_default=USUALLY, validate=validate.Range(1, MOST))


class MatchDecisionIn(In):
    """Whether a suggestion is an earlier check of the same claim."""

    match_id = identifier(required=True)
    decision = choice(DECISIONS, required=True)


class WhyOut(Out):
    """What a text and an earlier check have in common."""

    shared_terms = fields.List(fields.String(), required=True)
    cosine = fields.Float(required=True, allow_none=True)
    same_claimant = fields.Boolean(required=True)
    same_numbers = fields.List(fields.String(), required=True)


class AgainstOut(Out):
    """What speaks against it, and how each of the two says it."""

    kind = fields.String(required=True)
    first = fields.String(required=True)
    second = fields.String(required=True)


class MatchOut(Out):
    """An earlier check that may be of the same claim; `match_id` is what a decision names."""

    match_id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    claim_id = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    title = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)
    publication_status = fields.String(required=True, allow_none=True)
    label = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    score = fields.Float(required=True, metadata={"description": "How likely it is the same claim, from 0 to 1."})
    band = fields.String(required=True, validate=validate.OneOf(BANDS))
    method = fields.String(required=True)
    method_version = fields.Integer(required=True)
    why = fields.Nested(WhyOut, required=True)
    against = fields.List(fields.Nested(AgainstOut), required=True)
    decision = fields.String(required=True, allow_none=True, validate=validate.OneOf(DECISIONS))
    decided_by = fields.Nested(PersonOut, required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class MatchesOut(Out):
    """Likely earlier checks, the likeliest first; `band` is that of the first, "none" where there are none."""

    items = fields.List(fields.Nested(MatchOut), required=True)
    band = fields.String(required=True, validate=validate.OneOf(BANDS))
    next = fields.String(required=True, allow_none=True)


class LoggedClaimOut(ClaimOut):
    """A claim that has just been logged, with the published checks that it may repeat."""

    matches = fields.List(fields.Nested(MatchOut), required=True)
