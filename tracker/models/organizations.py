"""The organization's row: the outlet that checks and publishes."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.gates import GATES
from tracker.models.base import Base, Logged, one_of


class Organization(Logged, Base):
    """An outlet; it belongs to itself."""

    __tablename__ = "organization"
    __table_args__ = (one_of("policy", GATES),)
    logged_as = "organization"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    url: Mapped[str | None]
    logo_url: Mapped[str | None]
    languages: Mapped[list[Any]]
    time_zone: Mapped[str]
    policies: Mapped[dict[str, Any]]
    policy: Mapped[str]
    # From which likelihood on a suggested match is in a band, where the organization has its own bounds.
    match_bounds: Mapped[dict[str, Any] | None]
