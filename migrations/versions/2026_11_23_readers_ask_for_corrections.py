"""Readers ask for corrections of published checks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d18e5b70a4c3"
down_revision = "9b3e58f0d214"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "correction_request",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence_urls", JSON, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("(status = 'open') = (decided_at IS NULL)", name=op.f("ck_correction_request_decision")),
        sa.CheckConstraint("length(token_digest) = 32", name=op.f("ck_correction_request_token_digest")),
        sa.CheckConstraint("status IN ('open', 'accepted', 'rejected')", name=op.f("ck_correction_request_status")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_correction_request_claim_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_correction_request_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_correction_request_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_correction_request_token_digest")),
    )
    op.create_index("ix_correction_request_claim_id", "correction_request", ["claim_id"])
    op.create_index("ix_correction_request_due", "correction_request", ["organization_id", "status", "due_on"])
    op.create_index("ix_correction_request_page", "correction_request", ["organization_id", "created_at", "id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("correction_request")
