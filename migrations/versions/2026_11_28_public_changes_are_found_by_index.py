"""Public changes are found by index: by the sequence of the entries that tell of them.

Those that the log tells of already are found here; from then on each deed writes its own.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b6e81f4a03d7"
down_revision = "e2a6c94f17b8"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KINDS = (
    "published", "corrected", "updated", "translated", "under_review", "review_closed", "retracted", "reinstated",
    "redacted",
)  # fmt: skip
COLUMNS = "INSERT INTO change (seq, kind, claim_id, organization_id, number, label_before, label_after)"
PUBLICATIONS = f"""
{COLUMNS}
SELECT e.seq,
    CASE p.kind
        WHEN 'correction' THEN 'corrected'
        WHEN 'update' THEN CASE WHEN (p.snapshot -> 'translated') IS NULL THEN 'updated' ELSE 'translated' END
        WHEN 'retraction' THEN 'retracted' WHEN 'reinstatement' THEN 'reinstated'
        ELSE CASE WHEN p.number = 1 THEN 'published' ELSE 'updated' END
    END,
    p.claim_id, p.organization_id, p.number, p.snapshot -> 'label_before', p.snapshot -> 'label_after'
FROM publication p
JOIN log_entry e ON e.object = 'publication/' || p.id
WHERE e.kind IN ('publication.issued', 'publication.retracted')
"""  # noqa: S608  # our own words
# By then all publications have their changes, the newest of which before an entry is what stood.
CLAIMS = f"""
{COLUMNS}
SELECT e.seq,
    CASE e.kind
        WHEN 'claim.reopened' THEN 'under_review' WHEN 'claim.concluded' THEN 'review_closed'
        WHEN 'claim.pages_replaced' THEN 'updated' ELSE 'redacted'
    END,
    p.claim_id, p.organization_id, p.number, p.snapshot -> 'label_before', p.snapshot -> 'label_after'
FROM publication p
JOIN log_entry e ON e.object = 'claim/' || p.claim_id
WHERE p.number = (SELECT max(k.number) FROM change k WHERE k.claim_id = p.claim_id AND k.seq < e.seq) AND EXISTS (
    SELECT 1 FROM log_field f WHERE f.seq = e.seq AND (
        (e.kind IN ('claim.reopened', 'claim.concluded') AND f.name = '/publication_status')
        OR (e.kind = 'claim.pages_replaced' AND f.name LIKE '/pages/%')
        OR (e.kind IN ('claim.redacted', 'claim.restricted', 'claim.unrestricted') AND f.name = '/public_changed_at')
    )
)
"""  # noqa: S608  # our own words


def upgrade() -> None:
    """Go up."""
    known = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "change",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label_before", JSON, nullable=True),
        sa.Column("label_after", JSON, nullable=False),
        sa.CheckConstraint(f"kind IN ({known})", name=op.f("ck_change_kind")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_change_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_change_organization_id")),
        sa.ForeignKeyConstraint(["seq"], ["log_entry.seq"], name=op.f("fk_change_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
    )
    op.create_index("ix_change_claim_id", "change", ["claim_id"])
    op.create_index("ix_change_organization", "change", ["organization_id", "seq"])
    op.execute(PUBLICATIONS)
    op.execute(CLAIMS)


def downgrade() -> None:
    """Go down."""
    op.drop_table("change")
