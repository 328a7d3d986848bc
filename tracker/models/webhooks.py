"""Webhooks, the secrets that sign for them, and what was or is to be delivered to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.webhooks import STATUSES
from tracker.lib.ids import new_id
from tracker.models.base import Base, Id, Logged, one_of, reference

PENDING = text("status = 'pending'")


class Webhook(Logged, Base):
    """An address that is told of public changes; one that was removed stays for the history and is not shown."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("disabled_at IS NULL OR NOT active", name="disabled"),
        CheckConstraint("removed_at IS NULL OR NOT active", name="removed"),
        Index("ix_webhook_page", "organization_id", "created_at", "id"),
    )
    logged_as = "webhook"

    url: Mapped[str]
    description: Mapped[str | None]
    events: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class WebhookSecret(Base):
    """What signs for a webhook, kept readable since it has to sign; outside the log.

    One that was replaced signs `until` a time.
    """

    __tablename__ = "webhook_secret"

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    webhook_id: Mapped[Id] = reference("webhook", index=True)
    secret: Mapped[str]
    until: Mapped[datetime | None]


class Delivery(Base):
    """A message to a webhook with its final body, and every attempt to send it; outside the log.

    Its id is the message's. Whoever sends it holds a lease until a time, and is asked for its name when it is done.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        one_of("status", STATUSES),
        UniqueConstraint("webhook_id", "seq"),
        Index("ix_delivery_page", "webhook_id", "created_at", "id"),
        Index("ix_delivery_due", "due_at", "id", sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_delivery_claim", "claim_id"),
        Index("ix_delivery_created_at", "created_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    webhook_id: Mapped[Id] = reference("webhook")
    organization_id: Mapped[Id] = reference("organization")
    type: Mapped[str]
    seq: Mapped[int | None] = mapped_column(BigInteger)
    claim_id: Mapped[Id | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[list[Any]]
    created_at: Mapped[datetime]
    # Since when it is tried: when it was made, or asked for again.
    tried_since: Mapped[datetime]
    due_at: Mapped[datetime]
    lease: Mapped[Id | None]
    leased_until: Mapped[datetime | None]
    # Until when a queue of other workers may have it.
    queued_until: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
