"""Claims and what is part of them: appearances, quantities, assignees, pages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.workflow import PUBLICATION_STATUSES, STATES
from tracker.models.base import Base, Id, Logged, Part, one_of, reference
from tracker.models.measures import Measured, measured_constraints

CLAIM_KINDS = ("statement", "quote", "promise", "position", "media", "rumour")
ATTRIBUTIONS = ("named", "unnamed", "none")
APPEARANCE_ROLES = ("makes", "repeats", "reports")


class Claim(Logged, Base):
    """One checkable statement, its place in the workflow, and what is public of it."""

    __tablename__ = "claim"
    __table_args__ = (
        one_of("kind", CLAIM_KINDS),
        one_of("attribution", ATTRIBUTIONS),
        one_of("state", STATES),
        one_of("publication_status", PUBLICATION_STATUSES),
        Index("ix_claim_page", "organization_id", "created_at", "id"),
        Index("ix_claim_state", "organization_id", "state", "created_at", "id"),
        Index("ix_claim_updated", "organization_id", "updated_at", "id"),
        Index("ix_claim_made", "organization_id", "made_from", "id"),
        Index("ix_claim_claimant", "claimant_id", "created_at", "id"),
        Index("ix_claim_label", "organization_id", "published_label", "created_at", "id"),
        Index("ix_claim_review_by", "organization_id", "review_by"),
        Index("ix_claim_public", "public_changed_at", "id", postgresql_where=text("public_changed_at IS NOT NULL"),
              sqlite_where=text("public_changed_at IS NOT NULL")),
        Index("ix_claim_public_organization", "organization_id", "public_changed_at", "id",
              postgresql_where=text("public_changed_at IS NOT NULL"),
              sqlite_where=text("public_changed_at IS NOT NULL")),
    )  # fmt: skip
    logged_as = "claim"

    text: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str] = mapped_column(default="statement")
    attribution: Mapped[str]
    attribution_note: Mapped[str | None]
    claimant_id: Mapped[Id | None] = reference("claimant")
    job_title: Mapped[str | None]
    made_on: Mapped[str | None]
    made_from: Mapped[date | None] = mapped_column(Date)
    made_to: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str | None]
    topics: Mapped[list[Any]] = mapped_column(default=list)
    context: Mapped[str | None]
    selection_reason: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="logged")
    merged_into_id: Mapped[Id | None] = reference("claim", index=True)
    publication_status: Mapped[str] = mapped_column(default="none")
    published_number: Mapped[int] = mapped_column(default=0)
    published_label: Mapped[str | None]
    published_class: Mapped[str | None]
    first_published_at: Mapped[datetime | None]
    public_changed_at: Mapped[datetime | None]
    review_by: Mapped[str | None] = mapped_column(String(10))
    created_by_id: Mapped[Id | None] = reference("account")

    appearances: Mapped[list["Appearance"]] = relationship(
        order_by="Appearance.id", lazy="select", passive_deletes="all"
    )
    quantities: Mapped[list["Quantity"]] = relationship(order_by="Quantity.id", lazy="select", passive_deletes="all")
    assignees: Mapped[list["ClaimAssignee"]] = relationship(lazy="select", cascade="all, delete-orphan")
    pages: Mapped[list["ClaimPage"]] = relationship(
        order_by="ClaimPage.language", lazy="select", cascade="all, delete-orphan"
    )


class ClaimTopic(Base):
    """An index of claims by topic and time, outside the log: rebuilt from `claim.topics`."""

    __tablename__ = "claim_topic"
    __table_args__ = (
        Index("ix_claim_topic_topic", "topic", "claim_id"),
        Index("ix_claim_topic_page", "organization_id", "topic", "created_at", "claim_id"),
    )

    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"))
    created_at: Mapped[datetime]


class ClaimDocument(Base):
    """A claim's JSON as all callers are shown it, and what decides the rest: a cache outside the log."""

    __tablename__ = "claim_document"

    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    layout: Mapped[int]
    situation: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Appearance(Part, Base):
    """A source in which the claim was seen."""

    __tablename__ = "appearance"
    __table_args__ = (
        one_of("role", APPEARANCE_ROLES),
        Index(
            "uq_appearance_first", "claim_id", unique=True, sqlite_where=text("first"), postgresql_where=text("first")
        ),
    )
    owner, owner_column, collection, key = "claim", "claim_id", "appearances", "id"

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    claim_id: Mapped[Id] = reference("claim", index=True)
    source_id: Mapped[Id] = reference("source", index=True)
    role: Mapped[str]
    first: Mapped[bool] = mapped_column(default=False)
    wording: Mapped[str | None]
    language: Mapped[str | None]
    locator: Mapped[dict[str, Any] | None]
    claimant_id: Mapped[Id | None] = reference("claimant")
    made_on: Mapped[str | None]


class Quantity(Measured, Part, Base):
    """A number in a claim."""

    __tablename__ = "quantity"
    __table_args__ = measured_constraints()
    owner, owner_column, collection, key = "claim", "claim_id", "quantities", "id"

    id: Mapped[Id] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    claim_id: Mapped[Id] = reference("claim", index=True)


class ClaimNumber(Base):
    """An index of claims by what they measure and how far off it is, outside the log: rebuilt from the numbers.

    The factor is the greatest by which the number differs from one that evidence measured; null where none compares.
    """

    __tablename__ = "claim_number"
    __table_args__ = (
        Index("ix_claim_number_claim", "claim_id"),
        Index("ix_claim_number_metric", "organization_id", "metric", "factor", "claim_id"),
        Index("ix_claim_number_factor", "organization_id", "factor", "claim_id"),
    )

    quantity_id: Mapped[Id] = mapped_column(primary_key=True)
    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"))
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"))
    metric: Mapped[str]
    factor: Mapped[float | None]


class ClaimAssignee(Part, Base):
    """An account that works on a claim."""

    __tablename__ = "claim_assignee"
    owner, owner_column, collection, key = "claim", "claim_id", "assignees", "account_id"

    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class ClaimPage(Part, Base):
    """Where the outlet itself published the check, one URL a language."""

    __tablename__ = "claim_page"
    __table_args__ = (Index("ix_claim_page_url", "url", postgresql_using="hash"),)
    owner, owner_column, collection, key = "claim", "claim_id", "pages", "language"

    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
