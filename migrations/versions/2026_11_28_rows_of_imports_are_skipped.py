"""Rows of imports may be skipped: what was retracted where it comes from is no fault."""

from alembic import op

revision = "b7f04c2e9a15"
down_revision = "8c27f1b06ad4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _outcomes("outcome IN ('created', 'updated', 'unchanged', 'skipped', 'refused')")


def downgrade() -> None:
    """Go down; rows that were skipped are called refused, as they were before."""
    op.execute("UPDATE import_row SET outcome = 'refused' WHERE outcome = 'skipped'")
    _outcomes("outcome IN ('created', 'updated', 'unchanged', 'refused')")


def _outcomes(condition: str) -> None:
    with op.batch_alter_table("import_row") as batch:
        batch.drop_constraint(op.f("ck_import_row_outcome"), type_="check")
        batch.create_check_constraint(op.f("ck_import_row_outcome"), condition)
