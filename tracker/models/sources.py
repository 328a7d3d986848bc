"""Sources, the identity of protected ones, their custodians, and captures."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Id, Logged, Part, one_of, reference

SOURCE_KINDS = ("document", "page", "dataset", "post", "recording", "person", "other")
SOURCE_LEVELS = ("primary", "secondary")


class Source(Logged, Base):
    """Something that can be cited; a protected one keeps its identity in a row of its own."""

    __tablename__ = "source"
    __table_args__ = (
        one_of("kind", SOURCE_KINDS),
        one_of("level", SOURCE_LEVELS),
        Index("uq_source_url_digest", "organization_id", "url_digest", unique=True),
        Index("ix_source_page", "organization_id", "created_at", "id"),
        CheckConstraint(
            "NOT protected OR (url IS NULL AND title IS NULL AND publisher IS NULL AND public_description IS NOT NULL)",
            name="protected",
        ),
    )
    logged_as = "source"

    kind: Mapped[str]
    level: Mapped[str]
    url: Mapped[str | None]
    url_digest: Mapped[str | None]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[str | None]
    language: Mapped[str | None]
    origin_id: Mapped[Id | None] = reference("origin")
    disclosure: Mapped[str | None]
    protected: Mapped[bool] = mapped_column(default=False)
    public_description: Mapped[str | None]

    identity: Mapped["SourceIdentity | None"] = relationship(lazy="select", passive_deletes="all")
    custodians: Mapped[list["SourceCustodian"]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    captures: Mapped[list["Capture"]] = relationship(order_by="Capture.id", lazy="select", passive_deletes="all")


class SourceIdentity(Part, Base):
    """Who or what a protected source is: only its custodians see it, here and in the log."""

    __tablename__ = "source_identity"
    owner, owner_column, collection, key = "source", "source_id", "identity", "source_id"

    source_id: Mapped[Id] = mapped_column(ForeignKey("source.id"), primary_key=True)
    url: Mapped[str | None]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[str | None]
    origin_id: Mapped[Id | None] = reference("origin")


class SourceCustodian(Part, Base):
    """An account that may see who a protected source is."""

    __tablename__ = "source_custodian"
    owner, owner_column, collection, key = "source", "source_id", "custodians", "account_id"

    source_id: Mapped[Id] = mapped_column(ForeignKey("source.id"), primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("account.id"), primary_key=True)


class Capture(Part, Base):
    """A source as it was at a moment: a file by its SHA-256."""

    __tablename__ = "capture"
    __table_args__ = (
        one_of("method", ("upload",)),
        one_of("outcome", ("stored", "erased", "restricted")),
        CheckConstraint("length(digest) = 64", name="digest"),
    )
    owner, owner_column, collection, key = "source", "source_id", "captures", "id"

    id: Mapped[Id] = mapped_column(primary_key=True)
    source_id: Mapped[Id] = reference("source", index=True)
    digest: Mapped[str] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    filename: Mapped[str | None]
    method: Mapped[str]
    outcome: Mapped[str]
    captured_at: Mapped[datetime]
    account_id: Mapped[Id | None] = reference("account")
