"""Delivering: who sends what next, and what became of it. Many workers may be at it; a lease says whose turn it is."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from tracker.domain import webhooks
from tracker.domain.actors import OPERATOR
from tracker.domain.permissions import permit
from tracker.lib import clock, logs
from tracker.lib.ids import new_id
from tracker.models import Delivery, Webhook, db, table
from tracker.models.prepared import words
from tracker.services import webhooks as webhook_deeds
from tracker.services.paging import AnySelect
from tracker.services.recording import Record, afterwards, recording

# Beyond the time for a request, before others take what is leased.
MARGIN = timedelta(seconds=5)
QUEUED_FOR = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)
FORGOTTEN_AT_ONCE = 1000
# To one webhook at a time, and to one whose last answer was none.
AT_ONCE, AT_ONCE_TO_FAILING = 2, 1
AHEAD = 4
# Written out, or no database would know that the index of what is pending has it all.
(PENDING,) = words(["pending"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long a receiver has to answer, and how long to wait before the second attempt."""

    seconds: float
    first_pause: timedelta

    @property
    def lease(self) -> timedelta:
        """For how long nobody else takes a message."""
        return timedelta(seconds=self.seconds) + MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message that is to be sent now, by whoever was given it."""

    id: str
    lease: str
    webhook_id: str
    url: str
    body: bytes
    secrets: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a parcel: an answer's status, or the reason why there was none."""

    parcel: Parcel
    at: datetime
    duration: timedelta
    status: int | None = None
    error: str | None = None
    excerpt: str | None = None
    wait: timedelta | None = None

    @property
    def is_success(self) -> bool:
        """Whether the message has arrived."""
        return self.status is not None and webhooks.is_success(self.status)


def is_due() -> bool:
    """Tell whether there is anything to send now."""
    statement = _due(clock.now()).with_only_columns(Delivery.id).limit(1)
    return db.session().execute(statement).first() is not None


def turn(outcomes: Sequence[Outcome], terms: Terms, *, room: int, full: Collection[str] = ()) -> Sequence[Parcel]:
    """Settle what was sent and take what is to be sent next, at most `room`, none to webhooks that are `full`."""
    permit(OPERATOR, "installation.operate")
    with recording(OPERATOR) as record:
        # With what was settled, or a message would be given up and its webhook told the next one as if nothing were.
        for webhook_id, reason in sorted(_settle(outcomes, terms).items()):
            _disable(record, webhook_id, reason)
        statement = _due(clock.now()).where(Webhook.id.not_in(full)).limit(room * AHEAD)
        return _lease(_fairly(_locked(statement), room), terms) if room else []


def take(delivery_id: str, terms: Terms) -> Parcel | None:
    """Take one message to send it now, or return None where it is another's turn or there is nothing to send."""
    permit(OPERATOR, "installation.operate")
    with recording(OPERATOR):
        rows = _locked(_due(clock.now(), queued=True).where(Delivery.id == delivery_id))
        return next(iter(_lease(rows, terms)), None)


def queue(limit: int) -> Sequence[str]:
    """Return the ids of messages that a queue of workers is to be given; until some time nobody gives them again."""
    permit(OPERATOR, "installation.operate")
    with recording(OPERATOR):
        now = clock.now()
        found = _locked(_due(now).limit(limit))
        for row, _ in found:
            row.queued_until = now + QUEUED_FOR
        return [row.id for row, _ in found]


def forget() -> int:
    """Delete what was settled long ago, a part of it at a time; returns how many."""
    permit(OPERATOR, "installation.operate")
    home = table(Delivery)
    old = select(home.c.id).where(home.c.created_at < clock.now() - KEPT_FOR).limit(FORGOTTEN_AT_ONCE)
    gone = db.session().execute(old).scalars().all()
    if gone:
        with recording(OPERATOR):
            db.session().execute(delete(home).where(home.c.id.in_(gone)))
    return len(gone)


def _due(now: datetime, *, queued: bool = False) -> AnySelect:
    statement = (
        select(Delivery, Webhook.url)
        .join(Webhook)
        .where(Delivery.status == PENDING, Delivery.due_at <= now, _is_over(Delivery.leased_until, now))
        .where(Webhook.active)
        .order_by(Delivery.due_at, Delivery.id)
    )
    return statement if queued else statement.where(_is_over(Delivery.queued_until, now))


def _is_over(column: Any, now: datetime) -> ColumnElement[bool]:  # a column of moments
    return or_(column.is_(None), column <= now)


def _locked(statement: AnySelect) -> Sequence[Any]:
    # What another worker has in hand at this moment is left to it.
    locking = statement.with_for_update(of=Delivery, skip_locked=True)
    return db.session().execute(locking, execution_options={"populate_existing": True}).all()


def _fairly(rows: Sequence[Any], room: int) -> Sequence[Any]:
    taken: Counter[str] = Counter()
    chosen = []
    for row in rows:
        taken[row[0].webhook_id] += 1
        if taken[row[0].webhook_id] <= AT_ONCE:
            chosen.append(row)
    return chosen[:room]


def _lease(rows: Sequence[Any], terms: Terms) -> list[Parcel]:
    if not rows:
        return []
    until = clock.now() + terms.lease
    secrets = webhook_deeds.signing([row.webhook_id for row, _ in rows])
    for row, _ in rows:
        row.lease, row.leased_until, row.queued_until = new_id(), until, None
    return [
        Parcel(id=row.id, lease=row.lease, webhook_id=row.webhook_id, url=url, body=row.body,
               secrets=secrets[row.webhook_id])
        for row, url in rows
    ]  # fmt: skip


def _settle(outcomes: Sequence[Outcome], terms: Terms) -> Mapping[str, str]:
    # Returns the webhooks that are to be disabled, and why.
    wanted = {outcome.parcel.id: outcome for outcome in outcomes}
    if not wanted:
        return {}
    rows = db.session().execute(
        select(Delivery).where(Delivery.id.in_(wanted)).order_by(Delivery.id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    ended = [_noted(row, wanted[row.id], terms) for row in rows.scalars() if row.lease == wanted[row.id].parcel.lease]
    db.session().flush()
    return _hopeless(outcome for outcome in ended if outcome is not None)


def _noted(row: Delivery, outcome: Outcome, terms: Terms) -> Outcome | None:
    # Returns the outcome where it is the last one and a failure.
    row.attempts = [*row.attempts, _attempt(len(row.attempts) + 1, outcome)]
    row.lease = row.leased_until = None
    if outcome.is_success:
        row.status, row.delivered_at, row.failing_since = "delivered", clock.now(), None
        return None
    row.failing_since = row.failing_since or outcome.at
    end = row.tried_since + webhooks.TRIED_FOR
    if outcome.status == webhooks.GONE or outcome.at >= end:
        row.status = "failed"
        return outcome
    row.due_at = min(clock.now() + _pause(len(row.attempts), outcome, terms), end)
    return None


def _pause(attempts: int, outcome: Outcome, terms: Terms) -> timedelta:
    chance = random.random()  # noqa: S311  # it spreads load, and hides nothing
    own = webhooks.pause(attempts, first=terms.first_pause, chance=chance)
    return max(own, outcome.wait) if outcome.wait else own


def _disable(record: Record, webhook_id: str, reason: str) -> None:
    row = db.session().get_one(Webhook, webhook_id, with_for_update={"key_share": True}, populate_existing=True)
    if row.active:
        row.active, row.disabled_at, row.disabled_reason = False, clock.now(), reason
        record("webhook.disabled", row, reason=reason)
        afterwards(lambda: logs.get(__name__).warning("webhook-disabled", webhook=webhook_id, reason=reason))


def _attempt(number: int, outcome: Outcome) -> Mapping[str, object]:
    return {
        "number": number, "at": clock.to_text(outcome.at), "status": outcome.status, "error": outcome.error,
        "duration_ms": round(outcome.duration / timedelta(milliseconds=1)), "excerpt": outcome.excerpt,
    }  # fmt: skip


def _hopeless(ended: Iterable[Outcome]) -> Mapping[str, str]:
    found = {}
    for outcome in ended:
        if outcome.status == webhooks.GONE:
            found[outcome.parcel.webhook_id] = "The receiver answered that it is gone (410)"
        elif _has_failed_for_long(outcome.parcel.webhook_id):
            found[outcome.parcel.webhook_id] = "No message has arrived for a week"
    return found


def _has_failed_for_long(webhook_id: str) -> bool:
    mine = Delivery.webhook_id == webhook_id
    last = select(func.max(Delivery.delivered_at)).where(mine).scalar_subquery()
    since = select(func.min(Delivery.failing_since)).where(
        and_(mine, or_(last.is_(None), Delivery.failing_since > last))
    )
    found = db.session().execute(since).scalar_one()
    return found is not None and clock.now() - found >= webhooks.FAILING_FOR
