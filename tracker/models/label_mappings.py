"""What an organization takes other publishers' labels to mean."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.ratings import LABEL_CLASSES
from tracker.models.base import Base, Logged, one_of


class LabelMapping(Logged, Base):
    """A label in a publisher's words, or in anybody's, and the class that the organization takes it for."""

    __tablename__ = "label_mapping"
    __table_args__ = (
        one_of("class", LABEL_CLASSES),
        Index("uq_label_mapping_label", "organization_id", "label_key", "publisher_key", unique=True),
        Index("ix_label_mapping_page", "organization_id", "created_at", "id"),
    )
    logged_as = "label_mapping"

    publisher: Mapped[str | None]
    publisher_key: Mapped[str]
    label: Mapped[str]
    label_key: Mapped[str]
    class_: Mapped[str | None] = mapped_column("class")
