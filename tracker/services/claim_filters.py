"""Which claims a list holds: filters, the queues of a newsroom, and orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Float, String, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain import quantities, workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import is_permitted
from tracker.models import Claim, ClaimAssignee, ClaimNumber, ClaimTopic, Verdict, VerdictContributor
from tracker.models.prepared import Among, Place, Prepared, words
from tracker.models.verdicts import AT_HAND
from tracker.services import paging
from tracker.services.paging import Order, Page, Window

SHAPES = 256


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
    id: Sequence[str] | None = None
    metric: list[str] | None = None
    factor_min: float | None = None
    factor_max: float | None = None


NAMES = tuple(field.name for field in fields(Filters))


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list, by its name in the API: `created_at`, `made_on` or `updated_at`, `-` for newest first."""

    name: str = "-created_at"

    def order(self, *, by_topic: bool = False) -> Order:
        """Return the columns to sort by: those of the index of topics where that has the list in its order."""
        return _order(self.name, by_topic=by_topic)


@cache
def _order(name: str, *, by_topic: bool) -> Order:
    columns: dict[str, Any] = {
        "created_at": Claim.created_at,
        "made_on": Claim.made_from,
        "updated_at": Claim.updated_at,
    }
    name, descending = name.removeprefix("-"), name.startswith("-")
    if by_topic:
        return Order(column=ClaimTopic.created_at, tie=ClaimTopic.claim_id, descending=descending)
    return Order(column=columns[name], tie=Claim.id, descending=descending, has_nulls=name == "made_on")


ANY_OF: Mapping[str, InstrumentedAttribute[Any]] = {
    "state": Claim.state,
    "publication_status": Claim.publication_status,
    "kind": Claim.kind,
    "claimant_id": Claim.claimant_id,
    "language": Claim.language,
    "label": Claim.published_label,
    "class_": Claim.published_class,
    "id": Claim.id,
}
OTHERS: Mapping[str, ColumnElement[bool]] = {
    "made_from": Claim.made_to >= bindparam("made_from"),
    "made_to": Claim.made_from <= bindparam("made_to"),
    "created_from": Claim.created_at >= bindparam("created_from"),
    "created_to": Claim.created_at <= bindparam("created_to"),
    "review_by_to": Claim.review_by <= bindparam("review_by_to"),
    "topic": Claim.id.in_(select(ClaimTopic.claim_id).where(Among(ClaimTopic.topic, "topic"))),
    "one_topic": ClaimTopic.topic == bindparam("one_topic"),
    "assignee_id": Claim.id.in_(select(ClaimAssignee.claim_id).where(Among(ClaimAssignee.account_id, "assignee_id"))),
}
# Of one number of the claim, all that is asked for must be true.
OF_NUMBERS: Mapping[str, ColumnElement[bool]] = {
    "metric": Among(ClaimNumber.metric, "metric"),
    "factor_min": ClaimNumber.factor >= bindparam("factor_min", type_=Float()),
    "factor_max": ClaimNumber.factor <= bindparam("factor_max", type_=Float()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the text of a list's select depends on: parameters given, order, length, and the caller's steps."""

    given: frozenset[str]
    sorting: Sorting
    steps: frozenset[str] | None
    is_usual: bool


def page(actor: Actor, filters: Filters, window: Window, *, sorting: Sorting) -> Page:
    """Return a page of the ids of the organization's claims that match, or raise UnknownCursor."""
    given = _given(filters, sorting)
    order = sorting.order(by_topic="one_topic" in given)
    if window.cursor is not None:
        last, given["tie"] = paging.key(order, window.cursor)
        given |= {} if last is None else {"last": last}
    steps = _steps(actor) if filters.awaiting else None
    shape = _Shape(given=frozenset(given), sorting=sorting, steps=steps, is_usual=window.is_usual)
    given |= {"organization_id": actor.organization_id, "account_id": actor.account_id, "limit": window.limit + 1}
    rows = list(_prepared(shape).rows(**given))
    last_id, place = rows[window.limit - 1] if len(rows) > window.limit else (None, None)
    ids = [claim_id for claim_id, _ in rows[: window.limit]]
    return Page(ids, None if last_id is None else [paging.text(place), last_id])


def _given(filters: Filters, sorting: Sorting) -> dict[str, Any]:
    given = {name: value for name in NAMES if (value := getattr(filters, name))}
    given |= {name: date.fromisoformat(given[name]) for name in ("made_from", "made_to") if name in given}
    given.pop("awaiting", None)
    if "metric" in given:
        given["metric"] = [quantities.metric_key(metric) for metric in given["metric"]]
    if len(given.get("topic", ())) == 1 and sorting.name.removeprefix("-") == "created_at":
        # One topic is read in the order of its index; of several, all claims have to be listed first.
        (given["one_topic"],) = given.pop("topic")
    return given


@lru_cache(SHAPES)
def _prepared(shape: _Shape) -> Prepared:
    by_topic = "one_topic" in shape.given
    order = shape.sorting.order(by_topic=by_topic)
    place = order.column if order.has_nulls else Place(order.column)
    statement = select(order.tie.label("id"), place.label("place"))
    if by_topic:
        statement = statement.select_from(ClaimTopic).join(Claim, Claim.id == ClaimTopic.claim_id)
    organization = _plain(shape, ClaimTopic.organization_id if by_topic else Claim.organization_id)
    statement = statement.where(organization == bindparam("organization_id"))
    if "tie" in shape.given:
        last = bindparam("last", type_=order.column.type) if "last" in shape.given else None
        statement = statement.where(paging.beyond(order, last, bindparam("tie", type_=String())))
    limit = paging.length(is_usual=shape.is_usual)
    return Prepared(statement.where(*_conditions(shape)).order_by(*paging.ordering(order)).limit(limit))


def _conditions(shape: _Shape) -> list[ColumnElement[bool]]:
    any_of = [
        Among(column if name == "id" else _plain(shape, column), name)
        for name, column in ANY_OF.items()
        if name in shape.given
    ]
    others = [condition for name, condition in OTHERS.items() if name in shape.given]
    return [*any_of, *others, *_of_numbers(shape), *([] if shape.steps is None else [_awaiting(shape.steps)])]


def _plain(shape: _Shape, column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    # Of claims that are named, none other is to be read: SQLite would go through an index in the list's order instead.
    return column.concat("") if "id" in shape.given else column.expression


def _of_numbers(shape: _Shape) -> list[ColumnElement[bool]]:
    wanted = [condition for name, condition in OF_NUMBERS.items() if name in shape.given]
    mine = ClaimNumber.organization_id == bindparam("organization_id")
    return [Claim.id.in_(select(ClaimNumber.claim_id).where(mine, *wanted))] if wanted else []


def _steps(actor: Actor) -> frozenset[str]:
    # The steps forward that the caller may take, as the workflow's own table has them.
    steps = workflow.STEPS.values()
    return frozenset(step.name for step in steps if step.forward and is_permitted(actor, f"step.{step.name}"))


def _awaiting(names: frozenset[str]) -> ColumnElement[bool]:
    steps = [workflow.STEPS[name] for name in sorted(names)]
    return or_(False, *(and_(Claim.state.in_(words(step.origins)), _may(step.people)) for step in steps))


def _may(people: str) -> ColumnElement[bool]:
    me = bindparam("account_id", type_=String())
    contributed = exists().where(
        Verdict.claim_id == Claim.id,
        Verdict.status.in_(words(AT_HAND)),
        VerdictContributor.verdict_id == Verdict.id,
        VerdictContributor.account_id == me,
    )
    assigned = exists().where(ClaimAssignee.claim_id == Claim.id, ClaimAssignee.account_id == me)
    if people == "contributor_or_assignee":
        return or_(contributed, assigned)
    return ~contributed if people == "not_contributor" else Claim.id.is_not(None)
