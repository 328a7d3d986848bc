"""Organizations may have bands of their own for suggested matches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "e5a7c81b93d2"
down_revision = "d1b96e20c4f7"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.add_column("organization", sa.Column("match_bounds", JSON, nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("organization", "match_bounds")
