"""Claimants: who made a claim."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Id, Logged, Part, one_of

CLAIMANT_KINDS = ("person", "organization")


class Claimant(Logged, Base):
    """A person or organization that makes claims."""

    __tablename__ = "claimant"
    __table_args__ = (
        one_of("kind", CLAIMANT_KINDS),
        Index("ix_claimant_name", "organization_id", "name", "kind"),
        Index("ix_claimant_page", "organization_id", "created_at", "id"),
    )
    logged_as = "claimant"

    name: Mapped[str]
    kind: Mapped[str]
    description: Mapped[str | None]

    links: Mapped[list["ClaimantLink"]] = relationship(
        order_by="ClaimantLink.position", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def same_as(self) -> list[str]:
        """The URLs that say who this is, in the order given."""
        return [link.url for link in self.links]


class ClaimantLink(Part, Base):
    """A page elsewhere about a claimant; within an organization it names one claimant."""

    __tablename__ = "claimant_link"
    __table_args__ = (Index("uq_claimant_link_url_digest", "organization_id", "url_digest", unique=True),)
    owner, owner_column, collection, key = "claimant", "claimant_id", "same_as", "position"
    unlogged = frozenset({"organization_id", "url_digest"})

    claimant_id: Mapped[Id] = mapped_column(ForeignKey("claimant.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    url: Mapped[str]
    url_digest: Mapped[str]
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"))
