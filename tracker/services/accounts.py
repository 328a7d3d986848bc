"""Accounts: the people and machines of an organization."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict
from tracker.models import Account, db
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import recording

FIELDS = ("name", "email", "kind", "roles", "active")


def add(actor: Actor, organization_id: str, fields: Mapping[str, Any]) -> Account:
    """Add an account to an organization."""
    permit(actor, "account.add")
    with recording(actor) as record:
        account = Account(organization_id=organization_id, **fields)
        db.session().add(account)
        db.session().flush()
        record("account.added", account)
    return account


def find(actor: Actor, account_id: str) -> Account:
    """Return an account of the caller's organization."""
    permit(actor, "account.read")
    return finding.find(Account, actor, account_id)


def me(actor: Actor) -> Account:
    """Return the caller's own account."""
    permit(actor, "organization.read")
    return finding.find(Account, actor, actor.account_id or "")


def page(actor: Actor, window: paging.Window) -> paging.Page:
    """Return a page of the organization's accounts, newest first."""
    permit(actor, "account.read")
    statement = select(Account).where(Account.organization_id == actor.organization_id)
    return paging.page(statement, paging.Order(column=Account.created_at, tie=Account.id), window)


def list_of(actor: Actor, organization_id: str) -> Sequence[Account]:
    """Return all accounts of an organization, oldest first; for the operator alone."""
    permit(actor, "installation.operate")
    statement = (
        select(Account).where(Account.organization_id == organization_id).order_by(Account.created_at, Account.id)
    )
    return db.session().execute(statement).scalars().all()


def update(actor: Actor, account_id: str, changes: Mapping[str, Any], *, expected: Expected) -> Account:
    """Change an account by a merge patch; the last active admin stays one."""
    permit(actor, "account.update")
    with recording(actor) as record:
        account = finding.at(Account, actor, account_id, expected=expected)
        finding.assign(account, changes, FIELDS)
        db.session().flush()
        # Two admins who go at once would each find the other still there.
        finding.in_turn(actor)
        _refuse_no_admin(account.organization_id)
        record("account.updated", account)
    return account


def names(ids: set[str], *, within: str | None = None) -> Mapping[str, str]:
    """Return the names of accounts by their ids, those of one organization alone where it is given."""
    if not ids:
        return {}
    statement = select(Account.id, Account.name).where(Account.id.in_(ids))
    if within is not None:
        statement = statement.where(Account.organization_id == within)
    return {row.id: row.name for row in db.session().execute(statement)}


def person(account_id: str | None, people: Mapping[str, str]) -> Mapping[str, str] | None:
    """Return an account as other objects show it."""
    return None if account_id is None else {"id": account_id, "name": people.get(account_id, "")}


def _refuse_no_admin(organization_id: str) -> None:
    rows = db.session().execute(select(Account.roles).where(Account.organization_id == organization_id, Account.active))
    if not any("admin" in roles for (roles,) in rows):
        raise Conflict(reason="An organization keeps at least one active admin")
