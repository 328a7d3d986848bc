"""Corrections are found by index: the few publications that the feeds of corrections hold, newest first."""

import sqlalchemy as sa
from alembic import op

revision = "4d9f27b1c6a8"
down_revision = "7c41e0d93b58"
branch_labels = None
depends_on = None

NAME = "ix_publication_correcting"


def upgrade() -> None:
    """Go up."""
    correcting = sa.text("kind IN ('correction', 'reinstatement', 'retraction')")
    op.create_index(NAME, "publication", ["published_at", "id"], sqlite_where=correcting, postgresql_where=correcting)


def downgrade() -> None:
    """Go down."""
    op.drop_index(NAME, table_name="publication")
