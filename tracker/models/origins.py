"""Origins: where information truly comes from, by which independence is counted."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from tracker.models.base import Base, Id, Logged, reference

# A name is one origin's that all know; what custodians alone know bars no name.
_KNOWN_TO_ALL = text("protected IS NULL")


class Origin(Logged, Base):
    """An agency, a wire, an office; the claimant's own is not independent."""

    __tablename__ = "origin"
    __table_args__ = (
        Index("uq_origin_name", "organization_id", "name", unique=True, sqlite_where=_KNOWN_TO_ALL,
              postgresql_where=_KNOWN_TO_ALL),
    )  # fmt: skip
    logged_as = "origin"

    name: Mapped[str]
    url: Mapped[str | None]
    description: Mapped[str | None]
    claimant_id: Mapped[Id | None] = reference("claimant")
    # True or nothing, since the first entries of older origins do not name it.
    protected: Mapped[bool | None]

    @property
    def is_protected(self) -> bool:
        """Whether only the custodians of the protected sources that have it know it."""
        return bool(self.protected)
