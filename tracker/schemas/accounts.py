"""Accounts, keys and the caller in the API."""

from marshmallow import fields, validate

from tracker.domain.permissions import ROLES, SCOPES
from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.fields import Flag, Moment, Strict, choice, words

KINDS = ("person", "machine")


class AccountIn(In):
    """A person or machine client to add."""

    name = words(required=True)
    email = Strict(allow_none=True, validate=validate.Length(3, 254), metadata={"pattern": "^[^@\\s]+@[^@\\s]+$"})
    kind = choice(KINDS, load_default="person")
    roles = fields.List(choice(ROLES), required=True, validate=validate.Length(max=4))


class AccountPatch(In):
    """What can be changed of an account."""

    name = words()
    email = Strict(allow_none=True, validate=validate.Length(3, 254), metadata={"pattern": "^[^@\\s]+@[^@\\s]+$"})
    kind = choice(KINDS)
    roles = fields.List(choice(ROLES), validate=validate.Length(max=4))
    active = Flag()


class AccountOut(ObjectOut):
    """An account."""

    paths = {"self": "/api/v1/accounts/{id}", "keys": "/api/v1/accounts/{id}/keys"}

    name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    active = fields.Boolean(required=True)


class KeyIn(In):
    """A key to mint; without scopes it gets all that the account's roles allow."""

    name = words(100, allow_none=True)
    scopes = fields.List(choice(SCOPES), allow_none=True, validate=validate.Length(1, 5))
    expires_at = Moment(allow_none=True)


class KeyOut(ObjectOut):
    """A key, without its secret."""

    paths = {"self": "/api/v1/keys/{id}"}

    account_id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    scopes = fields.List(fields.String(), required=True)
    hint = fields.String(required=True, metadata={"description": "How the secret begins."})
    expires_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    revoked_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    rotated_to_id = fields.String(required=True, allow_none=True)


class MintedKeyOut(KeyOut):
    """A new key with its secret, which is shown this once."""

    secret = fields.String(required=True)


class MeOut(Out):
    """The caller."""

    account = fields.Nested(AccountOut, required=True)
    roles = fields.List(fields.String(), required=True)
    scopes = fields.List(fields.String(), required=True)
    organization = fields.Dict(keys=fields.String(), required=True)
