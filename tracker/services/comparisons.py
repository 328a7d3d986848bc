"""Comparisons: each number of a claim against each that its evidence measured, now or as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tracker.domain import quantities
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.domain.quantities import Deviation
from tracker.models import Claim, Evidence, Label, Observation, Quantity, Verdict, db
from tracker.models.verdicts import AT_HAND
from tracker.services import finding, past, verdicts
from tracker.services.past import Given, Past, State
from tracker.services.quantities import FIELDS

View = dict[str, Any]
MEASURED = ("id", *FIELDS, "period")
OBSERVED = (*MEASURED, "method", "margin", "released_on", "supersedes_id")
EVIDENCE = ("/stance", "/withdrawn_at", "/observations/%")
VERDICT = ("/status", "/scale_id", "/label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is compared: a claim's numbers, its evidence with what each piece measured, and the verdict's class."""

    quantities: Sequence[View]
    evidence: Sequence[View]
    class_: str | None


def of(actor: Actor, claim_id: str) -> View:
    """Return the comparisons of a claim as it stands."""
    permit(actor, "claim.read")
    claim = finding.find(Claim, actor, claim_id)
    return _shown(_material(claim))


def as_of(actor: Actor, claim_id: str, *, given: Given) -> Past:
    """Return the comparisons of a claim as it was; raises NotFound where it was not made yet."""
    permit(actor, "claim.read")
    seq = past.place(given)
    claim = past.one(actor, "claim", claim_id, seq=seq)
    return Past(value=_shown(_past_material(claim, seq)), seq=seq)


def conflicts(claim: Claim) -> list[str]:
    """Return a sentence for each number that does not go together with the claim's verdict."""
    return list(dict.fromkeys(item["conflict"] for item in _shown(_material(claim))["items"] if item["conflict"]))


def compared(material: Material) -> Iterable[tuple[View, View, View]]:
    """Return each quantity with each observation, and the evidence that has it."""
    for quantity in material.quantities:
        for piece in material.evidence:
            yield from ((quantity, observation, piece) for observation in piece["observations"])


def _shown(material: Material) -> View:
    items = [_item(*found, class_=material.class_) for found in compared(material)]
    return {"class": material.class_, "items": items, "next": None}


def _item(quantity: View, observation: View, piece: View, *, class_: str | None) -> View:
    comparison = quantities.compare(quantity, observation)
    is_superseded = observation["id"] in {later["supersedes_id"] for later in piece["observations"]}
    counts = not is_superseded and piece["withdrawn_at"] is None
    return {
        "quantity": {name: quantity[name] for name in MEASURED},
        "observation": {name: observation[name] for name in OBSERVED},
        "evidence_id": piece["id"],
        "stance": piece["stance"],
        "superseded": is_superseded,
        "withdrawn": piece["withdrawn_at"] is not None,
        "comparable": comparison.comparable,
        "reasons": [{"reason": reason, "detail": detail} for reason, detail in comparison.reasons],
        "unstated": list(comparison.unstated),
        "deviation": comparison.deviation and _told(comparison.deviation),
        "conflict": quantities.conflict(comparison, class_) if counts else None,
    }


def _told(found: Deviation) -> View:
    # Exact decimals as text, never with an exponent.
    shown = {field.name: getattr(found, field.name) for field in fields(found)}
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in shown.items()}


def _material(claim: Claim) -> Material:
    session = db.session()
    counted = session.execute(select(Quantity).where(Quantity.claim_id == claim.id).order_by(Quantity.id)).scalars()
    pieces = session.execute(select(Evidence).where(Evidence.claim_id == claim.id).order_by(Evidence.id)).scalars()
    verdict = verdicts.at_hand(claim)
    return Material(
        quantities=[_columns(row, MEASURED) for row in counted],
        evidence=[_piece(row) for row in pieces],
        class_=_class(verdict.scale_id, verdict.label) if verdict else claim.published_class,
    )


def _piece(row: Evidence) -> View:
    measured = [_columns(observation, OBSERVED) for observation in row.observations]
    return {"id": row.id, "stance": row.stance, "withdrawn_at": row.withdrawn_at, "observations": measured}


def _columns(row: Quantity | Observation, names: Sequence[str]) -> View:
    return {name: getattr(row, name) for name in names}


def _past_material(claim: State, seq: int) -> Material:
    session = db.session()
    ids = session.execute(select(Evidence.id).where(Evidence.claim_id == claim.id).order_by(Evidence.id)).scalars()
    pieces = past.states([f"evidence/{evidence_id}" for evidence_id in ids], seq, names=EVIDENCE)
    drafts = session.execute(select(Verdict.id).where(Verdict.claim_id == claim.id)).scalars()
    known = past.states([f"verdict/{verdict_id}" for verdict_id in drafts], seq, names=VERDICT)
    verdict = next((state for state in known.values() if state.get("status") in AT_HAND), None)
    return Material(
        quantities=_parts(claim, "quantities"),
        evidence=[_past_piece(pieces[name]) for name in sorted(pieces)],
        class_=_class(verdict.get("scale_id"), verdict.get("label")) if verdict else claim.get("published_class"),
    )


def _past_piece(state: State) -> View:
    shown = {"id": state.id, "stance": state.get("stance"), "withdrawn_at": state.get("withdrawn_at")}
    return shown | {"observations": _parts(state, "observations")}


def _parts(state: State, collection: str) -> list[View]:
    return [part | {"id": key} for key, part in state.parts(collection).items()]


def _class(scale_id: str, label: str) -> str | None:
    statement = select(Label.class_).where(Label.scale_id == scale_id, Label.key_ == label)
    found: str | None = db.session().execute(statement).scalar()
    return found
