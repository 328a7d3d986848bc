"""What can be searched: the text of each object in a language, beside which each database keeps an index of words."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import ROW_NUMBER, Base, Id, one_of, reference

# A check is what the public reads of a claim; the others are an organization's own. Other outlets' checks among them
# are no part of what people search, and are found as earlier checks of a claim.
INTERNAL = ("claim", "claimant", "source", "evidence", "verdict")
SEARCHED = (*INTERNAL, "check", "external_check")


class SearchDocument(Base):
    """The text by which an object is found, in one language: an index outside the log.

    The words themselves are in `search_words`, which each database has in a form of its own: a full text index of
    SQLite (FTS5), or a table with a `tsvector`.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        one_of("kind", SEARCHED),
        Index("uq_search_document_object", "object_id", "kind", "language", unique=True),
        Index("ix_search_document_language", "language"),
    )

    id: Mapped[int] = mapped_column(ROW_NUMBER, primary_key=True)
    kind: Mapped[str]
    object_id: Mapped[Id]
    language: Mapped[str]
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"))
    claim_id: Mapped[Id | None] = reference("claim")
    layout: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
