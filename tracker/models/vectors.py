"""What texts mean, as vectors: an index outside the log, made by a thread of its own."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import ROW_NUMBER, Base, Id, one_of, reference

# The vectors of a claim and of another outlet's check are their organization's own; that of a check is everybody's.
MEANT = ("claim", "check", "external_check")


class ClaimVector(Base):
    """The vector of one document of the index of words: of what a claim says, or a check of it.

    Each deed that changes a document deletes its vector. `vector` has a byte a number (`lib.vectors`), and is empty
    where the text has no words; `digest` is the SHA-256 of the text that it was made of. `made` grows from one
    transaction that makes vectors to the next, and is 0 where an older version of the tracker made it.
    """

    __tablename__ = "claim_vector"
    __table_args__ = (one_of("kind", MEANT), Index("ix_claim_vector_made", "made"))

    document_id: Mapped[int] = mapped_column(ROW_NUMBER, primary_key=True, autoincrement=False)
    claim_id: Mapped[Id | None] = reference("claim")
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str]
    encoder: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    made: Mapped[int] = mapped_column(BigInteger, server_default="0")
