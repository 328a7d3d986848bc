"""The caller, and the caller's organization."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.schemas.accounts import MeOut
from tracker.schemas.organizations import OrganizationOut, OrganizationPatch
from tracker.services import accounts, organizations
from tracker.services.finding import Expected

door = Door("organizations", __name__, description="The caller, and the caller's organization.")


@door.get("/me", answer=MeOut)
def show_me(actor: Actor) -> dict[str, Any]:
    """Show who the caller is: account, roles, scopes and organization."""
    organization = organizations.mine(actor)
    return {
        "account": accounts.me(actor),
        "roles": sorted(actor.roles),
        "scopes": sorted(actor.scopes),
        "organization": {"id": organization.id, "slug": organization.slug, "name": organization.name},
    }


@door.get("/organization", answer=OrganizationOut)
def show_organization(actor: Actor) -> Any:
    """Show the caller's organization."""
    return organizations.mine(actor)


@door.patch("/organization", body=OrganizationPatch, answer=OrganizationOut, example="organization_patch")
def update_organization(actor: Actor, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change the caller's organization: name, policies' addresses, gate policy."""
    return organizations.update(actor, body, expected=expected)
