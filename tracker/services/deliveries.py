"""Deliveries as an organization sees them: what was sent to its webhooks, how it went, and sending it again."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import Select, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.domain.webhooks import PING
from tracker.errors import Conflict, NotFound
from tracker.lib import clock
from tracker.models import Delivery, Webhook, db
from tracker.services import outbox, paging, webhooks
from tracker.services.outbox import Message
from tracker.services.recording import afterwards, recording

View = dict[str, Any]
SHOWN = ("id", "webhook_id", "type", "seq", "claim_id", "status", "attempts", "created_at", "delivered_at")


def page(actor: Actor, webhook_id: str, window: paging.Window, *, status: Collection[str] | None) -> paging.Page:
    """Return a page of what was sent or is to be sent to a webhook, newest first."""
    permit(actor, "delivery.read")
    webhook = webhooks.kept(actor, webhook_id)
    statement = select(Delivery).where(Delivery.webhook_id == webhook.id)
    if status:
        statement = statement.where(Delivery.status.in_(status))
    found = paging.page(statement, paging.Order(column=Delivery.created_at, tie=Delivery.id), window)
    return paging.shown(found, lambda rows: map(_view, rows))


def find(actor: Actor, delivery_id: str) -> View:
    """Return a delivery with its message."""
    permit(actor, "delivery.read")
    return _whole(_found(actor, delivery_id))


def replay(actor: Actor, delivery_id: str) -> View:
    """Send a message again, under its own id, as soon as can be; it is tried for another day.

    Raises Conflict where the webhook is not active.
    """
    permit(actor, "delivery.replay")
    with recording(actor):
        row = _found(actor, delivery_id, lock=True)
        _refuse_inactive(webhooks.kept(actor, row.webhook_id))
        row.status, row.delivered_at = "pending", None
        row.due_at = row.tried_since = clock.now()
        row.queued_until = None
        afterwards(outbox.tell)
        return _whole(row)


def test(actor: Actor, webhook_id: str) -> View:
    """Send a message that tells of nothing; raises Conflict where the webhook is not active."""
    permit(actor, "webhook.test")
    with recording(actor):
        webhook = webhooks.kept(actor, webhook_id)
        _refuse_inactive(webhook)
        told = {"webhook_id": webhook.id, "organization_id": webhook.organization_id}
        body = outbox.body(PING, clock.to_text(clock.now()), told)
        sent = Message(webhook_id=webhook.id, organization_id=webhook.organization_id, type=PING, body=body)
        (delivery_id,) = outbox.put([sent])
        return _whole(db.session().get_one(Delivery, delivery_id))


def _found(actor: Actor, delivery_id: str, *, lock: bool = False) -> Delivery:
    statement: Select[Delivery] = (
        select(Delivery)
        .join(Webhook)
        .where(
            Delivery.id == delivery_id, Delivery.organization_id == actor.organization_id, Webhook.removed_at.is_(None)
        )
    )
    if lock:
        statement = statement.with_for_update(of=Delivery).execution_options(populate_existing=True)
    row = db.session().execute(statement).scalar_one_or_none()
    if row is None:
        raise NotFound(kind="delivery")
    return row


def _refuse_inactive(webhook: Webhook) -> None:
    if not webhook.active:
        raise Conflict(reason="The webhook is not active")


def _view(row: Delivery) -> View:
    is_due = row.status == "pending"
    return {name: getattr(row, name) for name in SHOWN} | {"next_attempt_at": row.due_at if is_due else None}


def _whole(row: Delivery) -> View:
    return _view(row) | {"message": orjson.loads(row.body)}
