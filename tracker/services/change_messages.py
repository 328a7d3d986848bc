"""What webhooks are told of public changes, written with these; and what is taken out of it with what it told of."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select, update

from tracker.domain import webhooks
from tracker.models import Delivery, Webhook, db, table
from tracker.services import changes, outbox
from tracker.services.outbox import Message

Change = Mapping[str, Any]
REDACTED = "redacted"
# What published addresses begin with, by database.
_sites: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()


def open_for(engine: Engine, *, public_url: str) -> None:
    """Let changes in a database be told, with addresses that begin like this."""
    _sites[engine] = public_url


def _write(_sender: object, *, seqs: Sequence[int]) -> None:
    # Called inside of the deed's transaction, with the log's head locked: so it reads little and writes at once.
    site = _sites.get(db.engine)
    if site is None:
        return
    told = changes.items(seqs, public_url=site)
    listening = _listening({change["organization"]["id"] for change in told})
    outbox.put([sent for change in told for sent in _messages(change, listening)])
    for claim_id in {change["claim_id"] for change in told if change["kind"] == REDACTED}:
        _scrub(claim_id, site)


def _listening(organization_ids: Iterable[str]) -> Sequence[Any]:
    statement = select(Webhook.id, Webhook.organization_id, Webhook.events).where(
        Webhook.organization_id.in_(organization_ids), Webhook.active
    )
    return db.session().execute(statement.order_by(Webhook.id)).all()


def _messages(change: Change, listening: Sequence[Any]) -> Iterable[Message]:
    kind, body = _told(change)
    organization_id = change["organization"]["id"]
    for webhook in listening:
        if webhook.organization_id == organization_id and webhooks.is_wanted(kind, webhook.events):
            yield Message(
                webhook_id=webhook.id, organization_id=organization_id, type=kind, body=body, seq=change["seq"],
                claim_id=change["claim_id"],
            )  # fmt: skip


def _told(change: Change) -> tuple[str, bytes]:
    kind = webhooks.message_type(change["kind"])
    return kind, outbox.body(kind, change["at"], change)


def _scrub(claim_id: str, site: str) -> None:
    # What was told of a check holds what was taken out of it since, and so may what its receivers answered.
    home = table(Delivery)
    columns = (home.c.id, home.c.seq, home.c.attempts)
    for delivery_id, seq, attempts in db.session().execute(select(*columns).where(home.c.claim_id == claim_id)).all():
        _, body = _told(changes.items([seq], public_url=site)[0])
        bare = [attempt | {"excerpt": None} for attempt in attempts]
        db.session().execute(update(home).where(home.c.id == delivery_id).values(body=body, attempts=bare))


changes.told.connect(_write)
