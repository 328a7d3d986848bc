"""Verdicts, their texts by language, what they cite, who contributed, and waivers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Id, Logged, Part, one_of, reference

AT_HAND = ("draft", "in_review", "approved")
VERDICT_STATUSES = (*AT_HAND, "published", "superseded", "discarded")
_AT_HAND = text("status IN ('draft', 'in_review', 'approved')")


class Verdict(Logged, Base):
    """An organization's answer to a claim; a claim has at most one at hand."""

    __tablename__ = "verdict"
    __table_args__ = (
        one_of("status", VERDICT_STATUSES),
        ForeignKeyConstraint(["scale_id", "label"], ["label.scale_id", "label.key"], name="fk_verdict_label"),
        Index("uq_verdict_at_hand", "claim_id", unique=True, sqlite_where=_AT_HAND, postgresql_where=_AT_HAND),
    )
    logged_as = "verdict"

    claim_id: Mapped[Id] = reference("claim", index=True)
    scale_id: Mapped[Id]
    label: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    true_as_of: Mapped[str | None]
    review_by: Mapped[str | None]
    statements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published_rating: Mapped[dict[str, Any] | None]
    proposed_by_id: Mapped[Id | None] = reference("account")
    approved_by_id: Mapped[Id | None] = reference("account")
    approved_at: Mapped[datetime | None]
    approval_digest: Mapped[str | None]

    texts: Mapped[list["VerdictText"]] = relationship(
        order_by="VerdictText.position", lazy="selectin", cascade="all, delete-orphan"
    )
    cited: Mapped[list["VerdictEvidence"]] = relationship(
        order_by="VerdictEvidence.position", lazy="selectin", cascade="all, delete-orphan"
    )
    contributors: Mapped[list["VerdictContributor"]] = relationship(lazy="selectin", passive_deletes="all")
    waivers: Mapped[list["Waiver"]] = relationship(order_by="Waiver.id", lazy="selectin", passive_deletes="all")


class VerdictText(Part, Base):
    """A verdict's words in one language."""

    __tablename__ = "verdict_text"
    owner, owner_column, collection, key = "verdict", "verdict_id", "texts", "language"

    verdict_id: Mapped[Id] = mapped_column(ForeignKey("verdict.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str | None]
    claim_reviewed: Mapped[str | None]
    summary: Mapped[str | None]
    rationale: Mapped[str | None]


class VerdictEvidence(Part, Base):
    """A piece of evidence that a verdict cites."""

    __tablename__ = "verdict_evidence"
    owner, owner_column, collection, key = "verdict", "verdict_id", "evidence", "evidence_id"

    verdict_id: Mapped[Id] = mapped_column(ForeignKey("verdict.id"), primary_key=True)
    evidence_id: Mapped[Id] = mapped_column(ForeignKey("evidence.id"), primary_key=True, index=True)
    position: Mapped[int]


class VerdictContributor(Part, Base):
    """An account that wrote a revision of a verdict."""

    __tablename__ = "verdict_contributor"
    owner, owner_column, collection, key = "verdict", "verdict_id", "contributors", "account_id"

    verdict_id: Mapped[Id] = mapped_column(ForeignKey("verdict.id"), primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class Waiver(Part, Base):
    """A gate rule set aside for one verdict, with a reason, by a second person."""

    __tablename__ = "waiver"
    __table_args__ = (Index("uq_waiver_rule", "verdict_id", "rule", unique=True),)
    owner, owner_column, collection, key = "verdict", "verdict_id", "waivers", "id"

    id: Mapped[Id] = mapped_column(primary_key=True)
    verdict_id: Mapped[Id] = reference("verdict")
    rule: Mapped[str]
    reason: Mapped[str]
    account_id: Mapped[Id | None] = reference("account")
    waived_at: Mapped[datetime]
