"""The index of claims by their numbers: what each measures, and how far off it is; renewed by each deed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, exists, select

from tracker.domain import quantities
from tracker.models import Base, Claim, ClaimNumber, Evidence, Observation, Quantity, db, table
from tracker.models.insertions import insert_columns
from tracker.models.prepared import Among, Prepared

Row = dict[str, Any]
_QUANTITIES = Prepared(
    select(*table(Quantity).c, Claim.organization_id)
    .join(Claim, Claim.id == Quantity.claim_id)
    .where(Among(Quantity.claim_id, "ids"))
)  # fmt: skip
# What counts: the figures of evidence that was not withdrawn.
_OBSERVATIONS = Prepared(
    select(*table(Observation).c, Evidence.claim_id)
    .join(Evidence, Evidence.id == Observation.evidence_id)
    .where(Among(Evidence.claim_id, "ids"), Evidence.withdrawn_at.is_(None))
)  # fmt: skip


def follow(changed: Iterable[Base], *, born: set[object]) -> None:
    """Make anew the rows of all claims whose numbers, or those of their evidence, a deed changed."""
    ids = {claim_id for row in changed if (claim_id := _claim_of(row))}
    new = ids & {row.id for row in born if isinstance(row, Claim)}
    if ids - new:
        renew(sorted(ids - new))
    if new:
        _add(sorted(new))


def renew(ids: Sequence[str]) -> None:
    """Make the rows of claims anew, inside a deed."""
    db.session().execute(delete(table(ClaimNumber)).where(ClaimNumber.claim_id.in_(ids)))
    _add(ids)


def made(ids: Sequence[str]) -> list[Row]:
    """Return the rows of claims as they are made now."""
    counted = _QUANTITIES.records(ids=list(ids))
    measured = _measured(ids) if counted else {}
    return [
        {
            "quantity_id": quantity["id"],
            "claim_id": quantity["claim_id"],
            "organization_id": quantity["organization_id"],
            "metric": quantities.metric_key(quantity["metric"]),
            "factor": _factor(quantity, measured.get(quantity["claim_id"], [])),
        }
        for quantity in counted
    ]


def stale() -> Sequence[str]:
    """Return the claims that have numbers which are not in the index."""
    lacking = ~exists().where(ClaimNumber.quantity_id == Quantity.id)
    return db.session().execute(select(Quantity.claim_id).where(lacking).distinct()).scalars().all()


def _add(ids: Sequence[str]) -> None:
    # Of claims that have no rows yet.
    insert_columns(db.session().connection(), ClaimNumber, made(ids))


def _measured(ids: Sequence[str]) -> Mapping[str, list[Mapping[str, Any]]]:
    # Of each figure the latest.
    rows = _OBSERVATIONS.records(ids=list(ids))
    superseded = {row["supersedes_id"] for row in rows}
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["id"] not in superseded:
            found[row["claim_id"]].append(row)
    return found


def _factor(quantity: Mapping[str, Any], measured: Iterable[Mapping[str, Any]]) -> float | None:
    compared = [quantities.compare(quantity, observation).deviation for observation in measured]
    factors: list[Decimal] = [found.factor for found in compared if found and found.factor is not None]
    return float(max(factors)) if factors else None


def _claim_of(row: Base) -> str | None:
    if isinstance(row, Quantity | Evidence):
        return row.claim_id
    return db.session().get_one(Evidence, row.evidence_id).claim_id if isinstance(row, Observation) else None
