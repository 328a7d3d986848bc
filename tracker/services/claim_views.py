"""How claims are shown: a fixed number of queries for any number of them, from columns and not from objects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.errors import NotFound
from tracker.models import (
    Account,
    Appearance,
    Claim,
    Claimant,
    ClaimantLink,
    ClaimAssignee,
    Evidence,
    Publication,
    Quantity,
    Source,
    SourceCustodian,
    SourceIdentity,
    Verdict,
    VerdictContributor,
    db,
)  # fmt: skip
from tracker.models.verdicts import AT_HAND
from tracker.services.paging import AnySelect

View = dict[str, Any]
Groups = Mapping[str, list[View]]
SOURCE_COLUMNS = ("kind", "level", "url", "title", "publisher", "published_on", "protected", "public_description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is shown with a number of claims, by the claims' ids; the links by the claimants'."""

    appearances: Groups
    quantities: Groups
    assignees: Groups
    publications: Groups
    links: Groups
    evidence: Mapping[str, int]
    at_hand: Mapping[str, Row[Any]]


def one(actor: Actor, claim_id: str) -> View:
    """Return one claim as the actor sees it, or raise NotFound."""
    columns = [*Claim.__table__.c, Claimant.name.label("claimant_name"), Claimant.kind.label("claimant_kind")]
    statement = select(*columns).outerjoin(Claimant, Claimant.id == Claim.claimant_id)
    row = _rows(statement.where(Claim.id == claim_id, Claim.organization_id == actor.organization_id))
    if not row:
        raise NotFound(kind="claim")
    return many(actor, row)[0]


def many(actor: Actor, rows: Sequence[Row[Any]]) -> list[View]:
    """Return claims as the actor sees them, in the order of their rows."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    around = Surroundings(
        appearances=_appearances(actor, ids),
        quantities=_quantities(ids),
        assignees=_assignees(ids),
        publications=_publications([row.id for row in rows if row.published_number]),
        links=_links({row.claimant_id for row in rows if row.claimant_id}),
        evidence={row.claim_id: row.number for row in _rows(_evidence_counts(ids))},
        at_hand=_at_hand(actor, ids),
    )
    return [_view(actor, row, around) for row in rows]


def appearance(actor: Actor, appearance_id: str) -> View:
    """Return one appearance as the actor sees it."""
    return _shown_appearances(actor, _rows(_appearance_statement().where(Appearance.id == appearance_id)))[0][1]


def _view(actor: Actor, row: Row[Any], around: Surroundings) -> View:
    assignees = around.assignees.get(row.id, [])
    at_hand = around.at_hand.get(row.id)
    situation = workflow.Situation(
        state=row.state, publication_status=row.publication_status, publications=row.published_number,
        is_contributor=bool(at_hand and at_hand.mine), is_assignee=any(a["id"] == actor.account_id for a in assignees),
    )  # fmt: skip
    return dict(row._mapping) | {
        "claimant": _claimant(row, around.links),
        "appearances": around.appearances.get(row.id, []),
        "quantities": around.quantities.get(row.id, []),
        "assignees": assignees,
        "evidence_count": around.evidence.get(row.id, 0),
        "verdict_id": at_hand.id if at_hand else None,
        "allowed_steps": workflow.allowed(actor, situation),
        "publication": _publication(row, around.publications.get(row.id, [])),
    }


def _claimant(row: Row[Any], links: Groups) -> View | None:
    if row.claimant_id is None:
        return None
    same_as = [link["url"] for link in links.get(row.claimant_id, [])]
    return {"id": row.claimant_id, "name": row.claimant_name, "kind": row.claimant_kind, "same_as": same_as}


def _publication(row: Row[Any], publications: list[View]) -> View:
    if not row.published_number:
        return {"status": "none"}
    return {
        "status": row.publication_status,
        "check_id": row.id,
        "number": row.published_number,
        "label": row.published_label,
        "class": row.published_class,
        "kind": publications[-1]["kind"],
        "first_published_at": row.first_published_at,
        "changed_at": row.public_changed_at,
    }


def _publications(ids: Sequence[str]) -> Groups:
    if not ids:
        return {}
    columns = (Publication.claim_id, Publication.number, Publication.kind)
    return _grouped(
        _rows(select(*columns).where(Publication.claim_id.in_(ids)).order_by(Publication.number)), "claim_id"
    )


def _appearance_statement() -> AnySelect:
    source = [getattr(Source, name).label(f"source_{name}") for name in SOURCE_COLUMNS]
    mine = (*Appearance.__table__.c, Claim.merged_into_id, Claimant.name.label("claimant_name"), *source)
    return (
        select(*mine)
        .join(Claim, Claim.id == Appearance.claim_id)
        .join(Source, Source.id == Appearance.source_id)
        .outerjoin(Claimant, Claimant.id == Appearance.claimant_id)
        .order_by(Appearance.first.desc(), Appearance.id)
    )


def _appearances(actor: Actor, ids: Sequence[str]) -> Groups:
    merged = select(Claim.id).where(Claim.merged_into_id.in_(ids), Claim.state == "merged")
    own = _rows(_appearance_statement().where(Appearance.claim_id.in_(ids)))
    inherited = _rows(_appearance_statement().where(Appearance.claim_id.in_(merged)))
    groups: dict[str, list[View]] = defaultdict(list)
    for row, view in _shown_appearances(actor, own):
        groups[row.claim_id].append(view)
    for row, view in _shown_appearances(actor, inherited):
        groups[row.merged_into_id].append(view | {"first": False})
    return groups


def _shown_appearances(actor: Actor, rows: Sequence[Row[Any]]) -> list[tuple[Row[Any], View]]:
    identities = _identities(actor, [row.source_id for row in rows if row.source_protected])
    return [(row, _appearance_view(row, identities.get(row.source_id))) for row in rows]


def _appearance_view(row: Row[Any], identity: Row[Any] | None) -> View:
    source = {"id": row.source_id} | {name: getattr(row, f"source_{name}") for name in SOURCE_COLUMNS}
    if identity is not None:
        source |= {name: getattr(identity, name) for name in ("url", "title", "publisher", "published_on")}
    claimant = None if row.claimant_id is None else {"id": row.claimant_id, "name": row.claimant_name}
    names = ("id", "version", "claim_id", "role", "first", "wording", "language", "locator", "made_on")
    return {name: getattr(row, name) for name in names} | {"source": source, "claimant": claimant}


def _identities(actor: Actor, source_ids: Sequence[str]) -> Mapping[str, Row[Any]]:
    if not source_ids:
        return {}
    statement = (
        select(*SourceIdentity.__table__.c)
        .join(SourceCustodian, SourceCustodian.source_id == SourceIdentity.source_id)
        .where(SourceIdentity.source_id.in_(source_ids), SourceCustodian.account_id == actor.account_id)
    )
    return {row.source_id: row for row in _rows(statement)}


def _quantities(ids: Sequence[str]) -> Groups:
    return _grouped(
        _rows(select(*Quantity.__table__.c).where(Quantity.claim_id.in_(ids)).order_by(Quantity.id)), "claim_id"
    )


def _assignees(ids: Sequence[str]) -> Groups:
    statement = (
        select(ClaimAssignee.claim_id, Account.id, Account.name)
        .join(Account, Account.id == ClaimAssignee.account_id)
        .where(ClaimAssignee.claim_id.in_(ids))
        .order_by(Account.name, Account.id)
    )
    return _grouped(_rows(statement), "claim_id")


def _links(claimant_ids: Iterable[str]) -> Groups:
    wanted = list(claimant_ids)
    if not wanted:
        return {}
    columns = (ClaimantLink.claimant_id, ClaimantLink.url)
    statement = select(*columns).where(ClaimantLink.claimant_id.in_(wanted)).order_by(ClaimantLink.position)
    return _grouped(_rows(statement), "claimant_id")


def _at_hand(actor: Actor, ids: Sequence[str]) -> Mapping[str, Row[Any]]:
    statement = (
        select(Verdict.claim_id, Verdict.id, VerdictContributor.account_id.label("mine"))
        .outerjoin(
            VerdictContributor,
            (VerdictContributor.verdict_id == Verdict.id) & (VerdictContributor.account_id == actor.account_id),
        )
        .where(Verdict.claim_id.in_(ids), Verdict.status.in_(AT_HAND))
    )
    return {row.claim_id: row for row in _rows(statement)}


def _evidence_counts(ids: Sequence[str]) -> AnySelect:
    counted = select(Evidence.claim_id, func.count().label("number")).where(
        Evidence.claim_id.in_(ids), Evidence.withdrawn_at.is_(None)
    )
    return counted.group_by(Evidence.claim_id)


def _rows(statement: AnySelect) -> Sequence[Row[Any]]:
    return db.session().execute(statement).all()


def _grouped(rows: Sequence[Row[Any]], by: str) -> Groups:
    groups: dict[str, list[View]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(dict(row._mapping))
    return groups
