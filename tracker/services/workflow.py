"""The steps of a claim, decided by the domain's table and written down with all that they change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.events import STEP_EVENTS
from tracker.domain.permissions import permit
from tracker.domain.workflow import DraftFacts, Move, Situation
from tracker.errors import ApprovalStale, Conflict
from tracker.lib import clock
from tracker.models import Account, Claim, Evidence, LogEntry, Verdict, VerdictEvidence, db
from tracker.services import claim_documents, claims, finding, history, paging, publications, snapshots, verdicts
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

EVENT_STEPS = {event: step for step, event in STEP_EVENTS.items()}


@dataclass(slots=True, kw_only=True)
class Taking:
    """One step on its way: who takes it, on what, and with which words."""

    actor: Actor
    record: Record
    claim: Claim
    verdict: Verdict | None
    move: Move
    public_url: str
    content: Mapping[str, Any] = field(default_factory=dict)


def take(actor: Actor, claim_id: str, move: Move, *, expected: Expected, public_url: str) -> Mapping[str, Any]:
    """Take a step, and return the claim as it is then.

    Raises, in this order: Forbidden; NotFound; PreconditionRequired or StaleRevision; IllegalStep or ApprovalStale;
    FourEyes or NotContributor; NeedNotMet or GateFailed.
    """
    permit(actor, f"step.{move.step}")
    with recording(actor) as record:
        claim = finding.at(Claim, actor, claim_id, expected=expected)
        verdict = verdicts.locked_at_hand(claim)
        situation = situation_of(actor, claim, verdict)
        taking = Taking(actor=actor, record=record, claim=claim, verdict=verdict, move=move, public_url=public_url)
        workflow.refuse_state(move.step, situation)
        if move.step == "publish":
            taking.content = _approved(taking)
        workflow.check(move.step, situation, move)
        claim.state = workflow.target(move.step, situation)
        claim.publication_status = workflow.publication_after(move.step, situation)
        EFFECTS.get(move.step, _nothing_more)(taking)
        record(STEP_EVENTS[move.step], claim, reason=move.reason or move.notice)
        db.session().flush()
        return claim_documents.one(actor, claim.id)


def taken(actor: Actor, claim_id: str, window: paging.Window) -> paging.Page:
    """Return a page of the steps taken on a claim, oldest first."""
    permit(actor, "claim.read")
    claim = finding.find(Claim, actor, claim_id)
    statement = select(LogEntry).where(LogEntry.object == claim.log_object, LogEntry.kind.in_(EVENT_STEPS))
    return paging.shown(paging.page(statement, history.ORDER, window), lambda entries: _steps(actor, entries))


def situation_of(actor: Actor, claim: Claim, verdict: Verdict | None) -> Situation:
    """Return what the workflow's rules ask about a claim and the one who would take a step on it."""
    return Situation(
        state=claim.state,
        publication_status=claim.publication_status,
        publications=claim.published_number,
        is_contributor=verdict is not None and verdicts.is_contributor(actor, verdict),
        is_assignee=verdicts.is_assignee(actor, claim.id),
        draft=None if verdict is None else _facts(verdict),
    )


def _facts(verdict: Verdict) -> DraftFacts:
    active = (
        select(Evidence.id)
        .join(VerdictEvidence, VerdictEvidence.evidence_id == Evidence.id)
        .where(VerdictEvidence.verdict_id == verdict.id, Evidence.withdrawn_at.is_(None))
    )
    return DraftFacts(
        has_label=bool(verdict.label),
        has_text=any(text.summary and text.rationale for text in verdict.texts),
        active_evidence_cited=len(db.session().execute(active).all()),
    )


def _approved(taking: Taking) -> Mapping[str, Any]:
    # Read once: a second look could find what somebody changed after the comparison.
    verdict = _at_hand(taking)
    content = snapshots.content(taking.claim, verdict)
    if snapshots.is_stale(taking.claim, verdict, content):
        raise ApprovalStale
    return content


def _nothing_more(_taking: Taking) -> None:
    """Leave it at the change of state."""


def _start(taking: Taking) -> None:
    wanted = taking.move.assignee_id or taking.actor.account_id
    if wanted is None:
        return
    finding.referred(Account, taking.actor, wanted, pointer="/assignee_id")
    mine = [assignee.account_id for assignee in taking.claim.assignees]
    claims.set_assignees(taking.actor, taking.claim, [*mine, wanted])


def _merge(taking: Taking) -> None:
    # Two claims merged into each other at once would each find the other unmerged.
    finding.in_turn(taking.actor)
    into = finding.referred(Claim, taking.actor, taking.move.into or "", pointer="/into")
    if into.id == taking.claim.id or into.state == "merged":
        raise Conflict(reason="A claim is merged into another one that is not merged itself")
    if into.state == "rejected":
        raise Conflict(reason="The claim to merge into is rejected: restore it first")
    taking.claim.merged_into_id = into.id


def _reject(taking: Taking) -> None:
    # Another claim may be merged into this one meanwhile.
    finding.in_turn(taking.actor)
    merged = select(Claim.id).where(Claim.merged_into_id == taking.claim.id, Claim.state == "merged").order_by(Claim.id)
    first = db.session().execute(merged.limit(1)).scalar_one_or_none()
    if first is not None:
        raise Conflict(reason=f"Others are merged into this claim, {first} among them: unmerge those first")


def _unmerge(taking: Taking) -> None:
    taking.claim.merged_into_id = None


def _submit(taking: Taking) -> None:
    _set_status(taking, "in_review", "verdict.submitted")


def _send_back(taking: Taking) -> None:
    verdict = _set_status(taking, "draft", "verdict.sent_back")
    verdict.approved_by_id = verdict.approved_at = verdict.approval_digest = None


def _approve(taking: Taking) -> None:
    verdict = _set_status(taking, "approved", "verdict.approved", approver=taking.actor.account_id)
    verdict.approved_by_id = taking.actor.account_id
    verdict.approved_at = clock.now()
    content = snapshots.content(taking.claim, verdict)
    verdict.approval_digest = snapshots.approval_digest(taking.claim, verdict, content)


def _publish(taking: Taking) -> None:
    verdict = _at_hand(taking)
    previous = verdicts.published(taking.claim)
    if previous is not None:
        previous.status = "superseded"
        taking.record("verdict.superseded", previous)
        db.session().flush()
    _set_status(taking, "published", "verdict.published", approver=verdict.approved_by_id)
    issue = publications.Issue(
        claim=taking.claim,
        verdict=verdict,
        content=taking.content,
        kind=taking.move.kind or "original",
        severity=taking.move.severity or "minor",
        notice=taking.move.notice,
        public_url=taking.public_url,
    )
    publications.publish(taking.actor, taking.record, issue)


def _retract(taking: Taking) -> None:
    _discard(taking)
    publications.retract(taking.actor, taking.record, taking.claim, notice=taking.move.notice or "",
                         public_url=taking.public_url)  # fmt: skip


def _reopen(taking: Taking) -> None:
    publications.mark(taking.record, taking.claim, public_url=taking.public_url)


def _conclude(taking: Taking) -> None:
    _discard(taking)
    publications.mark(taking.record, taking.claim, public_url=taking.public_url)


def _discard(taking: Taking) -> None:
    if taking.verdict is not None:
        _set_status(taking, "discarded", "verdict.discarded")


def _at_hand(taking: Taking) -> Verdict:
    assert taking.verdict is not None  # noqa: S101  # the workflow's table lets no such step through without one
    return taking.verdict


def _set_status(taking: Taking, status: str, event: str, *, approver: str | None = None) -> Verdict:
    verdict = _at_hand(taking)
    verdict.status = status
    taking.record(event, verdict, reason=taking.move.reason, approver=approver)
    return verdict


EFFECTS: Mapping[str, Callable[[Taking], None]] = {
    "reject": _reject,
    "start": _start,
    "merge": _merge,
    "unmerge": _unmerge,
    "submit": _submit,
    "send_back": _send_back,
    "approve": _approve,
    "publish": _publish,
    "retract": _retract,
    "reopen": _reopen,
    "conclude": _conclude,
}


def _steps(actor: Actor, entries: Sequence[LogEntry]) -> list[dict[str, Any]]:
    return [_step(view) for view in history.shown(actor, entries)]


def _step(view: Mapping[str, Any]) -> dict[str, Any]:
    state = view["changes"].get("state", {})
    shown = {name: view[name] for name in ("seq", "at", "reason", "actor")}
    return shown | {
        "step": EVENT_STEPS[view["kind"]], "state_before": state.get("before"), "state_after": state.get("after"),
    }  # fmt: skip
