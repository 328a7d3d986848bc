"""On PostgreSQL, stored pages are kept in their rows.

What is longer than 2 KB stands in another table by default, and each of a list's fifty pages is then looked up there.
"""

from alembic import op

revision = "8c27f1b06ad4"
down_revision = "c3f0a7e815d2"
branch_labels = None
depends_on = None

TABLES = ("claim_document", "rendering")


def upgrade() -> None:
    """Go up: rows of up to 8,160 bytes, the most that PostgreSQL allows, stay whole when they are next written."""
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 8160)")


def downgrade() -> None:
    """Go down."""
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} RESET (toast_tuple_target)")
