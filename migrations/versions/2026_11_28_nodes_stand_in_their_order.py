"""Nodes of the log's tree stand in the order of their places: on SQLite without numbers of rows, found in one step.

No node changes. Code of the release before reads and writes the table as it did.
"""

import sqlalchemy as sa
from alembic import op

revision = "d3a85e10c7f2"
down_revision = "b7f04c2e9a15"
branch_labels = None
depends_on = None

GUARDS = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_node' ORDER BY name")


def upgrade() -> None:
    """Go up."""
    _move(with_rowid=False)


def downgrade() -> None:
    """Go down."""
    _move(with_rowid=True)


def _move(*, with_rowid: bool) -> None:
    if op.get_context().dialect.name != "sqlite":
        return
    guards = op.get_bind().execute(GUARDS).scalars().all()
    op.create_table(
        "log_node_in_order",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("index", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_log_node_hash_size")),
        sa.PrimaryKeyConstraint("level", "index", name=op.f("pk_log_node")),
        sqlite_with_rowid=with_rowid,
    )
    op.execute('INSERT INTO log_node_in_order SELECT level, "index", hash FROM log_node ORDER BY level, "index"')
    op.drop_table("log_node")
    op.rename_table("log_node_in_order", "log_node")
    for guard in guards:
        op.get_bind().exec_driver_sql(guard)
