"""Claimants in the API."""

from marshmallow import fields, validate

from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.fields import LONG, WebUrl, choice, words

KINDS = ("person", "organization")


class ClaimantIn(In):
    """Someone who makes claims."""

    name = words(required=True)
    kind = choice(KINDS, load_default="person")
    description = words(LONG, allow_none=True)
    same_as = fields.List(WebUrl(), load_default=list, validate=validate.Length(max=50))


class ClaimantPatch(In):
    """What can be changed of a claimant."""

    name = words()
    kind = choice(KINDS)
    description = words(LONG, allow_none=True)
    same_as = fields.List(WebUrl(), validate=validate.Length(max=50))


class ClaimantRef(Out):
    """A claimant inside of another object."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    same_as = fields.List(fields.String(), required=True)


class ClaimantOut(ObjectOut):
    """Someone who makes claims."""

    paths = {"self": "/api/v1/claimants/{id}", "history": "/api/v1/claimants/{id}/history",
             "claims": "/api/v1/claims?claimant_id={id}"}  # fmt: skip

    name = fields.String(required=True)
    kind = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    same_as = fields.List(fields.String(), required=True)
