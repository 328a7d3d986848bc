"""The outbox: messages to webhooks with their final bodies, written in the transaction of what they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from blinker import Signal
from sqlalchemy import insert

from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.models import Delivery, db, table
from tracker.services.recording import afterwards

# Sent after messages were committed in this process.
written = Signal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told to whom; one that tells of a change says of which, and of what claim."""

    webhook_id: str
    organization_id: str
    type: str
    body: bytes
    seq: int | None = None
    claim_id: str | None = None


def body(kind: str, at: str, told: Mapping[str, Any]) -> bytes:
    """Return a message as Standard Webhooks has it."""
    return orjson.dumps({"type": kind, "timestamp": at, "data": told})


def put(messages: Sequence[Message]) -> Sequence[str]:
    """Write messages inside of a deed, to be sent once it is committed; returns their ids."""
    now = clock.now()
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "webhook_id": sent.webhook_id, "organization_id": sent.organization_id, "type": sent.type,
         "seq": sent.seq, "claim_id": sent.claim_id, "body": sent.body, "status": "pending", "attempts": [],
         "created_at": now, "tried_since": now, "due_at": now}
        for sent in messages
    ]  # fmt: skip
    if rows:
        db.session().execute(insert(table(Delivery)), rows)
        afterwards(tell)
    return [row["id"] for row in rows]


def tell() -> None:
    """Tell who delivers that there is something to deliver."""
    written.send(None)
