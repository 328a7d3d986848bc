"""Texts have vectors, by which they are found whatever their language; a thread of the service makes them."""

import sqlalchemy as sa
from alembic import op

revision = "d1b96e20c4f7"
down_revision = "7a4f9c02de18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "claim_vector",
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('claim', 'check')", name=op.f("ck_claim_vector_kind")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_vector_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_claim_vector_organization_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_claim_vector")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("claim_vector")
