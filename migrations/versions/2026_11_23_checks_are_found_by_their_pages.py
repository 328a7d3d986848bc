"""Checks are found by their pages: an embed is asked for by the address of the outlet's own page.

PostgreSQL hashes the addresses, since one may be longer than an ordered index takes.
"""

from alembic import op

revision = "9b3e58f0d214"
down_revision = "a94d20c6e1f7"
branch_labels = None
depends_on = None

NAME = "ix_claim_page_url"


def upgrade() -> None:
    """Go up."""
    op.create_index(NAME, "claim_page", ["url"], postgresql_using="hash")


def downgrade() -> None:
    """Go down."""
    op.drop_index(NAME, table_name="claim_page")
