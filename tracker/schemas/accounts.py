"""Accounts, keys and the caller in the API."""

from marshmallow import fields

from tracker.domain.permissions import ROLES, SCOPES
from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.fields import Distinct, Flag, Moment, choice, email, words
from tracker.schemas.organizations import OrganizationRef

KINDS = ("person", "machine")


class AccountIn(In):
    """A person or machine client to add."""

    name = words(required=True)
    email = email(allow_none=True)
    kind = choice(KINDS, load_default="person")
    roles = Distinct(choice(ROLES), required=True, most=len(ROLES))


class AccountPatch(In):
    """What can be changed of an account."""

    name = words()
    email = email(allow_none=True)
    kind = choice(KINDS)
    roles = Distinct(choice(ROLES), most=len(ROLES))
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
    scopes = Distinct(choice(SCOPES), allow_none=True, least=1, most=len(SCOPES))
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
    organization = fields.Nested(OrganizationRef, required=True)
