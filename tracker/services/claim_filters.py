"""Which claims a list holds: filters, the queues of a newsroom, and orders."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import is_permitted
from tracker.models import Claim, ClaimAssignee, ClaimTopic, Verdict, VerdictContributor
from tracker.services.paging import AnySelect, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which claims are wanted: lists mean any of, each filter given must match, and days are text as in rows."""

    state: list[str] | None = None
    publication_status: list[str] | None = None
    kind: list[str] | None = None
    topic: list[str] | None = None
    claimant_id: list[str] | None = None
    assignee_id: list[str] | None = None
    language: list[str] | None = None
    label: list[str] | None = None
    class_: list[str] | None = None
    made_from: str | None = None
    made_to: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    review_by_to: str | None = None
    awaiting: str | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list, by its name in the API: `created_at`, `made_on` or `updated_at`, `-` for newest first."""

    name: str = "-created_at"

    @property
    def order(self) -> Order:
        """The columns to sort by."""
        columns: dict[str, Any] = {
            "created_at": Claim.created_at,
            "made_on": Claim.made_from,
            "updated_at": Claim.updated_at,
        }
        name = self.name.removeprefix("-")
        descending = self.name.startswith("-")
        return Order(column=columns[name], tie=Claim.id, descending=descending, has_nulls=name == "made_on")


ANY_OF: dict[str, InstrumentedAttribute[Any]] = {
    "state": Claim.state,
    "publication_status": Claim.publication_status,
    "kind": Claim.kind,
    "claimant_id": Claim.claimant_id,
    "language": Claim.language,
    "label": Claim.published_label,
    "class_": Claim.published_class,
}


def listing(actor: Actor, filters: Filters, sorting: Sorting) -> AnySelect:
    """Return the select of the organization's claims that match: ids, with what they are sorted by."""
    statement = select(Claim.id, sorting.order.column)
    statement = statement.where(Claim.organization_id == actor.organization_id, *_conditions(filters))
    return statement.where(_awaiting(actor)) if filters.awaiting else statement


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    equal = [column.in_(getattr(filters, name)) for name, column in ANY_OF.items() if getattr(filters, name)]
    bounds = (
        (filters.made_from, lambda value: Claim.made_to >= date.fromisoformat(value)),
        (filters.made_to, lambda value: Claim.made_from <= date.fromisoformat(value)),
        (filters.created_from, lambda value: Claim.created_at >= value),
        (filters.created_to, lambda value: Claim.created_at <= value),
        (filters.review_by_to, lambda value: Claim.review_by <= value),
        (filters.topic, lambda value: Claim.id.in_(select(ClaimTopic.claim_id).where(ClaimTopic.topic.in_(value)))),
        (filters.assignee_id, lambda value: Claim.id.in_(
            select(ClaimAssignee.claim_id).where(ClaimAssignee.account_id.in_(value)))),
    )  # fmt: skip
    return equal + [condition(value) for value, condition in bounds if value]


def _awaiting(actor: Actor) -> ColumnElement[bool]:
    # The next steps forward that the caller may take, as the workflow's own table has them.
    steps = [s for s in workflow.STEPS.values() if s.forward and is_permitted(actor, f"step.{s.name}")]
    return or_(False, *(and_(Claim.state.in_(step.origins), _may(actor, step.people)) for step in steps))


def _may(actor: Actor, people: str) -> ColumnElement[bool]:
    contributed = exists().where(
        Verdict.claim_id == Claim.id,
        Verdict.status.in_(("draft", "in_review", "approved")),
        VerdictContributor.verdict_id == Verdict.id,
        VerdictContributor.account_id == actor.account_id,
    )
    assigned = exists().where(ClaimAssignee.claim_id == Claim.id, ClaimAssignee.account_id == actor.account_id)
    if people == "contributor_or_assignee":
        return or_(contributed, assigned)
    return ~contributed if people == "not_contributor" else Claim.id.is_not(None)
