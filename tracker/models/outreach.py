"""Attempts to reach the claimant, and comments of the newsroom on a claim."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from tracker.models.base import Base, Id, Logged, reference


class Outreach(Logged, Base):
    """One attempt to reach the claimant, and what came of it."""

    __tablename__ = "outreach"
    logged_as = "outreach"

    claim_id: Mapped[Id] = reference("claim", index=True)
    contacted_at: Mapped[datetime]
    channel: Mapped[str]
    recipient: Mapped[str | None]
    question: Mapped[str]
    reply_due_on: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    account_id: Mapped[Id | None] = reference("account")


class Comment(Logged, Base):
    """A remark inside the newsroom; it is never published."""

    __tablename__ = "comment"
    logged_as = "comment"

    claim_id: Mapped[Id] = reference("claim", index=True)
    text: Mapped[str]
    account_id: Mapped[Id | None] = reference("account")
