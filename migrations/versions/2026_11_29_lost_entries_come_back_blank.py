"""Entries that were lost and put back from an export are blank from the start, by the entry that tells of it.

It concerns PostgreSQL alone, where a function blanks fields and asks which entry says so; on SQLite the service does.
"""

from alembic import op

revision = "9d40c2e7b15a"
down_revision = "a94c06e5d1b7"
branch_labels = None
depends_on = None

ERASE = """
CREATE OR REPLACE FUNCTION log_erase(fields jsonb, by bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM log_entry WHERE seq = by AND kind IN ({kinds})) THEN
        RAISE EXCEPTION 'an entry says what was erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE log_field SET salt = NULL, value = NULL, erased_seq = by
    FROM (SELECT (field ->> 0)::bigint AS seq, field ->> 1 AS name FROM jsonb_array_elements(fields) AS field) AS told
    WHERE log_field.seq = told.seq AND log_field.name = told.name AND log_field.salt IS NOT NULL;
END $$;
"""


def upgrade() -> None:
    """Go up."""
    _erase_by("'erasure.confirmed', 'organization.log_recovered'")


def downgrade() -> None:
    """Go down."""
    _erase_by("'erasure.confirmed'")


def _erase_by(kinds: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(ERASE.format(kinds=kinds))
