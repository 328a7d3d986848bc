"""Claims are found by their numbers: what each measures, and how far off it is.

What stands in it is worked out from the numbers, and `tracker db upgrade` does so at once after this.
"""

import sqlalchemy as sa
from alembic import op

revision = "c8e4172fa95d"
down_revision = "b51f0c8e7a23"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "claim_number",
        sa.Column("quantity_id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("factor", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_number_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_claim_number_organization_id")),
        sa.PrimaryKeyConstraint("quantity_id", name=op.f("pk_claim_number")),
    )
    op.create_index("ix_claim_number_claim", "claim_number", ["claim_id"])
    op.create_index("ix_claim_number_metric", "claim_number", ["organization_id", "metric", "factor", "claim_id"])
    op.create_index("ix_claim_number_factor", "claim_number", ["organization_id", "factor", "claim_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("claim_number")
