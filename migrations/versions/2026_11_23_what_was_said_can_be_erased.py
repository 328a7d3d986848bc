"""What was said can be erased, or hidden.

Erasures and restrictions, the remnants that a confirmed one leaves outside of the tables until they are removed, and
captures that are erased or hidden. On PostgreSQL a function blanks fields of the log, so that a deployment may let the
application's role execute it and change nothing else there (docs/postgresql.md).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7c41e0d93b58"
down_revision = "c3a9f07e62d1"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
POSTGRESQL_ERASE = """
CREATE FUNCTION log_erase(fields jsonb, by bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM log_entry WHERE seq = by AND kind = 'erasure.confirmed') THEN
        RAISE EXCEPTION 'an entry says what was erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE log_field SET salt = NULL, value = NULL, erased_seq = by
    FROM (SELECT (field ->> 0)::bigint AS seq, field ->> 1 AS name FROM jsonb_array_elements(fields) AS field) AS told
    WHERE log_field.seq = told.seq AND log_field.name = told.name AND log_field.salt IS NOT NULL;
END $$;
"""


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "erasure",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("replacement_text", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("filed_by_id", sa.String(length=36), nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=36), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("lifted_by_id", sa.String(length=36), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('erasure', 'restriction')", name=op.f("ck_erasure_kind")),
        sa.CheckConstraint("status IN ('filed', 'confirmed', 'lifted')", name=op.f("ck_erasure_status")),
        sa.CheckConstraint("(status = 'filed') = (confirmed_at IS NULL)", name=op.f("ck_erasure_confirmation")),
        sa.CheckConstraint("(status = 'lifted') = (lifted_at IS NOT NULL)", name=op.f("ck_erasure_lifting")),
        *(
            sa.ForeignKeyConstraint([f"{who}_by_id"], ["account.id"], name=op.f(f"fk_erasure_{who}_by_id"))
            for who in ("filed", "confirmed", "lifted")
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_erasure_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_page", "erasure", ["organization_id", "created_at", "id"])
    op.create_table(
        "remnant",
        sa.Column("erasure_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('database', 'file')", name=op.f("ck_remnant_kind")),
        sa.PrimaryKeyConstraint("erasure_id", "kind", "name", name=op.f("pk_remnant")),
    )
    _outcomes("outcome IN ('stored', 'erased', 'restricted')")
    if op.get_context().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(POSTGRESQL_ERASE)


def downgrade() -> None:
    """Go down; what was erased stays so, and captures that were are called stored, without a file."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION log_erase(jsonb, bigint)")
    op.execute("UPDATE capture SET outcome = 'stored'")
    _outcomes("outcome IN ('stored')")
    op.drop_table("remnant")
    op.drop_index("ix_erasure_page", table_name="erasure")
    op.drop_table("erasure")


def _outcomes(condition: str) -> None:
    with op.batch_alter_table("capture") as batch:
        batch.drop_constraint(op.f("ck_capture_outcome"), type_="check")
        batch.create_check_constraint(op.f("ck_capture_outcome"), condition)
