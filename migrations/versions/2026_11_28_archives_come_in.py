"""Archives come in: imports, their rows, and where the checks that they made came from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5c07e9a3d1f4"
down_revision = "b36d0e82f7a1"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "import",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=True),
        sa.Column("filed_by_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in
          ("done", "created", "updated", "unchanged", "refused")),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("purpose IN ('own', 'external')", name=op.f("ck_import_purpose")),
        sa.CheckConstraint("format IN ('html', 'json', 'jsonl', 'csv')", name=op.f("ck_import_format")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f("ck_import_state")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_import_digest")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_import_source_id")),
        sa.ForeignKeyConstraint(["filed_by_id"], ["account.id"], name=op.f("fk_import_filed_by_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_import_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )  # fmt: skip
    op.create_index("ix_import_page", "import", ["organization_id", "created_at", "id"])
    op.create_index("ix_import_state", "import", ["state", "id"])
    op.create_table(
        "import_row",
        sa.Column("import_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("check_id", sa.String(length=36), nullable=True),
        sa.Column("external_check_id", sa.String(length=36), nullable=True),
        sa.Column("faults", JSON, nullable=False),
        sa.Column("remarks", JSON, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('created', 'updated', 'unchanged', 'refused')", name=op.f("ck_import_row_outcome")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_row_import_id")),
        sa.ForeignKeyConstraint(["check_id"], ["claim.id"], name=op.f("fk_import_row_check_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_outcome", "import_row", ["import_id", "outcome", "number"])
    op.create_table(
        "archived_check",
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_archived_check_organization_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_archived_check_claim_id")),
        sa.PrimaryKeyConstraint("organization_id", "identity", name=op.f("pk_archived_check")),
    )
    op.create_index("ix_archived_check_claim_id", "archived_check", ["claim_id"])


def downgrade() -> None:
    """Go down."""
    for name in ("archived_check", "import_row", "import"):
        op.drop_table(name)
