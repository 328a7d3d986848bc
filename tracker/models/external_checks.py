"""Checks of other outlets, which stand beside claims and are never a verdict of ours."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from tracker.domain.publication import STATUSES
from tracker.models.base import Base, Id, Logged, one_of, reference


class ExternalCheck(Logged, Base):
    """Another outlet's check as its publisher tells it, or one of another organization here, by its `check_id`.

    Of a check in this installation only its number and status are kept: all else is what its publication shows.
    """

    __tablename__ = "external_check"
    __table_args__ = (
        one_of("status", STATUSES[1:]),
        CheckConstraint("(check_id IS NULL) = (number IS NULL) AND (check_id IS NULL) = (status IS NULL)", name="here"),
        CheckConstraint(
            "check_id IS NOT NULL OR"
            " (publisher_name IS NOT NULL AND claim_text IS NOT NULL AND label IS NOT NULL)", name="told"
        ),
        Index("uq_external_check_identity", "organization_id", "identity", unique=True),
        Index("uq_external_check_check", "organization_id", "check_id", unique=True),
        Index("ix_external_check_page", "organization_id", "created_at", "id"),
        Index("ix_external_check_check_id", "check_id"),
    )  # fmt: skip
    logged_as = "external_check"

    publisher_name: Mapped[str | None]
    publisher_url: Mapped[str | None]
    url: Mapped[str | None]
    claim_text: Mapped[str | None]
    claimant: Mapped[str | None]
    label: Mapped[str | None]
    language: Mapped[str | None]
    published_on: Mapped[str | None]
    block: Mapped[str | None]
    identity: Mapped[str | None]
    claim_id: Mapped[Id | None] = reference("claim", index=True)
    check_id: Mapped[Id | None] = reference("claim")
    number: Mapped[int | None]
    status: Mapped[str | None]
