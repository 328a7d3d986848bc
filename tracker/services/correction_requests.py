"""Requests for a correction: anyone files one without an account, the organization decides it by a day that is set."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker.domain.actors import PUBLIC, Actor
from tracker.domain.corrections import OPEN
from tracker.domain.deadlines import TO_DECIDE_A_CORRECTION_REQUEST, working_days_after
from tracker.domain.permissions import permit
from tracker.errors import Conflict, NotFound, ReferenceNotFound, fault
from tracker.lib import clock, tokens
from tracker.lib.ids import is_id
from tracker.models import Claim, ClaimPage, CorrectionRequest, Organization, Publication, db
from tracker.services import finding, paging, snapshots
from tracker.services.recording import recording

View = dict[str, Any]
SHOWN = (
    "id", "version", "created_at", "updated_at", "number", "text", "evidence_urls", "name", "email", "due_on", "status",
    "decision_reason", "decided_at",
)  # fmt: skip
ADDRESS = "/fact-checks/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which requests a list is of."""

    status: Sequence[str] | None = None
    check_id: str | None = None
    overdue: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the sender of a request is told: the request, what was published since, and where to turn next."""

    request: View
    since: Sequence[Publication]
    organization: Organization


def file(fields: Mapping[str, Any], *, public_url: str) -> View:
    """Take a request for a correction from anyone; the answer has the `token` that is shown this once.

    `fields` name the check by `check_id`, or by the `url` of its public page or of one of the outlet's own. Raises
    ReferenceNotFound where that is no published check.
    """
    permit(PUBLIC, "correction_request.file")
    token = tokens.mint()
    with recording(PUBLIC) as record:
        claim = _check(fields, public_url=public_url)
        organization = db.session().get_one(Organization, claim.organization_id)
        row = CorrectionRequest(
            organization_id=claim.organization_id, claim_id=claim.id, number=claim.published_number,
            text=fields["text"], evidence_urls=list(fields.get("evidence_urls") or []), name=fields.get("name"),
            email=fields.get("email"), token_digest=token.digest,
            due_on=working_days_after(clock.today(organization.time_zone), TO_DECIDE_A_CORRECTION_REQUEST).isoformat(),
        )  # fmt: skip
        db.session().add(row)
        db.session().flush()
        record("correction_request.filed", row)
        shown = _view(row, organization)
    return shown | {"token": token.secret, "complaints_url": organization.policies.get("complaints")}


def published(check_id: str) -> Publication:
    """Return what stands published of a check, for the one who would ask for its correction, or raise NotFound."""
    claim = db.session().get(Claim, check_id) if is_id(check_id) else None
    if claim is None or not claim.published_number:
        raise NotFound(kind="published check")
    statement = select(Publication).where(
        Publication.claim_id == claim.id, Publication.number == claim.published_number
    )
    return db.session().execute(statement).scalar_one()


def outlook(secret: str) -> Outlook:
    """Return what became of a request to whoever has its token, or raise NotFound."""
    digest = tokens.digest_of(secret)
    statement = select(CorrectionRequest).where(CorrectionRequest.token_digest == digest)
    row = db.session().execute(statement).scalar_one_or_none() if digest else None
    if row is None:
        raise NotFound(kind="request")
    organization = db.session().get_one(Organization, row.organization_id)
    since = (
        select(Publication)
        .where(Publication.claim_id == row.claim_id, Publication.published_at > row.created_at)
        .order_by(Publication.number)
    )
    return Outlook(
        request=_view(row, organization), since=db.session().execute(since).scalars().all(), organization=organization
    )


def find(actor: Actor, request_id: str) -> View:
    """Return a request."""
    permit(actor, "correction_request.read")
    row = finding.find(CorrectionRequest, actor, request_id)
    return _view(row, db.session().get_one(Organization, row.organization_id))


def page(actor: Actor, filters: Filters, window: paging.Window) -> paging.Page:
    """Return a page of the organization's requests, newest first."""
    permit(actor, "correction_request.read")
    organization = finding.find(Organization, actor, actor.organization_id or "")
    statement = select(CorrectionRequest).where(*_conditions(organization, filters))
    found = paging.page(statement, paging.Order(column=CorrectionRequest.created_at, tie=CorrectionRequest.id), window)
    return paging.shown(found, lambda rows: [_view(row, organization) for row in rows])


def decide(actor: Actor, request_id: str, *, decision: str, reason: str) -> View:
    """Accept or reject a request, with the reason that its sender reads; raises Conflict where that was done."""
    permit(actor, "correction_request.decide")
    with recording(actor) as record:
        row = finding.find(CorrectionRequest, actor, request_id, lock=True)
        if row.status != OPEN:
            raise Conflict(reason="This request was decided already")
        row.status, row.decision_reason = decision, reason
        row.decided_at, row.decided_by_id = clock.now(), actor.account_id
        record(f"correction_request.{decision}", row, reason=reason)
        return _view(row, db.session().get_one(Organization, row.organization_id))


def _check(fields: Mapping[str, Any], *, public_url: str) -> Claim:
    member = "check_id" if "check_id" in fields else "url"
    found = fields["check_id"] if member == "check_id" else _id_at(fields["url"], public_url=public_url)
    claim = db.session().get(Claim, found) if found else None
    if claim is None or not claim.published_number:
        raise ReferenceNotFound(errors=[fault(f"/{member}", "not-found", "This is no published check of ours.")])
    return claim


def _id_at(url: str, *, public_url: str) -> str | None:
    ours = f"{public_url.rstrip('/')}{ADDRESS}"
    if url.startswith(ours):
        named = re.split("[/?#.]", url.removeprefix(ours), maxsplit=1)[0]
        return named if is_id(named) else None
    pages = select(ClaimPage.claim_id).where(ClaimPage.url.in_([url, url.partition("#")[0]]))
    return db.session().execute(pages.limit(1)).scalar_one_or_none()


def _conditions(organization: Organization, filters: Filters) -> list[ColumnElement[bool]]:
    found = [CorrectionRequest.organization_id == organization.id]
    if filters.status:
        found.append(CorrectionRequest.status.in_(filters.status))
    if filters.check_id:
        found.append(CorrectionRequest.claim_id == filters.check_id)
    if filters.overdue is not None:
        late = (CorrectionRequest.status == OPEN) & (CorrectionRequest.due_on < _today(organization))
        found.append(late if filters.overdue else ~late)
    return found


def _view(row: CorrectionRequest, organization: Organization) -> View:
    return {name: getattr(row, name) for name in SHOWN} | {
        "check_id": row.claim_id,
        "overdue": row.status == OPEN and row.due_on < _today(organization),
        "decided_by": snapshots.person(row.decided_by_id),
    }


def _today(organization: Organization) -> str:
    return clock.today(organization.time_zone).isoformat()
