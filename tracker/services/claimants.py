"""Claimants: who makes claims, each known once within an organization."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict
from tracker.lib import urls
from tracker.models import Claimant, ClaimantLink, db
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

FIELDS = ("name", "kind", "description")


def add(actor: Actor, fields: Mapping[str, Any]) -> Claimant:
    """Add a claimant; raises Conflict when one of its links names another already."""
    permit(actor, "claimant.add")
    with recording(actor) as record:
        finding.in_turn(actor)
        known = _by_links(actor, fields.get("same_as") or [])
        if known is not None:
            raise Conflict(reason=f"Another claimant has one of these links: {known.id}")
        return made(actor, record, fields)


def find(actor: Actor, claimant_id: str) -> Claimant:
    """Return a claimant of the caller's organization."""
    permit(actor, "claimant.read")
    return finding.find(Claimant, actor, claimant_id)


def page(actor: Actor, window: paging.Window, *, name: str | None = None) -> paging.Page:
    """Return a page of the organization's claimants, newest first."""
    permit(actor, "claimant.read")
    statement = select(Claimant).where(Claimant.organization_id == actor.organization_id)
    if name is not None:
        statement = statement.where(Claimant.name == name)
    return paging.page(statement, paging.Order(column=Claimant.created_at, tie=Claimant.id), window)


def update(actor: Actor, claimant_id: str, changes: Mapping[str, Any], *, expected: Expected) -> Claimant:
    """Change a claimant by a merge patch; what was published stays as it was."""
    permit(actor, "claimant.update")
    with recording(actor) as record:
        claimant = finding.at(Claimant, actor, claimant_id, expected=expected)
        finding.assign(claimant, changes, FIELDS)
        if "same_as" in changes:
            _relink(actor, claimant, changes["same_as"] or [])
        record("claimant.updated", claimant)
    return claimant


def chosen(actor: Actor, record: Record, fields: Mapping[str, Any], *, pointer: str = "") -> Claimant | None:
    """Return the claimant that a body names by `claimant_id` or inline `claimant`, making it where it is new."""
    if fields.get("claimant_id"):
        return finding.referred(Claimant, actor, fields["claimant_id"], pointer=f"{pointer}/claimant_id")
    inline = fields.get("claimant")
    if inline is None:
        return None
    return _known(actor, inline) or made(actor, record, inline)


def made(actor: Actor, record: Record, fields: Mapping[str, Any]) -> Claimant:
    """Add a claimant's rows inside a deed."""
    claimant = Claimant(
        organization_id=actor.organization_id,
        name=fields["name"],
        kind=fields["kind"],
        description=fields.get("description"),
    )
    db.session().add(claimant)
    db.session().flush()
    claimant.links = _links(claimant, fields.get("same_as") or [])
    record("claimant.added", claimant)
    return claimant


def _known(actor: Actor, inline: Mapping[str, Any]) -> Claimant | None:
    found = _named(actor, inline)
    # Who is new to one deed may just have been added by another.
    return _named(actor, inline) if found is None and finding.in_turn(actor) else found


def _named(actor: Actor, inline: Mapping[str, Any]) -> Claimant | None:
    return _by_links(actor, inline.get("same_as") or []) or _by_name(actor, inline)


def _by_links(actor: Actor, links: Sequence[str]) -> Claimant | None:
    if not links:
        return None
    statement = (
        select(Claimant)
        .join(ClaimantLink, ClaimantLink.claimant_id == Claimant.id)
        .where(
            ClaimantLink.organization_id == actor.organization_id,
            ClaimantLink.url_digest.in_([urls.digest(url) for url in links]),
        )
        .order_by(Claimant.id)
    )
    return db.session().execute(statement).scalars().first()


def _by_name(actor: Actor, inline: Mapping[str, Any]) -> Claimant | None:
    statement = (
        select(Claimant)
        .where(
            Claimant.organization_id == actor.organization_id,
            Claimant.name == inline["name"],
            Claimant.kind == inline["kind"],
        )
        .order_by(Claimant.id)
        .options(lazyload(Claimant.links))
    )
    found = db.session().execute(statement).scalars().all()
    # Two people may share a name: links that differ say that they are two.
    alike = [claimant for claimant in found if not (inline.get("same_as") and claimant.same_as)]
    return alike[0] if alike else None


def _relink(actor: Actor, claimant: Claimant, links: Sequence[str]) -> None:
    finding.in_turn(actor)
    other = _by_links(actor, [url for url in links if url not in claimant.same_as])
    if other is not None and other.id != claimant.id:
        raise Conflict(reason=f"Another claimant has one of these links: {other.id}")
    if list(links) != claimant.same_as:
        # The old rows have to be gone before: a link may change its place.
        claimant.links = []
        db.session().flush()
        claimant.links = _links(claimant, links)


def _links(claimant: Claimant, links: Sequence[str]) -> list[ClaimantLink]:
    # Two spellings of one address are one link.
    unique = {urls.digest(url): url for url in reversed(links)}
    return [
        ClaimantLink(
            claimant_id=claimant.id,
            organization_id=claimant.organization_id,
            url=url,
            url_digest=digest,
            position=position,
        )
        for position, (digest, url) in enumerate(reversed(unique.items()))
    ]
