"""Origins: where information truly comes from, by which independence is counted."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from tracker.models.base import Base, Id, Logged, reference


class Origin(Logged, Base):
    """An agency, a wire, an office; the claimant's own is not independent."""

    __tablename__ = "origin"
    __table_args__ = (Index("uq_origin_name", "organization_id", "name", unique=True),)
    logged_as = "origin"

    name: Mapped[str]
    url: Mapped[str | None]
    description: Mapped[str | None]
    claimant_id: Mapped[Id | None] = reference("claimant")
