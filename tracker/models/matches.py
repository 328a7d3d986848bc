"""What people decided about suggestions that an earlier check is of the same claim."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.matching import BANDS, DECISIONS
from tracker.models.base import Base, Id, Logged, one_of, reference

MATCHED = ("claim", "check", "external_check")


class ClaimMatch(Logged, Base):
    """A claim, what was suggested as the same, and who said whether it is; with the suggestion as it was then."""

    __tablename__ = "claim_match"
    __table_args__ = (
        one_of("kind", MATCHED),
        one_of("decision", DECISIONS),
        one_of("band", BANDS),
        Index("uq_claim_match_pair", "claim_id", "match_id", unique=True),
        Index("ix_claim_match_match_id", "match_id"),
    )
    logged_as = "match"

    claim_id: Mapped[Id] = reference("claim")
    match_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str]
    decision: Mapped[str]
    score: Mapped[str]
    band: Mapped[str]
    method: Mapped[str]
    method_version: Mapped[int]
    decided_by_id: Mapped[Id | None] = reference("account")
