"""Variants in the API: the wordings of one claim."""

from marshmallow import fields, validate

from tracker.schemas.base import Out

KINDS = ("claim", "appearance", "verdict", "check", "external_check")
RELATIONS = ("own", "merged", "matched", "attached")


class KnownFromOut(Out):
    """What says a claim in some words, and what makes that the same claim.

    Of the kinds, a `verdict` is the short claim of one at hand, a `check` what is published. Of the relations, `own` is
    the claim and its parts, `merged` a claim merged into it, `matched` a confirmed match, `attached` another outlet's
    check that is attached to it.
    """

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    id = fields.String(required=True)
    claim_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The claim it is of; null for another outlet's check."}
    )


class VariantOut(Out):
    """One wording of a claim in one language, once, with all that say it so."""

    text = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)
    known_from = fields.List(fields.Nested(KnownFromOut), required=True)
