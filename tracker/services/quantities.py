"""Quantities: the numbers in a claim; part of the claim in the log."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain import bounds, workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Inconsistent, NotFound
from tracker.lib.ids import new_id
from tracker.lib.merge_patch import merged
from tracker.models import Claim, Quantity, db
from tracker.models.base import columns_of
from tracker.models.session import insert_new
from tracker.services import finding
from tracker.services.claim_parts import claim_of, editable
from tracker.services.finding import Expected
from tracker.services.recording import recording

FIELDS = (
    "metric", "definition", "kind", "comparator", "value", "lower", "upper", "unit", "place", "population", "hedge",
    "wording",
)  # fmt: skip


def add(actor: Actor, claim_id: str, fields: Mapping[str, Any]) -> Quantity:
    """Record a number in a claim."""
    permit(actor, "quantity.add")
    with recording(actor) as record:
        claim = editable(actor, claim_id)
        workflow.refuse_merged("add a quantity", claim.state, into=claim.merged_into_id)
        quantity = _made(claim, fields)
        insert_new(db.session(), quantity)
        record("claim.quantity_added", claim)
    return quantity


def page(actor: Actor, claim_id: str) -> Sequence[Quantity]:
    """Return a claim's quantities in the order they were recorded."""
    permit(actor, "claim.read")
    finding.find(Claim, actor, claim_id)
    return (
        db.session()
        .execute(select(Quantity).where(Quantity.claim_id == claim_id).order_by(Quantity.id))
        .scalars()
        .all()
    )


def find(actor: Actor, claim_id: str, quantity_id: str) -> Quantity:
    """Return one quantity of a claim."""
    permit(actor, "claim.read")
    return _of(finding.find(Claim, actor, claim_id), quantity_id)


def update(actor: Actor, place: tuple[str, str], changes: Mapping[str, Any], *, expected: Expected) -> Quantity:
    """Change a quantity by a merge patch; `place` is the claim's id and its own."""
    permit(actor, "quantity.update")
    claim_id, quantity_id = place
    with recording(actor) as record:
        claim = claim_of(actor, claim_id)
        quantity = _at(claim, quantity_id, expected)
        editable(actor, claim_id)
        before = columns_of(quantity)
        finding.assign(quantity, changes, FIELDS)
        if "period" in changes:
            quantity.period = merged(quantity.period, changes["period"])
        refuse_impossible(quantity)
        if columns_of(quantity) != before:
            quantity.version += 1
        record("claim.quantity_updated", claim)
    return quantity


def remove(actor: Actor, claim_id: str, quantity_id: str, *, expected: Expected) -> None:
    """Take a quantity away; the log keeps what it was."""
    permit(actor, "quantity.remove")
    with recording(actor) as record:
        claim = claim_of(actor, claim_id)
        quantity = _at(claim, quantity_id, expected)
        editable(actor, claim_id)
        db.session().delete(quantity)
        record("claim.quantity_removed", claim)


def given_with(claim: Claim, given: Sequence[Mapping[str, Any]]) -> list[Quantity]:
    """Return the quantities that came with a new claim, to be inserted after it."""
    return [_made(claim, fields, pointer=f"/quantities/{n}") for n, fields in enumerate(given)]


def refuse_impossible(measure: Any, *, pointer: str = "") -> None:
    """Raise Inconsistent for a measure without a number, or with ends that are in no order."""
    figure = {name: getattr(measure, name) for name in ("comparator", "value", "lower", "upper", "period")}
    found = list(bounds.faults(figure, pointer=pointer))
    if found:
        raise Inconsistent(errors=found)


def _made(claim: Claim, fields: Mapping[str, Any], *, pointer: str = "") -> Quantity:
    given = {name: fields[name] for name in FIELDS if fields.get(name) is not None}
    quantity = Quantity(id=new_id(), claim_id=claim.id, period=fields.get("period"), **given)
    refuse_impossible(quantity, pointer=pointer)
    return quantity


def _at(claim: Claim, quantity_id: str, expected: Expected) -> Quantity:
    quantity = _of(claim, quantity_id)
    finding.check(quantity.version, expected)
    return quantity


def _of(claim: Claim, quantity_id: str) -> Quantity:
    statement = select(Quantity).where(Quantity.id == quantity_id, Quantity.claim_id == claim.id)
    quantity = db.session().execute(statement).scalar_one_or_none()
    if quantity is None:
        raise NotFound(kind="quantity")
    return quantity
