"""Rating scales, in versions of one family, and their ordered labels."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.ratings import LABEL_CLASSES, SCALE_KINDS
from tracker.models.base import Base, Id, Logged, Part, one_of


class Scale(Logged, Base):
    """One version of a rating scale; a version that a verdict uses never changes."""

    __tablename__ = "scale"
    __table_args__ = (
        one_of("kind", SCALE_KINDS),
        Index("uq_scale_family_number", "family_id", "number", unique=True),
        Index(
            "uq_scale_current", "family_id", unique=True, sqlite_where=text("current"), postgresql_where=text("current")
        ),
    )
    logged_as = "scale"

    family_id: Mapped[Id] = mapped_column(String(36))
    number: Mapped[int]
    current: Mapped[bool]
    kind: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    methodology_url: Mapped[str | None]

    labels: Mapped[list["Label"]] = relationship(order_by="Label.position", lazy="selectin", passive_deletes="all")


class Label(Part, Base):
    """One label of a scale version, in its order."""

    __tablename__ = "label"
    __table_args__ = (one_of("class", LABEL_CLASSES),)
    owner, owner_column, collection, key = "scale", "scale_id", "labels", "key_"

    scale_id: Mapped[Id] = mapped_column(ForeignKey("scale.id"), primary_key=True)
    key_: Mapped[str] = mapped_column("key", primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str | None]
    numeric: Mapped[str | None]
    off_scale: Mapped[bool] = mapped_column(default=False)
    class_: Mapped[str | None] = mapped_column("class")
    colour: Mapped[str | None]
    locales: Mapped[dict[str, Any]] = mapped_column(default=dict)
