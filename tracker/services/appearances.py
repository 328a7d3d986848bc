"""Appearances: the sources in which a claim was seen; part of the claim in the log."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Inconsistent, NotFound, fault
from tracker.lib.ids import new_id
from tracker.models import Appearance, Claim, db
from tracker.models.base import columns_of
from tracker.models.session import insert_new
from tracker.services import claim_documents, claim_views, claimants, finding, sources
from tracker.services.claim_parts import changed_locator, claim_of, editable
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

FIELDS = ("role", "wording", "language", "made_on")


def add(actor: Actor, claim_id: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say where else a claim was seen; raises IllegalStep for a merged one."""
    permit(actor, "appearance.add")
    with recording(actor) as record:
        claim = editable(actor, claim_id)
        workflow.refuse_merged("add an appearance", claim.state, into=claim.merged_into_id)
        appearance = _attached(actor, record, claim, fields=fields)
        record("claim.appearance_added", claim)
        db.session().flush()
        return claim_views.appearance(actor, appearance.id)


def page(actor: Actor, claim_id: str) -> Sequence[Mapping[str, Any]]:
    """Return a claim's appearances, and those of claims merged into it, the first one first."""
    permit(actor, "claim.read")
    shown: Sequence[Mapping[str, Any]] = claim_documents.one(actor, claim_id)["appearances"]
    return shown


def find(actor: Actor, claim_id: str, appearance_id: str) -> Mapping[str, Any]:
    """Return one appearance of a claim."""
    permit(actor, "claim.read")
    return claim_views.appearance(actor, _of(finding.find(Claim, actor, claim_id), appearance_id).id)


def update(
    actor: Actor, place: tuple[str, str], changes: Mapping[str, Any], *, expected: Expected
) -> Mapping[str, Any]:
    """Change an appearance by a merge patch; `place` is the claim's id and its own."""
    permit(actor, "appearance.update")
    claim_id, appearance_id = place
    with recording(actor) as record:
        claim = claim_of(actor, claim_id)
        appearance = _at(claim, appearance_id, expected)
        editable(actor, claim_id)
        before = columns_of(appearance)
        finding.assign(appearance, changes, FIELDS)
        _change_place(actor, record, appearance, changes=changes)
        if changes.get("first") is not None:
            _make_first(claim, appearance, first=changes["first"])
        if columns_of(appearance) != before:
            appearance.version += 1
        record("claim.appearance_updated", claim)
        db.session().flush()
        return claim_views.appearance(actor, appearance.id)


def remove(actor: Actor, claim_id: str, appearance_id: str, *, expected: Expected) -> None:
    """Take an appearance away; the log keeps what it was."""
    permit(actor, "appearance.remove")
    with recording(actor) as record:
        claim = claim_of(actor, claim_id)
        appearance = _at(claim, appearance_id, expected)
        editable(actor, claim_id)
        db.session().delete(appearance)
        record("claim.appearance_removed", claim)


def given_with(actor: Actor, record: Record, claim: Claim, *, given: Sequence[Mapping[str, Any]]) -> list[Appearance]:
    """Return the appearances that came with a new claim, to be inserted after it.

    Without another word the first is the first.
    """
    firsts = [n for n, fields in enumerate(given) if fields.get("first")]
    if len(firsts) > 1:
        raise Inconsistent(errors=[fault(f"/appearances/{firsts[1]}/first", "twice", "Only one is the first.")])
    made = [_made(actor, record, claim, fields=fields, pointer=f"/appearances/{n}") for n, fields in enumerate(given)]
    for n, appearance in enumerate(made):
        appearance.first = n == (firsts[0] if firsts else 0)
    return made


def _attached(actor: Actor, record: Record, claim: Claim, *, fields: Mapping[str, Any]) -> Appearance:
    appearance = _made(actor, record, claim, fields=fields)
    insert_new(db.session(), appearance)
    _make_first(claim, appearance, first=bool(fields.get("first")))
    return appearance


def _made(actor: Actor, record: Record, claim: Claim, *, fields: Mapping[str, Any], pointer: str = "") -> Appearance:
    return Appearance(
        id=new_id(), claim_id=claim.id, source_id=sources.chosen(actor, record, fields, pointer=pointer),
        claimant_id=claimants.chosen(actor, record, fields, pointer=pointer),
        role=fields.get("role") or "makes", locator=fields.get("locator"), wording=fields.get("wording"),
        language=fields.get("language"), made_on=fields.get("made_on"), first=False,
    )  # fmt: skip


def _make_first(claim: Claim, appearance: Appearance, *, first: bool) -> None:
    if first:
        _step_down(claim, appearance)
    if appearance.first != first:
        appearance.first = first
    db.session().flush()


def _step_down(claim: Claim, appearance: Appearance) -> None:
    # The other one has to step down before, since the database allows one at any moment.
    session = db.session()
    statement = select(Appearance).where(
        Appearance.claim_id == claim.id, Appearance.first, Appearance.id != appearance.id
    )
    with session.no_autoflush:
        others = session.execute(statement).scalars().all()
    for other in others:
        other.first = False
        other.version += 1
    session.flush()


def _change_place(actor: Actor, record: Record, appearance: Appearance, *, changes: Mapping[str, Any]) -> None:
    if "source_id" in changes or "source" in changes:
        appearance.source_id = sources.chosen(actor, record, changes)
    if "claimant_id" in changes or "claimant" in changes:
        appearance.claimant_id = claimants.chosen(actor, record, changes)
    if "locator" in changes:
        appearance.locator = changed_locator(appearance.locator, changes["locator"])


def _at(claim: Claim, appearance_id: str, expected: Expected) -> Appearance:
    appearance = _of(claim, appearance_id)
    finding.check(appearance.version, expected)
    return appearance


def _of(claim: Claim, appearance_id: str) -> Appearance:
    statement = select(Appearance).where(Appearance.id == appearance_id, Appearance.claim_id == claim.id)
    appearance = db.session().execute(statement).scalar_one_or_none()
    if appearance is None:
        raise NotFound(kind="appearance")
    return appearance
