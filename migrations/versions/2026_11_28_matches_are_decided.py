"""Matches are decided: who confirmed or rejected that an earlier check is of the same claim."""

import sqlalchemy as sa
from alembic import op

revision = "7a4f9c02de18"
down_revision = "c8e4172fa95d"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "claim_match",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("match_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("score", sa.Text(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("method_version", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('claim', 'check', 'external_check')", name=op.f("ck_claim_match_kind")),
        sa.CheckConstraint("decision IN ('confirmed', 'rejected')", name=op.f("ck_claim_match_decision")),
        sa.CheckConstraint("band IN ('same', 'likely', 'related', 'none')", name=op.f("ck_claim_match_band")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_match_claim_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_claim_match_decided_by_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_claim_match_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_match")),
    )
    op.create_index("uq_claim_match_pair", "claim_match", ["claim_id", "match_id"], unique=True)
    op.create_index("ix_claim_match_match_id", "claim_match", ["match_id"])


def downgrade() -> None:
    """Go down: what was decided is lost from the tables, and stays in the log."""
    op.drop_table("claim_match")
