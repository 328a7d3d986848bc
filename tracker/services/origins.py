"""Origins: where information truly comes from; that of protected sources only to their custodians."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, Inconsistent, NotFound, ReferenceNotFound, fault
from tracker.lib.ids import new_id
from tracker.models import Claimant, Origin, db
from tracker.models.session import insert_new
from tracker.services import finding, paging, source_views
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

FIELDS = ("name", "url", "description", "claimant_id")


def add(actor: Actor, fields: Mapping[str, Any]) -> Origin:
    """Add an origin; raises Conflict for a name in use."""
    permit(actor, "origin.add")
    with recording(actor) as record:
        _refuse_taken(actor, fields["name"])
        _refuse_unknown_claimant(actor, fields)
        return _made(actor, record, fields)


def find(actor: Actor, origin_id: str) -> Origin:
    """Return an origin of the caller's organization."""
    permit(actor, "origin.read")
    return _seen(actor, finding.find(Origin, actor, origin_id))


def page(actor: Actor, window: paging.Window) -> paging.Page:
    """Return a page of the organization's origins, newest first."""
    permit(actor, "origin.read")
    statement = select(Origin).where(
        Origin.organization_id == actor.organization_id, source_views.origins_known_to(actor)
    )
    return paging.page(statement, paging.Order(column=Origin.created_at, tie=Origin.id), window)


def update(actor: Actor, origin_id: str, changes: Mapping[str, Any], *, expected: Expected) -> Origin:
    """Change an origin by a merge patch."""
    permit(actor, "origin.update")
    with recording(actor) as record:
        origin = _seen(actor, finding.find(Origin, actor, origin_id, lock=True))
        finding.check(origin.version, expected)
        if changes.get("name", origin.name) != origin.name and not origin.protected:
            _refuse_taken(actor, changes["name"])
        _refuse_unknown_claimant(actor, changes)
        finding.assign(origin, changes, FIELDS)
        record("origin.updated", origin)
    return origin


def chosen(
    actor: Actor, record: Record, fields: Mapping[str, Any], *, pointer: str = "", protected: bool = False
) -> str | None:
    """Return the id of the origin that a body names by `origin_id` or inline `origin`, making it where it is new.

    One that is made for a protected source is protected as that is; what others name is what all know.
    """
    if fields.get("origin_id"):
        return _referred(actor, fields["origin_id"], pointer=f"{pointer}/origin_id", protected=protected).id
    inline = fields.get("origin")
    if inline is None:
        return None
    _refuse_unknown_claimant(actor, inline, f"{pointer}/origin")
    return (_known(actor, inline["name"]) or _made(actor, record, inline, protected=protected)).id


def _seen(actor: Actor, origin: Origin) -> Origin:
    if source_views.origins_hidden_from(actor, [origin.id]):
        raise NotFound(kind="origin")
    return origin


def _referred(actor: Actor, origin_id: str, *, pointer: str, protected: bool) -> Origin:
    origin = finding.referred(Origin, actor, origin_id, pointer=pointer)
    if not origin.protected:
        return origin
    if source_views.origins_hidden_from(actor, [origin.id]):
        raise ReferenceNotFound(errors=[finding.missing(Origin, pointer)])
    if not protected:
        detail = "Custodians alone know this origin: only a protected source may name it."
        raise Inconsistent(errors=[fault(pointer, "protected", detail)])
    return origin


def _made(actor: Actor, record: Record, fields: Mapping[str, Any], *, protected: bool = False) -> Origin:
    given = {name: fields.get(name) for name in FIELDS}
    origin = Origin(id=new_id(), organization_id=actor.organization_id, protected=protected or None, **given)
    insert_new(db.session(), origin)
    record("origin.added", origin)
    return origin


def _known(actor: Actor, name: str) -> Origin | None:
    found = _by_name(actor, name)
    # What is new to one deed may just have been added by another.
    return _by_name(actor, name) if found is None and finding.in_turn(actor) else found


def _by_name(actor: Actor, name: str) -> Origin | None:
    statement = select(Origin).where(
        Origin.organization_id == actor.organization_id, Origin.name == name, Origin.protected.is_(None)
    )
    return db.session().execute(statement).scalar_one_or_none()


def _refuse_taken(actor: Actor, name: str) -> None:
    if _known(actor, name) is not None:
        raise Conflict(reason="An origin has this name already")


def _refuse_unknown_claimant(actor: Actor, fields: Mapping[str, Any], pointer: str = "") -> None:
    if fields.get("claimant_id"):
        finding.referred(Claimant, actor, fields["claimant_id"], pointer=f"{pointer}/claimant_id")
