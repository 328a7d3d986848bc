"""Keys: bearer tokens of accounts, kept by their digest alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit, scopes_of
from tracker.errors import Conflict, Inconsistent, fault
from tracker.lib import clock, tokens
from tracker.models import Account, ApiKey, db
from tracker.models.prepared import Prepared
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import recording

OVERLAP = timedelta(hours=24)
_KEY = Prepared(
    select(ApiKey.id, ApiKey.scopes, ApiKey.expires_at, ApiKey.account_id, Account.name, Account.organization_id,
           Account.roles)
    .join(Account, Account.id == ApiKey.account_id)
    .where(ApiKey.digest == bindparam("digest"), ApiKey.revoked_at.is_(None), Account.active)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Minted:
    """A new key with its secret, which is shown this once."""

    key: ApiKey
    secret: str


def actor_of(digest: bytes) -> Actor | None:
    """Return who holds the key of a digest, or None when it is unknown, expired, revoked or its account inactive."""
    found = _KEY.records(digest=digest)
    if not found or (found[0]["expires_at"] is not None and found[0]["expires_at"] <= clock.now()):
        return None
    # A role that was taken away takes its scopes with it.
    key, roles = found[0], frozenset(found[0]["roles"])
    return Actor(
        account_id=key["account_id"], name=key["name"], organization_id=key["organization_id"], roles=roles,
        scopes=frozenset(key["scopes"]) & scopes_of(roles), key_id=key["id"], expires_at=key["expires_at"],
    )  # fmt: skip


def add(
    actor: Actor, account_id: str, *, name: str | None, scopes: Sequence[str] | None, expires_at: datetime | None
) -> Minted:
    """Mint a key for an account; its scopes are all that the account's roles allow, or fewer."""
    permit(actor, "key.add")
    with recording(actor) as record:
        account = finding.find(Account, actor, account_id, lock=True)
        _refuse_inactive(account)
        _refuse_past(expires_at)
        minted = mint(account, name=name, scopes=scopes, expires_at=expires_at)
        record("key.minted", minted.key)
    return minted


def page(actor: Actor, account_id: str, window: paging.Window) -> paging.Page:
    """Return a page of an account's keys, newest first, without their secrets."""
    permit(actor, "key.read")
    finding.find(Account, actor, account_id)
    statement = select(ApiKey).where(ApiKey.account_id == account_id)
    return paging.page(statement, paging.Order(column=ApiKey.created_at, tie=ApiKey.id), window)


def find(actor: Actor, key_id: str) -> ApiKey:
    """Return a key, without its secret."""
    permit(actor, "key.read")
    return finding.find(ApiKey, actor, key_id)


def list_of(actor: Actor, organization_id: str) -> Sequence[ApiKey]:
    """Return all keys of an organization, oldest first and without their secrets; for the operator alone."""
    permit(actor, "installation.operate")
    statement = select(ApiKey).where(ApiKey.organization_id == organization_id).order_by(ApiKey.created_at, ApiKey.id)
    return db.session().execute(statement).scalars().all()


def revoke(actor: Actor, key_id: str, *, expected: Expected) -> ApiKey:
    """Make a key useless from now on."""
    permit(actor, "key.revoke")
    with recording(actor) as record:
        key = finding.at(ApiKey, actor, key_id, expected=expected)
        if key.revoked_at is not None:
            raise Conflict(reason="The key is revoked already")
        key.revoked_at = clock.now()
        record("key.revoked", key)
    return key


def rotate(actor: Actor, key_id: str) -> Minted:
    """Mint a key in place of another, which stays good for another day."""
    permit(actor, "key.rotate")
    with recording(actor) as record:
        old = finding.find(ApiKey, actor, key_id, lock=True)
        _refuse_useless(old)
        account = finding.find(Account, actor, old.account_id)
        _refuse_inactive(account)
        kept = scopes_of(account.roles).intersection(old.scopes)
        minted = mint(account, name=old.name, scopes=sorted(kept), expires_at=old.expires_at)
        end = clock.now() + OVERLAP
        old.expires_at = min(old.expires_at, end) if old.expires_at else end
        old.rotated_to_id = minted.key.id
        record("key.minted", minted.key)
        record("key.rotated", old)
    return minted


def mint(
    account: Account, *, name: str | None, scopes: Sequence[str] | None = None, expires_at: datetime | None = None
) -> Minted:
    """Add a key's row inside a deed; raises Inconsistent for a scope that the account's roles do not allow."""
    allowed = scopes_of(account.roles)
    wanted = sorted(allowed if scopes is None else set(scopes))
    beyond = [
        fault("/scopes", "not-allowed", f"The account's roles do not allow {s}.") for s in wanted if s not in allowed
    ]
    if beyond:
        raise Inconsistent(errors=beyond)
    token = tokens.mint()
    key = ApiKey(
        organization_id=account.organization_id, account_id=account.id, name=name, scopes=wanted,
        digest=token.digest, hint=token.hint, expires_at=expires_at,
    )  # fmt: skip
    db.session().add(key)
    db.session().flush()
    return Minted(key, token.secret)


def _refuse_inactive(account: Account) -> None:
    if not account.active:
        raise Conflict(reason="The account is not active")


def _refuse_useless(key: ApiKey) -> None:
    if key.revoked_at is not None or key.rotated_to_id is not None:
        raise Conflict(reason="The key is revoked or rotated already")
    if key.expires_at is not None and key.expires_at <= clock.now():
        raise Conflict(reason="The key has expired")


def _refuse_past(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= clock.now():
        raise Inconsistent(errors=[fault("/expires_at", "past", "Must be in the future.")])
