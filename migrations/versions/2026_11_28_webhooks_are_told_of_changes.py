"""Webhooks are told of public changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b36d0e82f7a1"
down_revision = "4c7d1f3a9be6"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "webhook",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("events", JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("disabled_at IS NULL OR NOT active", name=op.f("ck_webhook_disabled")),
        sa.CheckConstraint("removed_at IS NULL OR NOT active", name=op.f("ck_webhook_removed")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_webhook_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index("ix_webhook_page", "webhook", ["organization_id", "created_at", "id"])
    op.create_table(
        "webhook_secret",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("webhook_id", sa.String(length=36), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_secret_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_secret")),
    )
    op.create_index("ix_webhook_secret_webhook_id", "webhook_secret", ["webhook_id"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("webhook_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("claim_id", sa.String(length=36), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("tried_since", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("lease", sa.String(length=36), nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("queued_until", INSTANT, nullable=True),
        sa.Column("failing_since", INSTANT, nullable=True),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.CheckConstraint("status IN ('pending', 'delivered', 'failed')", name=op.f("ck_delivery_status")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_delivery_organization_id")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_delivery_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("webhook_id", "seq", name=op.f("uq_delivery_webhook_id_seq")),
    )
    op.create_index("ix_delivery_page", "delivery", ["webhook_id", "created_at", "id"])
    op.create_index("ix_delivery_due", "delivery", ["due_at", "id"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index("ix_delivery_claim", "delivery", ["claim_id"])
    op.create_index("ix_delivery_created_at", "delivery", ["created_at"])


def downgrade() -> None:
    """Go down: what still waited to be delivered is lost, and so are the secrets."""
    op.drop_table("delivery")
    op.drop_table("webhook_secret")
    op.drop_table("webhook")
