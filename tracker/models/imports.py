"""Imports of published checks: the file, what becomes of each of its rows, and where checks came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.imports import FORMATS, OUTCOMES, PURPOSES, STATES
from tracker.models.base import Base, Id, Logged, one_of, reference


class Import(Logged, Base):
    """A file of checks, how it is read, and how far that has come: `done` rows of `total`, once those are counted."""

    __tablename__ = "import"
    __table_args__ = (
        one_of("purpose", PURPOSES),
        one_of("format", FORMATS),
        one_of("state", STATES),
        CheckConstraint("length(digest) = 64", name="digest"),
        Index("ix_import_page", "organization_id", "created_at", "id"),
        Index("ix_import_state", "state", "id"),
    )
    logged_as = "import"

    purpose: Mapped[str]
    format: Mapped[str | None]
    columns: Mapped[dict[str, Any]]
    language: Mapped[str]
    dry_run: Mapped[bool] = mapped_column(default=False)
    filename: Mapped[str | None]
    digest: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    source_id: Mapped[Id | None] = reference("source")
    filed_by_id: Mapped[Id | None] = reference("account")
    state: Mapped[str] = mapped_column(default="waiting")
    failure: Mapped[str | None]
    total: Mapped[int | None]
    done: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]

    @property
    def skipped(self) -> int:
        """How many rows were left out, with nothing wrong with them: those of which nothing else became."""
        return self.done - self.created - self.updated - self.unchanged - self.refused


class ImportRow(Base):
    """What became of one row of an import; outside of the log, which tells of what the row made."""

    __tablename__ = "import_row"
    __table_args__ = (one_of("outcome", OUTCOMES), Index("ix_import_row_outcome", "import_id", "outcome", "number"))

    import_id: Mapped[Id] = mapped_column(ForeignKey("import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[str]
    outcome: Mapped[str]
    check_id: Mapped[Id | None] = reference("claim")
    external_check_id: Mapped[Id | None] = mapped_column(String(36))
    faults: Mapped[list[Any]]
    remarks: Mapped[list[Any]]


class ArchivedCheck(Base):
    """Which check of an organization is the one that its archive has at an address: by it nothing comes in twice.

    `digest` is that of what was imported, which tells whether the archive has changed it since. Outside of the log.
    """

    __tablename__ = "archived_check"

    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    identity: Mapped[str] = mapped_column(String(64), primary_key=True)
    claim_id: Mapped[Id] = reference("claim", index=True)
    digest: Mapped[str] = mapped_column(String(64))
