"""The columns of a number in a claim or in evidence: exact decimals as text, with unit and period."""

from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import one_of

MEASURE_KINDS = ("level", "change", "rank", "count", "ratio")
COMPARATORS = ("=", "≈", ">", "≥", "<", "≤", "between")


class Measured:
    """What a quantity and an observation have in common."""

    metric: Mapped[str]
    definition: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="level")
    comparator: Mapped[str] = mapped_column(default="=")
    value: Mapped[str | None]
    lower: Mapped[str | None]
    upper: Mapped[str | None]
    unit: Mapped[str | None]
    period: Mapped[dict[str, Any] | None]
    place: Mapped[str | None]
    population: Mapped[str | None]
    hedge: Mapped[bool] = mapped_column(default=False)
    wording: Mapped[str | None]


def measured_constraints() -> tuple[CheckConstraint, ...]:
    """Return the database's guards on a measure's words and numbers."""
    number = CheckConstraint("value IS NOT NULL OR (lower IS NOT NULL AND upper IS NOT NULL)", name="number")
    return one_of("kind", MEASURE_KINDS), one_of("comparator", COMPARATORS), number
