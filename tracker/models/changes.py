"""Changes of what is public, by the sequence of the entries that tell of them."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.changes import KINDS
from tracker.models.base import Base, Id, one_of


class Change(Base):
    """An entry of the log that changed what the public sees of a check: an index outside the log.

    What of it may be erased is not here, but read from the publication of this number, as that stands now.
    """

    __tablename__ = "change"
    __table_args__ = (one_of("kind", KINDS), Index("ix_change_organization", "organization_id", "seq"))

    seq: Mapped[int] = mapped_column(BigInteger, ForeignKey("log_entry.seq"), primary_key=True, autoincrement=False)
    kind: Mapped[str]
    claim_id: Mapped[Id] = mapped_column(ForeignKey("claim.id"), index=True)
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"))
    number: Mapped[int]
    label_before: Mapped[dict[str, Any] | None]
    label_after: Mapped[dict[str, Any]]
