"""Evidence: what a source shows about a claim, and what it measured."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Id, Logged, Part, one_of, reference
from tracker.models.measures import Measured, measured_constraints

STANCES = ("supports", "refutes", "context")


class Evidence(Logged, Base):
    """A passage of a source and which way it points; withdrawn evidence stays, struck out."""

    __tablename__ = "evidence"
    __table_args__ = (
        one_of("stance", STANCES),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)", name="withdrawal"),
    )
    logged_as = "evidence"

    claim_id: Mapped[Id] = reference("claim", index=True)
    source_id: Mapped[Id] = reference("source", index=True)
    stance: Mapped[str]
    excerpt: Mapped[str]
    locator: Mapped[dict[str, Any] | None]
    note: Mapped[str | None]
    capture_id: Mapped[Id | None] = reference("capture")
    origin_id: Mapped[Id | None] = reference("origin")
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str | None]
    account_id: Mapped[Id | None] = reference("account")

    observations: Mapped[list["Observation"]] = relationship(
        order_by="Observation.id", lazy="selectin", passive_deletes="all"
    )


class Observation(Measured, Part, Base):
    """A measured quantity; a revised figure is a new row that supersedes the old."""

    __tablename__ = "observation"
    __table_args__ = measured_constraints()
    owner, owner_column, collection, key = "evidence", "evidence_id", "observations", "id"

    id: Mapped[Id] = mapped_column(primary_key=True)
    evidence_id: Mapped[Id] = reference("evidence", index=True)
    method: Mapped[str | None]
    margin: Mapped[str | None]
    released_on: Mapped[str | None]
    supersedes_id: Mapped[Id | None] = reference("observation")
