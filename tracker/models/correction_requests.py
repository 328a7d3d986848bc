"""Requests of readers for a correction of a published check."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.corrections import OPEN, STATUSES
from tracker.models.base import Base, Id, Logged, one_of, reference


class CorrectionRequest(Logged, Base):
    """What somebody says is wrong with a check, when that is to be decided, and how it was.

    Of the token by which its sender reads what became of it only the digest is kept, and that not in the log.
    """

    __tablename__ = "correction_request"
    __table_args__ = (
        one_of("status", STATUSES),
        CheckConstraint("length(token_digest) = 32", name="token_digest"),
        CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="decision"),
        Index("ix_correction_request_page", "organization_id", "created_at", "id"),
        Index("ix_correction_request_due", "organization_id", "status", "due_on"),
    )
    logged_as = "correction_request"
    unlogged = Logged.unlogged | {"token_digest"}

    claim_id: Mapped[Id] = reference("claim", index=True)
    number: Mapped[int]
    text: Mapped[str]
    evidence_urls: Mapped[list[Any]]
    name: Mapped[str | None]
    email: Mapped[str | None]
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    due_on: Mapped[str]
    status: Mapped[str] = mapped_column(default=OPEN)
    decision_reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[Id | None] = reference("account")
