"""Pages of the Fact Check Tools API: an outlet's own page, and the checks whose markup stands on it."""

from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Id, Logged, Part, reference


class MarkupPage(Logged, Base):
    """A page with markup of checks; what a markup says is what the check's publication shows.

    A removed page stays in the log and the table, and is gone for everybody else.
    """

    __tablename__ = "markup_page"
    __table_args__: Any = (
        Index("uq_markup_page_url_digest", "organization_id", "url_digest", unique=True,
              sqlite_where=text("NOT removed"), postgresql_where=text("NOT removed")),
        Index("ix_markup_page_page", "organization_id", "created_at", "id"),
    )  # fmt: skip
    logged_as = "markup_page"

    url: Mapped[str | None]
    url_digest: Mapped[str | None]
    host: Mapped[str | None]
    published_on: Mapped[str | None]
    author_name: Mapped[str | None]
    author_image_url: Mapped[str | None]
    removed: Mapped[bool] = mapped_column(default=False)

    checks: Mapped[list["MarkupPageCheck"]] = relationship(
        order_by="MarkupPageCheck.position", lazy="selectin", cascade="all, delete-orphan"
    )


class MarkupPageCheck(Part, Base):
    """A check on a page, with what only its markup tells.

    `is_first_known` says whether it tells a first appearance, `label` how the page spells the check's label.
    """

    __tablename__ = "markup_page_check"
    owner, owner_column, collection, key = "markup_page", "markup_page_id", "checks", "position"

    markup_page_id: Mapped[Id] = mapped_column(ForeignKey("markup_page.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[Id] = reference("claim", index=True)
    is_first_known: Mapped[bool]
    claimant_image_url: Mapped[str | None]
    rating_image_url: Mapped[str | None]
    label: Mapped[str | None]
