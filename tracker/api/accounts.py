"""Accounts of the caller's organization, and minting keys for them."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.accounts import AccountIn, AccountOut, AccountPatch
from tracker.schemas.paging import PageQuery
from tracker.services import accounts
from tracker.services.finding import Expected

door = Door("accounts", __name__, description="People and machine clients of the organization; for admins.")


@door.get("/accounts", query=PageQuery, answer=list_of(AccountOut, "Accounts"), paged=True)
def list_accounts(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's accounts."""
    return paged(accounts.page(actor, window(query)))


@door.post("/accounts", body=AccountIn, answer=AccountOut, example="account")
def add_account(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Add an account."""
    return accounts.add(actor, actor.organization_id or "", body)


@door.get("/accounts/<account_id>", answer=AccountOut)
def show_account(actor: Actor, account_id: str) -> Any:
    """Show an account."""
    return accounts.find(actor, account_id)


@door.patch("/accounts/<account_id>", body=AccountPatch, answer=AccountOut, example="account_patch")
def update_account(actor: Actor, account_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change an account; `active: false` takes all its keys out of use."""
    return accounts.update(actor, account_id, body, expected=expected)
