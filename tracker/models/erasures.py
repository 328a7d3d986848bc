"""Erasures and restrictions, and what of them is still to be removed outside of the tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.erasing import KINDS, STATUSES
from tracker.models.base import Base, Id, Logged, one_of, reference

REMNANTS = ("database", "file")


class Erasure(Logged, Base):
    """A request to erase or to hide fields and captures; `targets` name them and never hold what they held."""

    __tablename__ = "erasure"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("status", STATUSES),
        CheckConstraint("(status = 'filed') = (confirmed_at IS NULL)", name="confirmation"),
        CheckConstraint("(status = 'lifted') = (lifted_at IS NOT NULL)", name="lifting"),
        Index("ix_erasure_page", "organization_id", "created_at", "id"),
    )
    logged_as = "erasure"

    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="filed")
    targets: Mapped[list[Any]]
    replacement_text: Mapped[str]
    ground: Mapped[str]
    reason: Mapped[str]
    filed_by_id: Mapped[Id | None] = reference("account")
    confirmed_by_id: Mapped[Id | None] = reference("account")
    confirmed_at: Mapped[datetime | None]
    lifted_by_id: Mapped[Id | None] = reference("account")
    lifted_at: Mapped[datetime | None]


class Remnant(Base):
    """Something that a confirmed erasure leaves until it is removed, which no transaction can do; outside the log.

    `name` is a captured file's digest, or empty for the freed pages of the database.
    """

    __tablename__ = "remnant"
    __table_args__ = (one_of("kind", REMNANTS),)

    erasure_id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
