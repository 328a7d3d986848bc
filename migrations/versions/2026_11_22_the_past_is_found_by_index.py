"""The past is found by index: what was merged into a claim once, and feeds as they were.

The indexes hold the few fields of the log that say so, and cost nothing where others are written.
"""

import sqlalchemy as sa
from alembic import op

revision = "c3a9f07e62d1"
down_revision = "7b1f9c3a52e4"
branch_labels = None
depends_on = None

NAMES = ("merged_into_id", "public_changed_at")


def upgrade() -> None:
    """Go up."""
    for name in NAMES:
        is_one = sa.text(f"name = '/{name}'")
        op.create_index(
            f"ix_log_field_{name}", "log_field", ["value", "seq"], sqlite_where=is_one, postgresql_where=is_one
        )


def downgrade() -> None:
    """Go down."""
    for name in NAMES:
        op.drop_index(f"ix_log_field_{name}", table_name="log_field")
