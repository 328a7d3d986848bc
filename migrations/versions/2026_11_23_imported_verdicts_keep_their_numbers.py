"""Imported verdicts keep the numbers that they were published with, which are no scale of ours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e27f6c81b9d5"
down_revision = "d18e5b70a4c3"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.add_column("verdict", sa.Column("published_rating", JSON, nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("verdict") as batch:
        batch.drop_column("published_rating")
