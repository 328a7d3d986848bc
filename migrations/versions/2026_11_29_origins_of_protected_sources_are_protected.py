"""Origins made for protected sources are known to their custodians alone, and bar nobody else's name.

Those there are stay known to all: their names stand in entries that were read, and protected anew they would say which.
"""

import sqlalchemy as sa
from alembic import op

revision = "a94c06e5d1b7"
down_revision = "2f6d1c84ab93"
branch_labels = None
depends_on = None

KNOWN_TO_ALL = sa.text("protected IS NULL")


def upgrade() -> None:
    """Go up."""
    op.add_column("origin", sa.Column("protected", sa.Boolean(), nullable=True))
    op.drop_index("uq_origin_name", "origin")
    op.create_index("uq_origin_name", "origin", ["organization_id", "name"], unique=True,
                    sqlite_where=KNOWN_TO_ALL, postgresql_where=KNOWN_TO_ALL)  # fmt: skip


def downgrade() -> None:
    """Go down; the code of before shows all origins to all, each under a name of its own, so these take their ids in."""
    op.execute("UPDATE origin SET name = name || ' ' || id WHERE protected")
    op.drop_index("uq_origin_name", "origin")
    op.create_index("uq_origin_name", "origin", ["organization_id", "name"], unique=True)
    with op.batch_alter_table("origin") as batch:
        batch.drop_column("protected")
