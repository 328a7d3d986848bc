"""Rating scales: versions of one family, each frozen from the moment it is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain import ratings
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, Inconsistent
from tracker.lib.ids import new_id
from tracker.models import Label, Organization, Scale, db
from tracker.services import finding, organizations, paging
from tracker.services.recording import recording

FIELDS = ("kind", "name", "description", "methodology_url")
LABEL_FIELDS = ("name", "description", "numeric", "colour")
MOST_MEANINGS = 20


def add(actor: Actor, fields: Mapping[str, Any]) -> Scale:
    """Make a scale, or with `replaces` the next version of one; verdicts keep the version they pinned."""
    permit(actor, "scale.add")
    faults = ratings.faults(fields["kind"], fields["labels"])
    if faults:
        raise Inconsistent(errors=faults)
    with recording(actor) as record:
        family_id, number = new_id(), 1
        if fields.get("replaces"):
            old = finding.referred(Scale, actor, fields["replaces"], pointer="/replaces")
            family_id, number = old.family_id, _retire(actor, record, old)
        given = {name: fields.get(name) for name in FIELDS}
        scale = Scale(organization_id=actor.organization_id, family_id=family_id, number=number, current=True, **given)
        scale.labels = [_label(position, label) for position, label in enumerate(fields["labels"])]
        db.session().add(scale)
        db.session().flush()
        record("scale.added", scale)
    return scale


def find(actor: Actor, scale_id: str) -> Scale:
    """Return a scale version."""
    permit(actor, "scale.read")
    return finding.find(Scale, actor, scale_id)


def page(actor: Actor, window: paging.Window, *, slug: str | None, every: bool) -> paging.Page:
    """Return a page of an organization's scales, newest first: the caller's, or anyone's by its slug."""
    if slug is None:
        permit(actor, "scale.read")
    organization_id = actor.organization_id if slug is None else organizations.by_slug(slug).id
    statement = select(Scale).where(Scale.organization_id == organization_id)
    if not every:
        statement = statement.where(Scale.current)
    return paging.page(statement, paging.Order(column=Scale.created_at, tie=Scale.id), window)


def current(organization_id: str) -> Sequence[Scale]:
    """Return an organization's current scales, oldest first; they are public."""
    statement = select(Scale).where(Scale.organization_id == organization_id, Scale.current)
    return db.session().execute(statement.order_by(Scale.created_at, Scale.id)).scalars().all()


def meanings(key: str, organization_id: str | None) -> Sequence[tuple[Label, Organization]]:
    """Return what current scales say of a label's key, with whose they are: of one organization, or of each."""
    statement = (
        select(Label, Organization)
        .join(Scale, Scale.id == Label.scale_id)
        .join(Organization, Organization.id == Scale.organization_id)
        .where(Label.key_ == key, Scale.current)
        .order_by(Organization.name, Scale.created_at)
        .limit(MOST_MEANINGS)
    )
    if organization_id is not None:
        statement = statement.where(Scale.organization_id == organization_id)
    return [(label, owner) for label, owner in db.session().execute(statement)]


def _retire(actor: Actor, record: Any, old: Scale) -> int:
    locked = finding.find(Scale, actor, old.id, lock=True)
    if not locked.current:
        raise Conflict(reason="This version was replaced already; replace the newest one")
    locked.current = False
    record("scale.replaced", locked)
    db.session().flush()
    return locked.number + 1


def _label(position: int, fields: Mapping[str, Any]) -> Label:
    given = {name: fields.get(name) for name in LABEL_FIELDS}
    return Label(
        key_=fields["key"], position=position, off_scale=bool(fields.get("off_scale")), class_=fields.get("class_"),
        locales=fields.get("locales") or {}, **given,
    )  # fmt: skip
