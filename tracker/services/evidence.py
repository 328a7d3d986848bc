"""Evidence: what sources show about a claim, and what they measured."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, ReferenceNotFound, fault
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.models import Capture, Claim, Evidence, Observation, db
from tracker.models.base import columns_of
from tracker.services import accounts, finding, origins, paging, source_views, sources, verdicts
from tracker.services.claim_parts import changed_locator
from tracker.services.finding import Expected
from tracker.services.quantities import FIELDS as MEASURE_FIELDS
from tracker.services.quantities import refuse_impossible
from tracker.services.recording import recording

View = dict[str, Any]
FIELDS = ("stance", "excerpt", "note")
SHOWN = (
    "id", "version", "created_at", "updated_at", "claim_id", "source_id", *FIELDS, "locator", "capture_id", "origin_id",
    "observations", "withdrawn_at", "withdrawal_reason",
)  # fmt: skip


def add(actor: Actor, claim_id: str, fields: Mapping[str, Any]) -> View:
    """Attach evidence to a claim, with source and observations; raises IllegalStep for a rejected or merged claim."""
    permit(actor, "evidence.add")
    with recording(actor) as record:
        claim = finding.find(Claim, actor, claim_id, lock=True)
        workflow.refuse_closed("attach evidence", claim.state)
        source_id = sources.chosen(actor, record, fields)
        evidence = Evidence(
            organization_id=actor.organization_id, claim_id=claim.id, source_id=source_id, account_id=actor.account_id,
            origin_id=origins.chosen(actor, record, fields), locator=fields.get("locator"),
            capture_id=_capture(source_id, fields.get("capture_id")), **{name: fields.get(name) for name in FIELDS},
        )  # fmt: skip
        evidence.observations = []
        db.session().add(evidence)
        db.session().flush()
        for n, observation in enumerate(fields.get("observations") or []):
            _observed(evidence, observation, pointer=f"/observations/{n}")
        record("evidence.added", evidence)
    return _view(actor, evidence)


def find(actor: Actor, evidence_id: str) -> View:
    """Return a piece of evidence."""
    permit(actor, "evidence.read")
    return _view(actor, finding.find(Evidence, actor, evidence_id))


def page(actor: Actor, claim_id: str, window: paging.Window, *, stance: Sequence[str] | None = None) -> paging.Page:
    """Return a page of a claim's evidence, newest first."""
    permit(actor, "evidence.read")
    finding.find(Claim, actor, claim_id)
    statement = select(Evidence).where(Evidence.claim_id == claim_id)
    if stance:
        statement = statement.where(Evidence.stance.in_(stance))
    found = paging.page(statement, paging.Order(column=Evidence.created_at, tie=Evidence.id), window)
    return paging.shown(found, lambda rows: _views(actor, rows))


def update(actor: Actor, evidence_id: str, changes: Mapping[str, Any], *, expected: Expected) -> View:
    """Change evidence by a merge patch; an approval that pinned it is stale from then on.

    Whoever changes what a verdict in review cites becomes a contributor of that and cannot approve it.
    """
    permit(actor, "evidence.update")
    with recording(actor) as record:
        evidence = finding.at(Evidence, actor, evidence_id, expected=expected)
        _refuse_withdrawn(evidence)
        before = columns_of(evidence)
        finding.assign(evidence, changes, FIELDS)
        if "source_id" in changes or "source" in changes:
            evidence.source_id = sources.chosen(actor, record, changes)
        if "origin_id" in changes or "origin" in changes:
            evidence.origin_id = origins.chosen(actor, record, changes)
        if "locator" in changes:
            evidence.locator = changed_locator(evidence.locator, changes["locator"])
        wanted = changes.get("capture_id", evidence.capture_id)
        evidence.capture_id = _capture(evidence.source_id, wanted)
        if columns_of(evidence) != before:
            record("evidence.updated", evidence)
            verdicts.take_part(actor, record, evidence.id)
    return _view(actor, evidence)


def withdraw(actor: Actor, evidence_id: str, *, reason: str) -> View:
    """Strike evidence out: it stays visible and no longer counts."""
    permit(actor, "evidence.withdraw")
    with recording(actor) as record:
        evidence = finding.find(Evidence, actor, evidence_id, lock=True)
        _refuse_withdrawn(evidence)
        evidence.withdrawn_at = clock.now()
        evidence.withdrawal_reason = reason
        record("evidence.withdrawn", evidence, reason=reason)
        verdicts.take_part(actor, record, evidence.id)
    return _view(actor, evidence)


def observe(actor: Actor, evidence_id: str, fields: Mapping[str, Any]) -> Observation:
    """Add a measured quantity to evidence; a revised figure names the one it supersedes."""
    permit(actor, "evidence.observe")
    with recording(actor) as record:
        evidence = finding.find(Evidence, actor, evidence_id, lock=True)
        _refuse_withdrawn(evidence)
        observation = _observed(evidence, fields)
        record("evidence.observed", evidence)
        verdicts.take_part(actor, record, evidence.id)
    return observation


def _view(actor: Actor, evidence: Evidence) -> View:
    return _views(actor, [evidence])[0]


def _views(actor: Actor, rows: Sequence[Evidence]) -> list[View]:
    shown = source_views.by_id(actor, [evidence.source_id for evidence in rows])
    people = accounts.names({evidence.account_id for evidence in rows if evidence.account_id})
    return [
        {name: getattr(evidence, name) for name in SHOWN}
        | {"source": shown[evidence.source_id], "created_by": accounts.person(evidence.account_id, people)}
        for evidence in rows
    ]


def _observed(evidence: Evidence, fields: Mapping[str, Any], *, pointer: str = "") -> Observation:
    old = fields.get("supersedes_id")
    if old is not None and old not in {observation.id for observation in evidence.observations}:
        detail = "There is no such observation of this evidence."
        raise ReferenceNotFound(errors=[fault(f"{pointer}/supersedes_id", "not-found", detail)])
    names = (*MEASURE_FIELDS, "period", "method", "margin", "released_on", "supersedes_id")
    given = {name: fields[name] for name in names if fields.get(name) is not None}
    observation = Observation(id=new_id(), evidence_id=evidence.id, **given)
    refuse_impossible(observation, pointer=pointer)
    evidence.observations.append(observation)
    db.session().flush()
    return observation


def _capture(source_id: str, capture_id: str | None) -> str | None:
    if capture_id is None:
        return None
    statement = select(Capture.id).where(Capture.id == capture_id, Capture.source_id == source_id)
    if db.session().execute(statement).first() is None:
        detail = "There is no such capture of this source."
        raise ReferenceNotFound(errors=[{"pointer": "/capture_id", "code": "not-found", "detail": detail}])
    return capture_id


def _refuse_withdrawn(evidence: Evidence) -> None:
    if evidence.withdrawn_at is not None:
        raise Conflict(reason="The evidence is withdrawn")
