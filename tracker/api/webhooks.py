"""Webhooks: addresses that are told of public changes, and what was delivered to them."""

from typing import Any

from flask import current_app

from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import Inconsistent
from tracker.lib.outgoing import Outgoing
from tracker.schemas.base import Empty
from tracker.schemas.paging import PageQuery
from tracker.schemas.webhooks import (
    DeliveriesQuery,
    DeliveryOut,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
    WebhookWithSecretOut,
    WholeDeliveryOut,
)
from tracker.services import deliveries, webhooks
from tracker.services.finding import Expected
from tracker.services.webhooks import Signed

door = Door("webhooks", __name__, description="Messages about public changes (Standard Webhooks), and their delivery.")


@door.get("/webhooks", query=PageQuery, answer=list_of(WebhookOut, "Webhooks"), paged=True)
def list_webhooks(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's webhooks, without their secrets."""
    return paged(webhooks.page(actor, window(query)))


@door.post("/webhooks", body=WebhookIn, answer=WebhookWithSecretOut, secret=True, errors=(Inconsistent,),
           example="webhook")  # fmt: skip
def add_webhook(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Tell an address of public changes from now on: the secret that signs is in this answer alone."""
    return _with_secret(webhooks.add(actor, body, outgoing=_outgoing()))


@door.get("/webhooks/<webhook_id>", answer=WebhookOut)
def show_webhook(actor: Actor, webhook_id: str) -> Any:
    """Show a webhook, without its secret."""
    return webhooks.find(actor, webhook_id)


@door.patch("/webhooks/<webhook_id>", body=WebhookPatch, answer=WebhookOut, errors=(Inconsistent,),
            example="webhook_patch")  # fmt: skip
def update_webhook(actor: Actor, webhook_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change a webhook, pause it, or take it up again."""
    return webhooks.change(actor, webhook_id, body, expected=expected, outgoing=_outgoing())


@door.delete("/webhooks/<webhook_id>")
def remove_webhook(actor: Actor, webhook_id: str, *, expected: Expected) -> None:
    """Remove a webhook: it is told nothing more, and what still waits is not sent."""
    webhooks.remove(actor, webhook_id, expected=expected)


@door.post("/webhooks/<webhook_id>/rotation", body=Empty, answer=WebhookWithSecretOut, status=200, secret=True,
           example="webhook_rotation")  # fmt: skip
def rotate_webhook_secret(actor: Actor, webhook_id: str, *, body: dict[str, Any]) -> Any:
    """Sign by a new secret, which is in this answer alone, and for another day by the one before as well."""
    return _with_secret(webhooks.rotate(actor, webhook_id))


@door.post("/webhooks/<webhook_id>/test", body=Empty, answer=WholeDeliveryOut, status=202, example="webhook_test")
def test_webhook(actor: Actor, webhook_id: str, *, body: dict[str, Any]) -> Any:
    """Send a message that tells of nothing: its delivery shows how that went."""
    return _passing(deliveries.test(actor, webhook_id))


@door.get("/webhooks/<webhook_id>/deliveries", query=DeliveriesQuery, answer=list_of(DeliveryOut, "Deliveries"),
          paged=True)  # fmt: skip
def list_deliveries(actor: Actor, webhook_id: str, *, query: dict[str, Any]) -> Any:
    """List what was sent or is to be sent to a webhook, newest first."""
    found = paged(deliveries.page(actor, webhook_id, window(query), status=query.get("status")))
    return Answer(value=found.value, links=found.links, lasting=False)


@door.get("/deliveries/<delivery_id>", answer=WholeDeliveryOut)
def show_delivery(actor: Actor, delivery_id: str) -> Any:
    """Show a delivery: the message, and every attempt to send it."""
    return _passing(deliveries.find(actor, delivery_id))


@door.post("/deliveries/<delivery_id>/replay", body=Empty, answer=WholeDeliveryOut, status=202, example="replay")
def replay_delivery(actor: Actor, delivery_id: str, *, body: dict[str, Any]) -> Any:
    """Send a message again, under its own id."""
    return _passing(deliveries.replay(actor, delivery_id))


def _passing(delivery: dict[str, Any]) -> Answer:
    # How a delivery goes is not written in the log.
    return Answer(value=delivery, lasting=False)


def _outgoing() -> Outgoing:
    found: Outgoing = current_app.extensions["outgoing"]
    return found


def _with_secret(signed: Signed) -> dict[str, Any]:
    names = ("id", "version", "created_at", "updated_at", "url", "description", "events", "active", "disabled_at",
             "disabled_reason")  # fmt: skip
    return {name: getattr(signed.webhook, name) for name in names} | {"secret": signed.secret}
