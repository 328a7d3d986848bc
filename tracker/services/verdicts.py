"""Verdicts: drafting them, with revisions, contributors and texts by language; waivers of gate rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import (
    Conflict,
    FourEyes,
    IllegalStep,
    Inconsistent,
    NotContributor,
    ReferenceNotFound,
    VerdictNotDraft,
    fault,
)
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.lib.merge_patch import merged
from tracker.models import (
    Claim,
    ClaimAssignee,
    Evidence,
    Label,
    Scale,
    Verdict,
    VerdictContributor,
    VerdictEvidence,
    VerdictText,
    Waiver,
    db,
)  # fmt: skip
from tracker.models.verdicts import AT_HAND
from tracker.services import accounts, finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

View = dict[str, Any]
FIELDS = ("true_as_of", "review_by")
SHOWN = (
    "id", "version", "created_at", "updated_at", "claim_id", "scale_id", "label", "status", *FIELDS, "statements",
    "texts", "approved_at", "waivers",
)  # fmt: skip
TEXT_FIELDS = ("title", "claim_reviewed", "summary", "rationale")


def propose(actor: Actor, claim_id: str, fields: Mapping[str, Any]) -> View:
    """Draft a verdict on a claim; raises IllegalStep while another is at hand or the claim takes none."""
    permit(actor, "verdict.propose")
    with recording(actor) as record:
        claim = finding.find(Claim, actor, claim_id, lock=True)
        _refuse_second(claim)
        _refuse_unknown_label(actor, fields["scale_id"], fields["label"])
        verdict = Verdict(
            organization_id=actor.organization_id, claim_id=claim.id, proposed_by_id=actor.account_id, status="draft",
            scale_id=fields["scale_id"], label=fields["label"], statements=fields.get("statements") or {},
            **{name: fields.get(name) for name in FIELDS},
        )  # fmt: skip
        verdict.texts, verdict.cited, verdict.contributors, verdict.waivers = [], [], [], []
        db.session().add(verdict)
        db.session().flush()
        _write(actor, verdict, fields)
        record("verdict.proposed", verdict)
    return _view(verdict)


def find(actor: Actor, verdict_id: str) -> View:
    """Return a verdict."""
    permit(actor, "verdict.read")
    return _view(finding.find(Verdict, actor, verdict_id))


def page(actor: Actor, claim_id: str, window: paging.Window) -> paging.Page:
    """Return a page of a claim's verdicts, newest first."""
    permit(actor, "verdict.read")
    finding.find(Claim, actor, claim_id)
    statement = select(Verdict).where(Verdict.claim_id == claim_id)
    found = paging.page(statement, paging.Order(column=Verdict.created_at, tie=Verdict.id), window)
    return paging.shown(found, _views)


def revise(actor: Actor, verdict_id: str, changes: Mapping[str, Any], *, expected: Expected) -> View:
    """Change a draft by a merge patch; whoever does becomes a contributor and cannot approve it.

    Raises VerdictNotDraft from review on, IllegalStep where its claim is rejected or merged, and NotContributor for
    anyone but its contributors and the assignees.
    """
    permit(actor, "verdict.revise")
    with recording(actor) as record:
        claim = _locked_claim(actor, verdict_id)
        verdict = finding.at(Verdict, actor, verdict_id, expected=expected)
        _refuse_settled(claim, verdict)
        if not (is_contributor(actor, verdict) or is_assignee(actor, verdict.claim_id)):
            raise NotContributor(step="revise")
        _refuse_unknown_label(actor, changes.get("scale_id", verdict.scale_id), changes.get("label", verdict.label))
        finding.assign(verdict, changes, (*FIELDS, "scale_id", "label"))
        if "statements" in changes:
            verdict.statements = merged(verdict.statements, changes["statements"] or {})
        _write(actor, verdict, changes)
        record("verdict.revised", verdict)
    return _view(verdict)


def waive(actor: Actor, claim_id: str, *, rule: str, reason: str) -> Waiver:
    """Set a gate rule aside for the verdict at hand; raises FourEyes for whoever contributed to it."""
    permit(actor, "verdict.waive")
    with recording(actor) as record:
        claim = finding.find(Claim, actor, claim_id, lock=True)
        workflow.refuse_closed("waive", claim.state)
        verdict = locked_at_hand(claim)
        if verdict is None:
            raise IllegalStep(step="waive", state=claim.state, because="no verdict is at hand")
        if any(waiver.rule == rule for waiver in verdict.waivers):
            raise Conflict(reason="The rule is waived for this verdict already")
        if is_contributor(actor, verdict):
            raise FourEyes(step="waive")
        waiver = Waiver(id=new_id(), verdict_id=verdict.id, rule=rule, reason=reason, account_id=actor.account_id,
                        waived_at=clock.now())  # fmt: skip
        verdict.waivers.append(waiver)
        record("verdict.waived", verdict, reason=reason)
    return waiver


def waivers(actor: Actor, claim_id: str) -> Sequence[Waiver]:
    """Return the waivers for the verdict at hand."""
    permit(actor, "verdict.read")
    verdict = at_hand(finding.find(Claim, actor, claim_id))
    return verdict.waivers if verdict else []


def take_part(actor: Actor, record: Record, evidence_id: str) -> None:
    """Count whoever changes evidence among the contributors of a verdict in review that cites it, inside a deed.

    What is submitted is frozen but for its evidence, and nobody approves what they wrote.
    """
    cited = select(VerdictEvidence.verdict_id).where(VerdictEvidence.evidence_id == evidence_id)
    statement = select(Verdict).where(Verdict.id.in_(cited), Verdict.status == "in_review").with_for_update()
    verdict = db.session().execute(statement).scalar_one_or_none()
    if verdict is not None and actor.account_id and not is_contributor(actor, verdict):
        verdict.contributors.append(VerdictContributor(verdict_id=verdict.id, account_id=actor.account_id))
        record("verdict.revised", verdict)


def at_hand(claim: Claim) -> Verdict | None:
    """Return the claim's verdict that is draft, in review or approved, if there is one."""
    statement = select(Verdict).where(Verdict.claim_id == claim.id, Verdict.status.in_(AT_HAND))
    return db.session().execute(statement).scalar_one_or_none()


def locked_at_hand(claim: Claim) -> Verdict | None:
    """Return the verdict at hand, locked until the deed ends."""
    statement = select(Verdict).where(Verdict.claim_id == claim.id, Verdict.status.in_(AT_HAND)).with_for_update()
    return db.session().execute(statement).scalar_one_or_none()


def published(claim: Claim) -> Verdict | None:
    """Return the claim's verdict that is published, if there is one."""
    statement = select(Verdict).where(Verdict.claim_id == claim.id, Verdict.status == "published")
    return db.session().execute(statement).scalar_one_or_none()


def is_contributor(actor: Actor, verdict: Verdict) -> bool:
    """Whether the actor wrote a revision of the verdict."""
    return any(contributor.account_id == actor.account_id for contributor in verdict.contributors)


def is_assignee(actor: Actor, claim_id: str) -> bool:
    """Whether the actor works on the claim."""
    statement = select(ClaimAssignee.claim_id).where(
        ClaimAssignee.claim_id == claim_id, ClaimAssignee.account_id == actor.account_id
    )
    return db.session().execute(statement).first() is not None


def _view(verdict: Verdict) -> View:
    return _views([verdict])[0]


def _views(rows: Sequence[Verdict]) -> list[View]:
    ids = {c.account_id for verdict in rows for c in verdict.contributors} | {
        verdict.approved_by_id for verdict in rows
    }
    people = accounts.names({account_id for account_id in ids if account_id})
    return [_shown(verdict, people) for verdict in rows]


def _shown(verdict: Verdict, people: Mapping[str, str]) -> View:
    return {name: getattr(verdict, name) for name in SHOWN} | {
        "evidence_ids": [citation.evidence_id for citation in verdict.cited],
        "contributors": [accounts.person(c, people) for c in sorted(c.account_id for c in verdict.contributors)],
        "approved_by": accounts.person(verdict.approved_by_id, people),
    }


def _locked_claim(actor: Actor, verdict_id: str) -> Claim:
    # Steps lock the claim before its verdict; the same order here keeps two requests from waiting for each other.
    return finding.find(Claim, actor, finding.find(Verdict, actor, verdict_id).claim_id, lock=True)


def _refuse_settled(claim: Claim, verdict: Verdict) -> None:
    if verdict.status != "draft":
        raise VerdictNotDraft(status=verdict.status)
    workflow.refuse_closed("revise", claim.state)


def _refuse_second(claim: Claim) -> None:
    if claim.state not in workflow.DRAFTING_STATES:
        raise IllegalStep(step="propose", state=claim.state)
    if at_hand(claim) is not None:
        raise IllegalStep(step="propose", state=claim.state, because="a verdict is at hand already")


def _refuse_unknown_label(actor: Actor, scale_id: str, label: str) -> None:
    finding.referred(Scale, actor, scale_id, pointer="/scale_id")
    if db.session().execute(select(Label).where(Label.scale_id == scale_id, Label.key_ == label)).first() is None:
        raise ReferenceNotFound(errors=[fault("/label", "not-found", "The scale has no such label.")])


def _write(actor: Actor, verdict: Verdict, fields: Mapping[str, Any]) -> None:
    if "texts" in fields:
        _write_texts(verdict, fields["texts"] or [])
    if "evidence_ids" in fields:
        _cite(actor, verdict, fields["evidence_ids"] or [])
    if not is_contributor(actor, verdict) and actor.account_id:
        verdict.contributors.append(VerdictContributor(verdict_id=verdict.id, account_id=actor.account_id))


def _write_texts(verdict: Verdict, texts: Sequence[Mapping[str, Any]]) -> None:
    kept = {text.language: text for text in verdict.texts}
    written: list[VerdictText] = []
    for position, fields in enumerate(texts):
        language = fields["language"]
        if any(text.language == language for text in written):
            raise Inconsistent(errors=[fault(f"/texts/{position}/language", "twice", "One text a language.")])
        text = kept.get(language) or VerdictText(verdict_id=verdict.id, language=language)
        finding.assign(text, {name: fields.get(name) for name in TEXT_FIELDS} | {"position": position},
                       (*TEXT_FIELDS, "position"))  # fmt: skip
        written.append(text)
    verdict.texts = written


def _cite(actor: Actor, verdict: Verdict, evidence_ids: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(evidence_ids))
    cited = finding.all_referred(Evidence, actor, wanted, pointer="/evidence_ids")
    foreign = [
        fault(f"/evidence_ids/{n}", "not-found", "This is evidence of another claim.")
        for n, evidence in enumerate(cited)
        if evidence.claim_id != verdict.claim_id
    ]
    if foreign:
        raise ReferenceNotFound(errors=foreign)
    kept = {citation.evidence_id: citation for citation in verdict.cited}
    verdict.cited = [
        kept.get(i) or VerdictEvidence(verdict_id=verdict.id, evidence_id=i, position=n) for n, i in enumerate(wanted)
    ]
    for position, citation in enumerate(verdict.cited):
        finding.assign(citation, {"position": position}, ("position",))
