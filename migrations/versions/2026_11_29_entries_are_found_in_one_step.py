"""Entries of the log are found in one step: on SQLite a row's number is its sequence, with no index between.

No entry changes. Code of the release before reads and writes the table as it did.
"""

import sqlalchemy as sa
from alembic import op

revision = "e61b07f3a94d"
down_revision = "d3a85e10c7f2"
branch_labels = None
depends_on = None

# Triggers of the log's other tables look into this one, so all of them step aside.
GUARDS = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'log_%' ORDER BY rowid")
INDEXES = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'log_entry'")


def upgrade() -> None:
    """Go up."""
    _move(sequence=sa.Integer())


def downgrade() -> None:
    """Go down."""
    _move(sequence=sa.BigInteger())


def _move(*, sequence: sa.types.TypeEngine[int]) -> None:
    if op.get_context().dialect.name != "sqlite":
        return
    bind = op.get_bind()
    indexes, guards = bind.execute(INDEXES).scalars().all(), bind.execute(GUARDS).all()
    for guard in guards:
        op.execute(f"DROP TRIGGER {guard.name}")
    op.create_table(
        "log_entry_in_order",
        sa.Column("seq", sequence, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("actor_id", sa.String(36)),
        sa.Column("key_id", sa.String(36)),
        sa.Column("deed", sa.String(36), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(entry) <= 16384", name=op.f("ck_log_entry_entry_size")),
        sa.CheckConstraint("length(leaf) = 32", name=op.f("ck_log_entry_leaf_size")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_entry")),
    )
    columns = "seq, at, kind, object, revision, organization_id, actor_id, key_id, deed, entry, leaf"
    op.execute(f"INSERT INTO log_entry_in_order ({columns}) SELECT {columns} FROM log_entry ORDER BY seq")  # noqa: S608  # our own names
    op.drop_table("log_entry")
    op.rename_table("log_entry_in_order", "log_entry")
    for statement in (*indexes, *(guard.sql for guard in guards)):
        bind.exec_driver_sql(statement)
