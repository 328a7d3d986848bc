"""Organizations: the outlets that check and publish."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import OPERATOR, Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, NotFound, ReferenceNotFound, UsageError, fault
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.lib.merge_patch import merged
from tracker.models import Account, Organization, db
from tracker.models.prepared import Prepared
from tracker.services import finding, keys
from tracker.services.finding import Expected
from tracker.services.keys import Minted
from tracker.services.recording import recording

FIELDS = ("name", "slug", "url", "logo_url", "languages", "time_zone", "policy")
_NAMES = Prepared(select(Organization.name).limit(2))


def add(slug: str, name: str, *, admin: str, settings: Mapping[str, Any]) -> tuple[Organization, Account, Minted]:
    """Make an organization with its first admin and a key for them; the command line does this, and no one else.

    `settings` may hold any of url, logo_url, languages, time_zone, policies and policy. Raises Conflict where the slug
    is in use.
    """
    permit(OPERATOR, "organization.add")
    with recording(OPERATOR) as record:
        if db.session().execute(select(Organization.id).where(Organization.slug == slug)).first():
            raise Conflict(reason=f"The slug {slug} is in use")
        _refuse_unknown_zone(settings)
        organization_id = new_id()
        defaults = {"languages": ["en"], "time_zone": "UTC", "policies": {}, "policy": "minimal"}
        organization = Organization(
            id=organization_id, organization_id=organization_id, slug=slug, name=name, **(defaults | dict(settings))
        )
        db.session().add(organization)
        db.session().flush()
        record("organization.added", organization)
        account = Account(organization_id=organization_id, name=admin, kind="person", roles=["admin"])
        db.session().add(account)
        db.session().flush()
        record("account.added", account)
        minted = keys.mint(account, name="first key")
        record("key.minted", minted.key)
    return organization, account, minted


def mine(actor: Actor) -> Organization:
    """Return the caller's organization."""
    permit(actor, "organization.read")
    return finding.find(Organization, actor, actor.organization_id or "")


def list_all(actor: Actor) -> Sequence[Organization]:
    """Return every organization of the installation, by name; for the operator alone."""
    permit(actor, "installation.operate")
    return db.session().execute(select(Organization).order_by(Organization.name, Organization.id)).scalars().all()


def chosen(actor: Actor, slug: str | None) -> Organization:
    """Return the organization of a slug, or the only one there is; raises UsageError where it takes a choice."""
    if slug is not None:
        return by_slug(slug)
    found = list_all(actor)
    if len(found) != 1:
        raise UsageError(f"There are {len(found)} organizations here: name one by its slug")
    return found[0]


def by_slug(slug: str) -> Organization:
    """Return the organization of a slug, or raise NotFound."""
    row = db.session().execute(select(Organization).where(Organization.slug == slug)).scalar_one_or_none()
    if row is None:
        raise NotFound(kind="organization")
    return row


def only_name() -> str | None:
    """Return the name of the organization whose installation this is, None where it is that of several."""
    rows = _NAMES.records()
    return rows[0]["name"] if len(rows) == 1 else None


def update(actor: Actor, changes: Mapping[str, Any], *, expected: Expected) -> Organization:
    """Change the caller's organization by a merge patch."""
    permit(actor, "organization.update")
    with recording(actor) as record:
        organization = finding.at(Organization, actor, actor.organization_id or "", expected=expected)
        _refuse_taken_slug(organization, changes.get("slug"))
        _refuse_unknown_zone(changes)
        finding.assign(organization, changes, FIELDS)
        if "policies" in changes:
            organization.policies = merged(organization.policies, changes["policies"]) or {}
        record("organization.updated", organization)
    return organization


def _refuse_unknown_zone(given: Mapping[str, Any]) -> None:
    if "time_zone" in given and not clock.is_time_zone(given["time_zone"]):
        raise ReferenceNotFound(errors=[fault("/time_zone", "not-found", "There is no such time zone.")])


def _refuse_taken_slug(organization: Organization, slug: str | None) -> None:
    taken = select(Organization.id).where(Organization.slug == slug, Organization.id != organization.id)
    if slug and db.session().execute(taken).first():
        raise Conflict(reason=f"The slug {slug} is in use")
