"""Checks have their places in the public lists: by date, topic, claimant, label and organization, and corrections.

What stands in it is made of publications, and `tracker db upgrade` does so at once after this.
"""

import sqlalchemy as sa
from alembic import op

revision = "a94d20c6e1f7"
down_revision = "4d9f27b1c6a8"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "listing",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_listing_claim_id")),
        sa.PrimaryKeyConstraint("kind", "key", "changed_at", "claim_id", name=op.f("pk_listing")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listing_claim", "listing", ["claim_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("listing")
