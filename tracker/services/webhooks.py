"""Webhooks: addresses that are told of an organization's public changes, with secrets that sign what they get."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, Inconsistent, NotFound, fault
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.lib.outgoing import Outgoing, Refused
from tracker.models import Delivery, Webhook, WebhookSecret, db, table
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import recording

# For how long after a rotation messages are signed by both secrets.
OVERLAP = timedelta(hours=24)
MOST = 100
PREFIX = "whsec_"
SECRET_BYTES = 32
UNTOLD = "It did not arrive"
NAMES = ("url", "description", "events", "active")


@dataclass(frozen=True, slots=True)
class Signed:
    """A webhook with the secret that signs for it, which is shown this once."""

    webhook: Webhook
    secret: str = field(repr=False)


def add(actor: Actor, fields: Mapping[str, Any], *, outgoing: Outgoing) -> Signed:
    """Begin to tell an address of what changes from now on; raises Inconsistent for one that may not be asked."""
    permit(actor, "webhook.add")
    with recording(actor) as record:
        finding.in_turn(actor)
        _refuse_unreachable(fields["url"], outgoing)
        _refuse_too_many(actor)
        row = Webhook(organization_id=actor.organization_id, **{name: fields.get(name) for name in NAMES})
        db.session().add(row)
        db.session().flush()
        record("webhook.added", row)
        return Signed(row, _mint(row))


def find(actor: Actor, webhook_id: str) -> Webhook:
    """Return a webhook, without its secret."""
    permit(actor, "webhook.read")
    return kept(actor, webhook_id)


def page(actor: Actor, window: paging.Window) -> paging.Page:
    """Return a page of the organization's webhooks, newest first."""
    permit(actor, "webhook.read")
    statement = select(Webhook).where(Webhook.organization_id == actor.organization_id, Webhook.removed_at.is_(None))
    return paging.page(statement, paging.Order(column=Webhook.created_at, tie=Webhook.id), window)


def change(
    actor: Actor, webhook_id: str, changes: Mapping[str, Any], *, expected: Expected, outgoing: Outgoing
) -> Webhook:
    """Change a webhook; making it active takes up again what was disabled, with what still waits."""
    permit(actor, "webhook.update")
    with recording(actor) as record:
        row = kept(actor, webhook_id, lock=True)
        finding.check(row.version, expected)
        if "url" in changes or changes.get("active"):
            # An address that was taken out is none.
            _refuse_unreachable(changes.get("url", row.url), outgoing)
        finding.assign(row, changes, NAMES)
        if row.active and row.disabled_at:
            row.disabled_at = row.disabled_reason = None
        if db.session().is_modified(row):
            record("webhook.updated", row)
    return row


def remove(actor: Actor, webhook_id: str, *, expected: Expected) -> None:
    """Tell an address nothing more; its secrets are deleted."""
    permit(actor, "webhook.remove")
    with recording(actor) as record:
        row = kept(actor, webhook_id, lock=True)
        finding.check(row.version, expected)
        row.active, row.removed_at = False, clock.now()
        row.disabled_at = row.disabled_reason = None
        record("webhook.removed", row)
        db.session().execute(delete(table(WebhookSecret)).where(WebhookSecret.webhook_id == row.id))


def rotate(actor: Actor, webhook_id: str) -> Signed:
    """Sign by a new secret, and for another day by the one before as well."""
    permit(actor, "webhook.rotate")
    with recording(actor) as record:
        row = kept(actor, webhook_id, lock=True)
        now = clock.now()
        secrets_of = table(WebhookSecret)
        mine = secrets_of.c.webhook_id == row.id
        db.session().execute(delete(secrets_of).where(mine, secrets_of.c.until <= now))
        db.session().execute(update(secrets_of).where(mine, secrets_of.c.until.is_(None)).values(until=now + OVERLAP))
        record("webhook.rotated", row)
        return Signed(row, _mint(row))


def silence(row: Webhook) -> None:
    """Tell a webhook nothing more whose address is taken out, inside a deed, and forget what its receiver answered."""
    row.active = False
    home = table(Delivery)
    mine = select(home.c.id, home.c.attempts).where(home.c.webhook_id == row.id)
    for delivery_id, attempts in db.session().execute(mine).all():
        bare = [attempt | {"error": attempt["error"] and UNTOLD, "excerpt": None} for attempt in attempts]
        db.session().execute(update(home).where(home.c.id == delivery_id).values(attempts=bare))


def kept(actor: Actor, webhook_id: str, *, lock: bool = False) -> Webhook:
    """Return a webhook that was not removed, or raise NotFound."""
    row = finding.find(Webhook, actor, webhook_id, lock=lock)
    if row.removed_at is not None:
        raise NotFound(kind=Webhook.logged_as)
    return row


def signing(webhook_ids: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the secrets that sign for webhooks now, by their ids, the newest first."""
    good = or_(WebhookSecret.until.is_(None), WebhookSecret.until > clock.now())
    columns = select(WebhookSecret.webhook_id, WebhookSecret.secret)
    statement = columns.where(WebhookSecret.webhook_id.in_(webhook_ids), good).order_by(WebhookSecret.id.desc())
    found: dict[str, list[str]] = {webhook_id: [] for webhook_id in webhook_ids}
    for webhook_id, secret in db.session().execute(statement):
        found[webhook_id].append(secret)
    return found


def _mint(row: Webhook) -> str:
    secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    db.session().execute(insert(table(WebhookSecret)).values(id=new_id(), webhook_id=row.id, secret=secret))
    return secret


def _refuse_unreachable(url: str, outgoing: Outgoing) -> None:
    try:
        outgoing.check(url)
    except Refused as refusal:
        raise Inconsistent(errors=[fault("/url", "not-allowed", f"{refusal}.")]) from refusal


def _refuse_too_many(actor: Actor) -> None:
    mine = (Webhook.organization_id == actor.organization_id, Webhook.removed_at.is_(None))
    if db.session().execute(select(func.count()).where(*mine)).scalar_one() >= MOST:
        raise Conflict(reason=f"An organization has at most {MOST} webhooks")
