"""Vectors are numbered as they are made, so that processes which hold their sketches read only what is new.

Code of the release before leaves the number at 0, and the thread that makes vectors makes those anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "c3f0a7e815d2"
down_revision = "e5a7c81b93d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("claim_vector", sa.Column("made", sa.BigInteger(), server_default="0", nullable=False))
    op.execute("UPDATE claim_vector SET made = document_id")
    op.create_index("ix_claim_vector_made", "claim_vector", ["made"])


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_claim_vector_made", "claim_vector")
    with op.batch_alter_table("claim_vector") as batch:
        batch.drop_column("made")
