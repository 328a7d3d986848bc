"""Claims as stored JSON, topics in the order of lists, and feeds read by one index.

What is rendered can be made again, and `tracker db upgrade` does so at once after this: checks and claims.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5e0c41d7a9b2"
down_revision = "2b7d0c6f51a4"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PLACES = """
UPDATE claim_topic SET
    organization_id = (SELECT organization_id FROM claim WHERE claim.id = claim_topic.claim_id),
    created_at = (SELECT created_at FROM claim WHERE claim.id = claim_topic.claim_id)
"""


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "claim_document",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("situation", JSON, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_document_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_document")),
    )
    op.drop_table("rendering")
    _create_renderings("claim_id", "format", "language")
    op.create_index(
        "ix_rendering_default", "rendering", ["format", "modified_at", "claim_id"],
        sqlite_where=sa.text("is_default = 1"), postgresql_where=sa.text("is_default"),
    )  # fmt: skip
    op.create_index("ix_rendering_language", "rendering", ["format", "language", "modified_at", "claim_id"])
    _place_topics()
    if op.get_context().dialect.name == "postgresql":
        # What is read with every page is not worth packing: unpacking it costs more than reading it.
        op.execute("ALTER TABLE claim_document ALTER COLUMN body SET STORAGE EXTERNAL")
        op.execute("ALTER TABLE rendering ALTER COLUMN body SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_claim_topic_page", table_name="claim_topic")
    with op.batch_alter_table("claim_topic") as batch:
        batch.drop_constraint(op.f("fk_claim_topic_organization_id"), type_="foreignkey")
        batch.drop_column("created_at")
        batch.drop_column("organization_id")
    op.drop_table("rendering")
    _create_renderings("claim_id", "language", "format")
    op.drop_table("claim_document")


def _create_renderings(*key: str) -> None:
    op.create_table(
        "rendering",
        *(sa.Column(name, sa.String(length=36) if name == "claim_id" else sa.Text(), nullable=False) for name in key),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("renderer", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("modified_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_rendering_claim_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_rendering")),
    )


def _place_topics() -> None:
    with op.batch_alter_table("claim_topic") as batch:
        batch.add_column(sa.Column("organization_id", sa.String(length=36), nullable=True))
        batch.add_column(sa.Column("created_at", INSTANT, nullable=True))
    op.execute(PLACES)
    with op.batch_alter_table("claim_topic") as batch:
        batch.alter_column("organization_id", existing_type=sa.String(length=36), nullable=False)
        batch.alter_column("created_at", existing_type=INSTANT, nullable=False)
        batch.create_foreign_key(op.f("fk_claim_topic_organization_id"), "organization", ["organization_id"], ["id"])
    op.create_index("ix_claim_topic_page", "claim_topic", ["organization_id", "topic", "created_at", "claim_id"])
