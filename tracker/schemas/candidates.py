"""Candidates in the API: check-worthy sentences of a text, and the claims picked of them."""

from marshmallow import fields, validate

from tracker.schemas.base import In, Out
from tracker.schemas.claims import ClaimIn, ClaimOut
from tracker.schemas.fields import Language, WholeNumber, words
from tracker.schemas.matches import MatchOut
from tracker.schemas.measures import SpanOut, SuggestionOut
from tracker.schemas.rules import ExactlyOne

LONGEST_TEXT = 1_000_000
MOST_LOGGED = 50


class CandidatesIn(In):
    """A text to look through, or the claims to log of those that were found in it."""

    rules = (ExactlyOne(("text", "log")),)

    text = words(LONGEST_TEXT)
    language = Language(load_default="en")
    limit = WholeNumber(load_default=20, validate=validate.Range(1, 200))
    log = fields.List(fields.Nested(ClaimIn), validate=validate.Length(1, MOST_LOGGED))


class WorthOut(Out):
    """What spoke for a sentence or against it."""

    rule = fields.String(required=True)
    points = fields.String(required=True)
    detail = fields.String(required=True)


class CandidateOut(Out):
    """A sentence that may be worth checking."""

    text = fields.String(required=True)
    span = fields.Nested(SpanOut, required=True)
    quotation = fields.String(required=True, allow_none=True)
    speaker = fields.String(required=True, allow_none=True)
    score = fields.String(required=True)
    reasons = fields.List(fields.Nested(WorthOut), required=True)
    quantities = fields.List(fields.Nested(SuggestionOut), required=True)
    matches = fields.List(
        fields.Nested(MatchOut),
        required=True,
        allow_none=True,
        metadata={"description": "Up to three likely earlier checks; null where none were looked for."},
    )
    claim = fields.Dict(required=True, metadata={"description": "The claim to send in `log`, changed or as it is."})


class CandidatesOut(Out):
    """The candidates of a text, the worthiest first, or the claims that were logged."""

    items = fields.List(fields.Nested(CandidateOut), required=True)
    logged = fields.List(fields.Nested(ClaimOut), required=True)
    next = fields.String(required=True, allow_none=True)
