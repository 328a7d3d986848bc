"""Webhooks and their deliveries in the API."""

from marshmallow import fields, validate

from tracker.domain.webhooks import ALL, EVENTS, STATUSES
from tracker.schemas.base import In, Links, ObjectOut, Out
from tracker.schemas.fields import Choices, Distinct, Flag, WebUrl, choice, words
from tracker.schemas.paging import PageQuery

EVENTS_TOLD = (
    "Of what it is told: kinds of public changes, or `*` for all there are and will be; and what only the organization"
    " hears of, which has to be named."
)


class WebhookIn(In):
    """An address to tell of what changes at the organization."""

    url = WebUrl(required=True, metadata={"description": "A public address, at port 80, 443, 8080 or 8443."})
    description = words(allow_none=True)
    events = Distinct(choice(EVENTS), least=1, most=len(EVENTS), load_default=lambda: [ALL])
    active = Flag(load_default=True)


class WebhookPatch(In):
    """What can be changed of a webhook; setting `active` also takes up again what was disabled."""

    url = WebUrl()
    description = words(allow_none=True)
    events = Distinct(choice(EVENTS), least=1, most=len(EVENTS))
    active = Flag()


class WebhookOut(ObjectOut):
    """A webhook, without its secret."""

    paths = {"self": "/api/v1/webhooks/{id}", "deliveries": "/api/v1/webhooks/{id}/deliveries"}

    url = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    events = fields.List(fields.String(), required=True, metadata={"description": EVENTS_TOLD})
    active = fields.Boolean(required=True)
    disabled_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    disabled_reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why the service itself has stopped sending."}
    )


class WebhookWithSecretOut(WebhookOut):
    """A webhook with the secret that signs its messages from now on, which is shown this once."""

    secret = fields.String(required=True)


class DeliveriesQuery(PageQuery):
    """Which deliveries are listed."""

    status = Choices(choice(STATUSES))


class AttemptOut(Out):
    """One attempt to deliver a message: what was answered, or why nothing was."""

    number = fields.Integer(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    status = fields.Integer(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)
    duration_ms = fields.Integer(required=True)
    excerpt = fields.String(required=True, allow_none=True, metadata={"description": "How the answer began."})


class DeliveryOut(Out):
    """A message to a webhook, and the attempts to deliver it."""

    paths = {"self": "/api/v1/deliveries/{id}", "webhook": "/api/v1/webhooks/{webhook_id}",
             "replay": "/api/v1/deliveries/{id}/replay"}  # fmt: skip

    id = fields.String(required=True, metadata={"description": "The message's `webhook-id`."})
    webhook_id = fields.String(required=True)
    type = fields.String(required=True)
    seq = fields.Integer(required=True, allow_none=True, metadata={"description": "The change's, where it tells one."})
    claim_id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    attempts = fields.List(fields.Nested(AttemptOut), required=True)
    next_attempt_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    delivered_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    links = Links(required=True)


class WholeDeliveryOut(DeliveryOut):
    """A delivery with the message itself."""

    message = fields.Dict(required=True)
