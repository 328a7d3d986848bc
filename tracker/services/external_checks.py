"""External checks: what other outlets found about a claim, kept as they published it and never a verdict of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from tracker.domain.actors import Actor
from tracker.domain.imports import identity
from tracker.domain.permissions import permit
from tracker.errors import Conflict, Inconsistent, ReferenceNotFound, fault
from tracker.lib.ids import new_id
from tracker.models import Claim, ExternalCheck, db
from tracker.models.prepared import Among, Prepared
from tracker.models.session import insert_new
from tracker.services import external_check_views, finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

View = dict[str, Any]
TOLD = (
    "publisher_name", "publisher_url", "url", "claim_text", "claimant", "label", "language", "published_on", "block",
)  # fmt: skip
NAMING = ("publisher_name", "url", "claim_text")
_ORDER = paging.Order(column=ExternalCheck.created_at, tie=ExternalCheck.id)
_KNOWN = Prepared(
    select(ExternalCheck.id, ExternalCheck.identity).where(
        ExternalCheck.organization_id == bindparam("organization_id"), Among(ExternalCheck.identity, "identities")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which external checks a list holds; each one given must match."""

    claim_id: str | None = None
    check_id: str | None = None
    publisher: str | None = None
    label: str | None = None
    language: str | None = None


def add(actor: Actor, fields: Mapping[str, Any], *, public_url: str) -> tuple[View, bool]:
    """Keep another outlet's check, or find the same one; the second value tells whether it is new.

    `fields` are those of TOLD, or `check_id` of a check that another organization published here, with `claim_id` where
    it is attached to a claim.
    """
    permit(actor, "external_check.add")
    with recording(actor) as record:
        if fields.get("check_id"):
            row_id, is_new = _referring(actor, record, fields)
        else:
            ((row_id, is_new),) = take_in(actor, record, [fields])
    return _shown(actor, row_id, public_url=public_url), is_new


def take_in(actor: Actor, record: Record, found: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    """Keep other outlets' checks inside a deed, and return the id of each in their order, and whether it is new.

    Those that are known already, or twice among them, stay as they were kept first. Each has fields of TOLD, of which
    `publisher_name`, `url`, `claim_text` and `label` are needed, and may have `claim_id`.
    """
    _refuse_unknown_claims(actor, found)
    identities = [_identity(fields) for fields in found]
    before = _known(actor, identities)
    answers: list[tuple[str, bool]] = []
    rows: list[ExternalCheck] = []
    for name, fields in zip(identities, found, strict=True):
        is_new = name not in before
        if is_new:
            rows.append(_row(actor, fields, identity=name))
            before[name] = rows[-1].id
        answers.append((before[name], is_new))
    insert_new(db.session(), *rows)
    for row in rows:
        record("external_check.added", row)
    return answers


def find(actor: Actor, external_check_id: str, *, public_url: str) -> View:
    """Return an external check of the caller's organization."""
    permit(actor, "external_check.read")
    return _shown(actor, external_check_id, public_url=public_url)


def page(actor: Actor, filters: Filters, window: paging.Window, *, public_url: str) -> paging.Page:
    """Return a page of the organization's external checks, newest first; `publisher` and `label` are as kept."""
    permit(actor, "external_check.read")
    statement = select(ExternalCheck).where(ExternalCheck.organization_id == actor.organization_id)
    columns = {"claim_id": ExternalCheck.claim_id, "check_id": ExternalCheck.check_id,
               "publisher": ExternalCheck.publisher_name, "label": ExternalCheck.label,
               "language": ExternalCheck.language}  # fmt: skip
    for name, column in columns.items():
        wanted = getattr(filters, name)
        statement = statement if wanted is None else statement.where(column == wanted)
    found = paging.page(statement, _ORDER, window)
    return paging.shown(found, lambda rows: external_check_views.of(rows, public_url=public_url))


def update(
    actor: Actor, external_check_id: str, changes: Mapping[str, Any], *, expected: Expected, public_url: str
) -> View:
    """Attach an external check to a claim or detach it, or mend what is kept of it, by a merge patch.

    Raises Conflict where another one is the same after that, and Inconsistent for what another organization here tells.
    """
    permit(actor, "external_check.update")
    with recording(actor) as record:
        row = finding.at(ExternalCheck, actor, external_check_id, expected=expected)
        _refuse_unknown_claims(actor, [changes])
        if row.check_id is not None:
            _refuse_retelling(changes)
        finding.assign(row, changes, (*TOLD, "claim_id"))
        if any(name in changes for name in NAMING):
            _rename(actor, row)
        record("external_check.updated", row)
    return _shown(actor, external_check_id, public_url=public_url)


def follow(record: Record, claim: Claim) -> None:
    """Let what others attached of a check say how it stands now, inside the deed that changed its publication."""
    statement = select(ExternalCheck).where(ExternalCheck.check_id == claim.id).order_by(ExternalCheck.id)
    locked = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    for row in db.session().execute(locked).scalars():
        standing = {"number": claim.published_number, "status": claim.publication_status}
        if standing != {name: getattr(row, name) for name in standing}:
            finding.assign(row, standing, standing)
            record("external_check.changed", row)


def _shown(actor: Actor, external_check_id: str, *, public_url: str) -> View:
    return external_check_views.of([finding.find(ExternalCheck, actor, external_check_id)], public_url=public_url)[0]


def _referring(actor: Actor, record: Record, fields: Mapping[str, Any]) -> tuple[str, bool]:
    _refuse_unknown_claims(actor, [fields])
    check = _published_elsewhere(actor, fields["check_id"])
    statement = select(ExternalCheck.id).where(
        ExternalCheck.organization_id == actor.organization_id, ExternalCheck.check_id == check.id
    )
    known = db.session().execute(statement).scalar_one_or_none()
    if known is not None:
        return known, False
    row = ExternalCheck(
        id=new_id(), organization_id=actor.organization_id, check_id=check.id, number=check.published_number,
        status=check.publication_status, claim_id=fields.get("claim_id"),
    )  # fmt: skip
    insert_new(db.session(), row)
    record("external_check.added", row)
    return row.id, True


def _published_elsewhere(actor: Actor, check_id: str) -> Claim:
    # Locked, so that how it stands is not changed by a deed that cannot see yet that somebody refers to it.
    statement = select(Claim).where(Claim.id == check_id, Claim.published_number > 0).with_for_update(read=True)
    claim = db.session().execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if claim is None:
        raise ReferenceNotFound(errors=[fault("/check_id", "not-found", "This is no published check.")])
    if claim.organization_id == actor.organization_id:
        raise Inconsistent(errors=[fault("/check_id", "not-allowed", "This is a check of your own organization.")])
    return claim


def _refuse_unknown_claims(actor: Actor, found: Sequence[Mapping[str, Any]]) -> None:
    wanted = list({fields["claim_id"] for fields in found if fields.get("claim_id")})
    if len(wanted) == 1:
        finding.referred(Claim, actor, wanted[0], pointer="/claim_id")
    elif wanted:
        finding.all_referred(Claim, actor, wanted, pointer="/claim_id")


def _refuse_retelling(changes: Mapping[str, Any]) -> None:
    detail = "What this check says is what its publisher published here; only claim_id can be changed."
    places = [name.replace("publisher_", "publisher/") for name in TOLD if name in changes]
    if places:
        raise Inconsistent(errors=[fault(f"/{place}", "not-allowed", detail) for place in places])


def _rename(actor: Actor, row: ExternalCheck) -> None:
    named = {name: getattr(row, name) for name in NAMING}
    if any(value is None for value in named.values()):
        # Something of it was erased.
        return
    new = _identity(named)
    other = _known(actor, [new]).get(new)
    if other is not None and other != row.id:
        raise Conflict(reason=f"Another external check is the same: {other}")
    finding.assign(row, {"identity": new}, ("identity",))


def _known(actor: Actor, identities: Sequence[str]) -> dict[str, str]:
    found = kept(actor, identities)
    # What is new to one deed may just have been added by another.
    return kept(actor, identities) if len(found) < len(identities) and finding.in_turn(actor) else found


def kept(actor: Actor, identities: Sequence[str]) -> dict[str, str]:
    """Return the ids of what is kept already, by what checks are known by."""
    rows = _KNOWN.records(organization_id=actor.organization_id, identities=list(identities)) if identities else []
    return {row["identity"]: row["id"] for row in rows}


def _identity(fields: Mapping[str, Any]) -> str:
    return identity(publisher=fields["publisher_name"], url=fields["url"], claim=fields["claim_text"])


def _row(actor: Actor, fields: Mapping[str, Any], *, identity: str) -> ExternalCheck:
    told = {name: fields.get(name) for name in TOLD}
    return ExternalCheck(
        id=new_id(), organization_id=actor.organization_id, claim_id=fields.get("claim_id"), identity=identity, **told
    )
