"""Publications, frozen as they were published, and the renderings that feeds and pages are joined from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.publication import KINDS, SEVERITIES
from tracker.domain.snapshots import TRANSLATED
from tracker.models.base import Base, Id, Logged, one_of, reference

CORRECTING = "kind IN ('correction', 'reinstatement', 'retraction')"


class Publication(Logged, Base):
    """A verdict as it was published: numbered, frozen, with the digest of its salted fields."""

    __tablename__ = "publication"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("severity", SEVERITIES),
        Index("uq_publication_number", "claim_id", "number", unique=True),
        Index("ix_publication_correcting", "published_at", "id", sqlite_where=text(CORRECTING),
              postgresql_where=text(CORRECTING)),
    )  # fmt: skip
    logged_as = "publication"
    unlogged = Logged.unlogged | {"digest", "snapshot"}

    claim_id: Mapped[Id] = reference("claim")
    verdict_id: Mapped[Id] = reference("verdict")
    number: Mapped[int]
    kind: Mapped[str]
    severity: Mapped[str | None]
    notice: Mapped[str | None]
    published_at: Mapped[datetime]
    published_by_id: Mapped[Id | None] = reference("account")
    snapshot: Mapped[dict[str, Any]]
    digest: Mapped[str | None]

    @property
    def label_before(self) -> Mapping[str, str] | None:
        """The label that stood before, by key and name."""
        return self.snapshot["label_before"]

    @property
    def label_after(self) -> Mapping[str, str]:
        """The label that stands from here on, by key and name."""
        return self.snapshot["label_after"]

    @property
    def translates(self) -> bool:
        """Whether it tells the same as the one before, in further languages."""
        return TRANSLATED in self.snapshot

    def log_image(self) -> Mapping[str, object]:
        """Return the row's fields, with one field for each member of the snapshot."""
        return {**super().log_image(), **self._frozen()}

    def log_birth(self) -> Mapping[str, object]:
        """Return the first entry's fields; of the snapshot also the empty ones, so that it can be put together."""
        return {**super().log_birth(), **self._frozen()}

    def _frozen(self) -> Mapping[str, object]:
        return {f"/snapshot/{name}": value for name, value in self.snapshot.items()}


class Rendering(Base):
    """Bytes made from a publication: a cache outside the log that can be rebuilt at any time."""

    __tablename__ = "rendering"
    __table_args__ = (
        Index("ix_rendering_default", "format", "modified_at", "claim_id", sqlite_where=text("is_default = 1"),
              postgresql_where=text("is_default")),
        Index("ix_rendering_language", "format", "language", "modified_at", "claim_id"),
    )  # fmt: skip

    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    is_default: Mapped[bool]
    renderer: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    modified_at: Mapped[datetime]


class Listing(Base):
    """A place of a check in one of the public lists, newest change first: an index outside the log.

    `kind` is what the list is about and `key` which one it is; `number` is the publication that it shows.
    """

    __tablename__ = "listing"
    __table_args__: Any = (Index("ix_listing_claim", "claim_id"), {"sqlite_with_rowid": False})

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(primary_key=True)
    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    number: Mapped[int]
