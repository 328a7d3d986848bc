"""Outlets have pages with markup, as the Fact Check Tools API knows them."""

import sqlalchemy as sa
from alembic import op

revision = "4c7d1f3a9be6"
down_revision = "b6e81f4a03d7"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
NAMES = ("url", "url_digest", "host", "published_on", "author_name", "author_image_url")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "markup_page",
        *(sa.Column(name, sa.Text(), nullable=True) for name in NAMES),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_markup_page_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markup_page")),
    )
    live = sa.text("NOT removed")
    keys = ["organization_id", "url_digest"]
    op.create_index(
        "uq_markup_page_url_digest", "markup_page", keys, unique=True, sqlite_where=live, postgresql_where=live
    )
    op.create_index("ix_markup_page_page", "markup_page", ["organization_id", "created_at", "id"])
    op.create_table(
        "markup_page_check",
        sa.Column("markup_page_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("is_first_known", sa.Boolean(), nullable=False),
        sa.Column("claimant_image_url", sa.Text(), nullable=True),
        sa.Column("rating_image_url", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["markup_page_id"], ["markup_page.id"], name=op.f("fk_markup_page_check_markup_page_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_markup_page_check_claim_id")),
        sa.PrimaryKeyConstraint("markup_page_id", "position", name=op.f("pk_markup_page_check")),
    )
    op.create_index("ix_markup_page_check_claim_id", "markup_page_check", ["claim_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("markup_page_check")
    op.drop_table("markup_page")
