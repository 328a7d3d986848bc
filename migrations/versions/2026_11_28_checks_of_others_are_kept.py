"""Checks of other outlets are kept, with a table of what their labels mean."""

import sqlalchemy as sa
from alembic import op

revision = "e2a6c94f17b8"
down_revision = "e27f6c81b9d5"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
CLASSES = (
    "'true', 'mostly_true', 'mixed', 'mostly_false', 'false', 'unverifiable', 'missing_context', 'satire', 'altered',"
    " 'not_a_claim'"
)


def upgrade() -> None:
    """Go up."""
    _add_external_checks()
    _add_label_mappings()


def downgrade() -> None:
    """Go down."""
    op.drop_table("label_mapping")
    op.drop_table("external_check")


def _add_external_checks() -> None:
    op.create_table(
        "external_check",
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in (
                "publisher_name", "publisher_url", "url", "claim_text", "claimant", "label", "language", "published_on",
                "block", "identity",
            )
        ),
        sa.Column("claim_id", sa.String(length=36), nullable=True),
        sa.Column("check_id", sa.String(length=36), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        *_logged(),
        sa.CheckConstraint(
            "(check_id IS NULL) = (number IS NULL) AND (check_id IS NULL) = (status IS NULL)",
            name=op.f("ck_external_check_here"),
        ),
        sa.CheckConstraint(
            "check_id IS NOT NULL OR (publisher_name IS NOT NULL AND claim_text IS NOT NULL AND label IS NOT NULL)",
            name=op.f("ck_external_check_told"),
        ),
        sa.CheckConstraint("status IN ('live', 'under_review', 'retracted')", name=op.f("ck_external_check_status")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_external_check_claim_id")),
        sa.ForeignKeyConstraint(["check_id"], ["claim.id"], name=op.f("fk_external_check_check_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_external_check_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_check")),
    )  # fmt: skip
    op.create_index("uq_external_check_identity", "external_check", ["organization_id", "identity"], unique=True)
    op.create_index("uq_external_check_check", "external_check", ["organization_id", "check_id"], unique=True)
    op.create_index("ix_external_check_page", "external_check", ["organization_id", "created_at", "id"])
    op.create_index("ix_external_check_check_id", "external_check", ["check_id"])
    op.create_index("ix_external_check_claim_id", "external_check", ["claim_id"])


def _add_label_mappings() -> None:
    op.create_table(
        "label_mapping",
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("publisher_key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("class", sa.Text(), nullable=True),
        *_logged(),
        sa.CheckConstraint(f"class IN ({CLASSES})", name=op.f("ck_label_mapping_class")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_label_mapping_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_mapping")),
    )
    keys = ["organization_id", "label_key", "publisher_key"]
    op.create_index("uq_label_mapping_label", "label_mapping", keys, unique=True)
    op.create_index("ix_label_mapping_page", "label_mapping", ["organization_id", "created_at", "id"])


def _logged() -> list[sa.Column]:
    return [
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
    ]
