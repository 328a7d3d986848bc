"""Publications: the gate, the frozen snapshot, and the numbered row; and finding them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker.domain import gates
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.domain.snapshots import TRANSLATED, added_languages
from tracker.errors import GateFailed, NotFound, fault
from tracker.formats import claimreview, claimreview_rules
from tracker.lib import clock
from tracker.models import Claim, Organization, Publication, Verdict, db
from tracker.services import comparisons, external_checks, finding, paging, renderings, snapshots, verdicts
from tracker.services.recording import Record

View = dict[str, Any]
ORDER = paging.Order(column=Publication.number, tie=Publication.number, descending=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What is about to be published, and how."""

    claim: Claim
    verdict: Verdict
    content: Mapping[str, Any]
    kind: str
    severity: str
    notice: str | None
    public_url: str
    approval_is_stale: bool = False


def publishability(actor: Actor, claim_id: str, *, public_url: str) -> Mapping[str, Any]:
    """Return what the gate would say now of the verdict at hand, or raise NotFound where there is none.

    `conflicts` are remarks on numbers that do not go together with the verdict; the gate asks for nothing about them.
    """
    permit(actor, "verdict.read")
    claim = finding.find(Claim, actor, claim_id)
    verdict = verdicts.at_hand(claim)
    if verdict is None:
        raise NotFound(kind="verdict at hand")
    content = snapshots.content(claim, verdict)
    issue = Issue(claim=claim, verdict=verdict, content=content, kind="original", severity="minor", notice=None,
                  public_url=public_url, approval_is_stale=snapshots.is_stale(claim, verdict, content))  # fmt: skip
    return _report(issue, _snapshot(issue, clock.now())) | {"conflicts": comparisons.conflicts(claim)}


def page(claim_id: str, window: paging.Window) -> paging.Page:
    """Return a page of a check's publications, oldest first; they are public. Raises NotFound where there are none."""
    statement = select(Publication).where(Publication.claim_id == claim_id)
    found = paging.page(statement, ORDER, window)
    if not found.items and window.cursor is None:
        raise NotFound(kind="published check")
    return found


def find(claim_id: str, number: int) -> Publication:
    """Return one publication of a check by its number; it is public."""
    statement = select(Publication).where(Publication.claim_id == claim_id, Publication.number == number)
    row = db.session().execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound(kind="publication")
    return row


def publish(actor: Actor, record: Record, issue: Issue) -> Publication:
    """Pass the gate, freeze what is shown and number it, inside a deed; raises GateFailed with each rule that fails."""
    now = clock.now()
    snapshot = _snapshot(issue, now)
    report = _report(issue, snapshot)
    if not report["publishable"]:
        raise GateFailed(policy=report["policy"], errors=_failures(report))
    claim = issue.claim
    claim.published_number += 1
    claim.first_published_at = claim.first_published_at or now
    claim.published_label = snapshot["verdict"]["label"]["key"]
    claim.published_class = snapshot["verdict"]["label"]["class"]
    claim.review_by = issue.verdict.review_by
    return _freeze(actor, record, issue, snapshot=snapshot | {"gate": report})


def retract(actor: Actor, record: Record, claim: Claim, *, notice: str, public_url: str) -> Publication:
    """Publish the retraction of what stands, inside a deed: a tombstone that keeps all that was shown."""
    last = find(claim.id, claim.published_number)
    verdict = db.session().get_one(Verdict, last.verdict_id)
    issue = Issue(claim=claim, verdict=verdict, content=last.snapshot, kind="retraction", severity="major",
                  notice=notice, public_url=public_url)  # fmt: skip
    claim.published_number += 1
    claim.review_by = None
    stood = {name: value for name, value in last.snapshot.items() if name != TRANSLATED}
    snapshot = stood | _heading(issue, clock.now())
    return _freeze(actor, record, issue, snapshot=snapshot | {"label_before": last.snapshot["label_after"]})


def reissue(
    actor: Actor, record: Record, claim: Claim, *, verdict: Verdict, content: View, gate: View, public_url: str
) -> Publication:
    """Publish an imported check again as its archive has it now, past the gate, inside a deed."""
    issue = Issue(claim=claim, verdict=verdict, content=content, kind="imported",
                  severity="minor", notice=None, public_url=public_url)  # fmt: skip
    snapshot = _snapshot(issue, clock.now())
    claim.published_number += 1
    claim.published_label = snapshot["verdict"]["label"]["key"]
    claim.published_class = snapshot["verdict"]["label"]["class"]
    return _freeze(actor, record, issue, snapshot=snapshot | {"gate": gate})


def mark(record: Record, claim: Claim, *, public_url: str) -> None:
    """Let the public documents, and whoever refers to the check, say where it stands now, inside a deed."""
    claim.public_changed_at = clock.now()
    db.session().flush()
    external_checks.follow(record, claim)
    renderings.renew(claim, public_url=public_url)


def _freeze(actor: Actor, record: Record, issue: Issue, *, snapshot: View) -> Publication:
    publication = Publication(
        organization_id=issue.claim.organization_id, claim_id=issue.claim.id, verdict_id=issue.verdict.id,
        number=issue.claim.published_number, kind=issue.kind, severity=snapshot["severity"], notice=issue.notice,
        published_at=clock.from_text(snapshot["published_at"]), published_by_id=actor.account_id, snapshot=snapshot,
    )  # fmt: skip
    db.session().add(publication)
    record(f"publication.{'retracted' if issue.kind == 'retraction' else 'issued'}", publication, reason=issue.notice)
    mark(record, issue.claim, public_url=issue.public_url)
    return publication


def _snapshot(issue: Issue, now: Any) -> View:
    label = {name: issue.content["verdict"]["label"][name] for name in ("key", "name")}
    before = _last(issue.claim)
    heading = _heading(issue, now, ahead=1)
    return {
        **issue.content, **heading, "label_after": label, "label_before": before["label_after"] if before else None,
        "gate": None, **_translation(issue, before),
    }  # fmt: skip


def _translation(issue: Issue, before: View | None) -> View:
    added = added_languages(before, issue.content) if before and issue.kind == "update" else []
    return {TRANSLATED: added} if added else {}


def _heading(issue: Issue, now: Any, *, ahead: int = 0) -> View:
    claim = issue.claim
    # An import issues several in one deed, of which the earlier may not have been written yet.
    db.session().flush()
    return {
        "check_id": claim.id,
        "number": claim.published_number + ahead,
        "kind": issue.kind,
        "severity": None if issue.kind in {"original", "imported"} else issue.severity,
        "notice": issue.notice,
        "published_at": clock.to_text(now),
        "first_published_at": clock.to_text(claim.first_published_at or now),
        "earlier": renderings.publications(claim.id),
    }


def _last(claim: Claim) -> View | None:
    return find(claim.id, claim.published_number).snapshot if claim.published_number else None


def _report(issue: Issue, snapshot: View) -> View:
    organization = db.session().get_one(Organization, issue.claim.organization_id)
    standing = renderings.standing(issue.claim)
    hosts = [host for url in (organization.url, issue.public_url) if url and (host := urlsplit(url).hostname)]
    faults = [
        error
        for language in _languages(snapshot)
        for error in claimreview_rules.errors(
            claimreview.document(snapshot, standing, language=language, public_url=issue.public_url), site_hosts=hosts
        )
    ]
    dossier = snapshot | {"outreach_count": snapshots.outreach_count(issue.claim), "site_hosts": hosts,
                          "claimreview_errors": faults, "approval_is_stale": issue.approval_is_stale}  # fmt: skip
    waivers = {
        waiver.rule: {"reason": waiver.reason, "by": snapshots.person(waiver.account_id)}
        for waiver in issue.verdict.waivers
    }
    return gates.report(organization.policy, dossier, waivers)


def _languages(snapshot: View) -> Sequence[str]:
    return [text["language"] for text in snapshot["verdict"]["texts"]]


def _failures(report: View) -> list[Any]:
    failed = [rule for rule in report["rules"] if rule["outcome"] == "fail"]
    return [fault(rule["pointer"] or "", rule["rule"], rule["detail"]) for rule in failed]
