"""Pages of the Fact Check Tools API show a label as it was given; those there are go on with the scale's spelling."""

import sqlalchemy as sa
from alembic import op

revision = "c3b8f2e91d64"
down_revision = "9d40c2e7b15a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("markup_page_check", sa.Column("label", sa.Text(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("markup_page_check") as batch:
        batch.drop_column("label")
