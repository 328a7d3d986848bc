"""The first tables: organizations, claims and all that hangs on them, and the log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "083d3f7413b0"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "idempotency_key",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", JSON, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "method", "path", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"], unique=False)

    op.create_table(
        "log_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("key_id", sa.String(length=36), nullable=True),
        sa.Column("deed", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(entry) <= 16384", name=op.f("ck_log_entry_entry_size")),
        sa.CheckConstraint("length(leaf) = 32", name=op.f("ck_log_entry_leaf_size")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_entry")),
    )
    op.create_index("ix_log_entry_object_seq", "log_entry", ["object", "seq"], unique=False)
    op.create_index("ix_log_entry_organization_id_seq", "log_entry", ["organization_id", "seq"], unique=False)

    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_head_single")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_log_head_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "organization",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("logo_url", sa.Text(), nullable=True),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("policies", JSON, nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("policy IN ('minimal', 'google', 'ifcn', 'efcsn')", name=op.f("ck_organization_policy")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_organization_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("slug", name=op.f("uq_organization_slug")),
    )
    op.create_table(
        "account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'machine')", name=op.f("ck_account_kind")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_account_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "claimant",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'organization')", name=op.f("ck_claimant_kind")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_claimant_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claimant")),
    )
    op.create_index("ix_claimant_name", "claimant", ["organization_id", "name", "kind"], unique=False)
    op.create_index("ix_claimant_page", "claimant", ["organization_id", "created_at", "id"], unique=False)

    op.create_table(
        "log_field",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("erased_seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["log_entry.seq"], name=op.f("fk_log_field_seq")),
        sa.PrimaryKeyConstraint("seq", "name", name=op.f("pk_log_field")),
    )
    op.create_table(
        "scale",
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("methodology_url", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('truth', 'promise', 'consistency', 'media')", name=op.f("ck_scale_kind")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_scale_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale")),
    )
    op.create_index(
        "uq_scale_current",
        "scale",
        ["family_id"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_index("uq_scale_family_number", "scale", ["family_id", "number"], unique=True)

    op.create_table(
        "api_key",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("rotated_to_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_api_key_digest")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_key_account_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_api_key_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_key_digest")),
    )
    op.create_index(op.f("ix_api_key_account_id"), "api_key", ["account_id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("attribution_note", sa.Text(), nullable=True),
        sa.Column("claimant_id", sa.String(length=36), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("made_from", sa.Date(), nullable=True),
        sa.Column("made_to", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("topics", JSON, nullable=False),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("selection_reason", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("merged_into_id", sa.String(length=36), nullable=True),
        sa.Column("publication_status", sa.Text(), nullable=False),
        sa.Column("published_number", sa.Integer(), nullable=False),
        sa.Column("published_label", sa.Text(), nullable=True),
        sa.Column("published_class", sa.Text(), nullable=True),
        sa.Column("first_published_at", INSTANT, nullable=True),
        sa.Column("public_changed_at", INSTANT, nullable=True),
        sa.Column("review_by", sa.String(length=10), nullable=True),
        sa.Column("created_by_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("attribution IN ('named', 'unnamed', 'none')", name=op.f("ck_claim_attribution")),
        sa.CheckConstraint(
            "kind IN ('statement', 'quote', 'promise', 'position', 'media', 'rumour')", name=op.f("ck_claim_kind")
        ),
        sa.CheckConstraint(
            "publication_status IN ('none', 'live', 'under_review', 'retracted')",
            name=op.f("ck_claim_publication_status"),
        ),
        sa.CheckConstraint(
            "state IN ('logged', 'queued', 'investigating', 'in_review', 'approved', 'published', 'retracted', 'rejected', 'merged')",
            name=op.f("ck_claim_state"),
        ),
        sa.ForeignKeyConstraint(["claimant_id"], ["claimant.id"], name=op.f("fk_claim_claimant_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_claim_created_by_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["claim.id"], name=op.f("fk_claim_merged_into_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_claim_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_claimant", "claim", ["claimant_id", "created_at", "id"], unique=False)
    op.create_index("ix_claim_label", "claim", ["organization_id", "published_label", "created_at", "id"], unique=False)
    op.create_index("ix_claim_made", "claim", ["organization_id", "made_from", "id"], unique=False)
    op.create_index(op.f("ix_claim_merged_into_id"), "claim", ["merged_into_id"], unique=False)
    op.create_index("ix_claim_page", "claim", ["organization_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_claim_public",
        "claim",
        ["public_changed_at", "id"],
        unique=False,
        postgresql_where=sa.text("public_changed_at IS NOT NULL"),
        sqlite_where=sa.text("public_changed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_claim_public_organization",
        "claim",
        ["organization_id", "public_changed_at", "id"],
        unique=False,
        postgresql_where=sa.text("public_changed_at IS NOT NULL"),
        sqlite_where=sa.text("public_changed_at IS NOT NULL"),
    )
    op.create_index("ix_claim_review_by", "claim", ["organization_id", "review_by"], unique=False)
    op.create_index("ix_claim_state", "claim", ["organization_id", "state", "created_at", "id"], unique=False)
    op.create_index("ix_claim_updated", "claim", ["organization_id", "updated_at", "id"], unique=False)

    op.create_table(
        "claimant_link",
        sa.Column("claimant_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_digest", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["claimant_id"], ["claimant.id"], name=op.f("fk_claimant_link_claimant_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_claimant_link_organization_id")
        ),
        sa.PrimaryKeyConstraint("claimant_id", "position", name=op.f("pk_claimant_link")),
    )
    op.create_index("uq_claimant_link_url_digest", "claimant_link", ["organization_id", "url_digest"], unique=True)

    op.create_table(
        "label",
        sa.Column("scale_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("numeric", sa.Text(), nullable=True),
        sa.Column("off_scale", sa.Boolean(), nullable=False),
        sa.Column("class", sa.Text(), nullable=True),
        sa.Column("colour", sa.Text(), nullable=True),
        sa.Column("locales", JSON, nullable=False),
        sa.CheckConstraint(
            "class IN ('true', 'mostly_true', 'mixed', 'mostly_false', 'false', 'unverifiable', 'missing_context', 'satire', 'altered', 'not_a_claim')",
            name=op.f("ck_label_class"),
        ),
        sa.ForeignKeyConstraint(["scale_id"], ["scale.id"], name=op.f("fk_label_scale_id")),
        sa.PrimaryKeyConstraint("scale_id", "key", name=op.f("pk_label")),
    )
    op.create_table(
        "origin",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("claimant_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["claimant_id"], ["claimant.id"], name=op.f("fk_origin_claimant_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_origin_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin")),
    )
    op.create_index("uq_origin_name", "origin", ["organization_id", "name"], unique=True)

    op.create_table(
        "claim_assignee",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_claim_assignee_account_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_assignee_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "account_id", name=op.f("pk_claim_assignee")),
    )
    op.create_index(op.f("ix_claim_assignee_account_id"), "claim_assignee", ["account_id"], unique=False)

    op.create_table(
        "claim_page",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_page_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "language", name=op.f("pk_claim_page")),
    )
    op.create_table(
        "claim_topic",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_topic_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "topic", name=op.f("pk_claim_topic")),
    )
    op.create_index("ix_claim_topic_topic", "claim_topic", ["topic", "claim_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_account_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_comment_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_comment_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_claim_id"), "comment", ["claim_id"], unique=False)

    op.create_table(
        "outreach",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("contacted_at", INSTANT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reply_due_on", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outreach_account_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_outreach_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_outreach_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach")),
    )
    op.create_index(op.f("ix_outreach_claim_id"), "outreach", ["claim_id"], unique=False)

    op.create_table(
        "quantity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("comparator", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("lower", sa.Text(), nullable=True),
        sa.Column("upper", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("period", JSON, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("population", sa.Text(), nullable=True),
        sa.Column("hedge", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "comparator IN ('=', '≈', '>', '≥', '<', '≤', 'between')", name=op.f("ck_quantity_comparator")
        ),
        sa.CheckConstraint("kind IN ('level', 'change', 'rank', 'count', 'ratio')", name=op.f("ck_quantity_kind")),
        sa.CheckConstraint(
            "value IS NOT NULL OR (lower IS NOT NULL AND upper IS NOT NULL)", name=op.f("ck_quantity_number")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_quantity_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quantity")),
    )
    op.create_index(op.f("ix_quantity_claim_id"), "quantity", ["claim_id"], unique=False)

    op.create_table(
        "rendering",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("renderer", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("modified_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_rendering_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "language", "format", name=op.f("pk_rendering")),
    )
    op.create_table(
        "source",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_digest", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("public_description", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "kind IN ('document', 'page', 'dataset', 'post', 'recording', 'person', 'other')",
            name=op.f("ck_source_kind"),
        ),
        sa.CheckConstraint("level IN ('primary', 'secondary')", name=op.f("ck_source_level")),
        sa.CheckConstraint(
            "NOT protected OR (url IS NULL AND title IS NULL AND publisher IS NULL AND public_description IS NOT NULL)",
            name=op.f("ck_source_protected"),
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_source_organization_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_source_origin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index("ix_source_page", "source", ["organization_id", "created_at", "id"], unique=False)
    op.create_index("uq_source_url_digest", "source", ["organization_id", "url_digest"], unique=True)

    op.create_table(
        "verdict",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("scale_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("true_as_of", sa.Text(), nullable=True),
        sa.Column("review_by", sa.Text(), nullable=True),
        sa.Column("statements", JSON, nullable=False),
        sa.Column("proposed_by_id", sa.String(length=36), nullable=True),
        sa.Column("approved_by_id", sa.String(length=36), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("approval_digest", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'approved', 'published', 'superseded', 'discarded')",
            name=op.f("ck_verdict_status"),
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["account.id"], name=op.f("fk_verdict_approved_by_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_verdict_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_verdict_organization_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_verdict_proposed_by_id")),
        sa.ForeignKeyConstraint(["scale_id", "label"], ["label.scale_id", "label.key"], name="fk_verdict_label"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_claim_id"), "verdict", ["claim_id"], unique=False)
    op.create_index(
        "uq_verdict_at_hand",
        "verdict",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('draft', 'in_review', 'approved')"),
        postgresql_where=sa.text("status IN ('draft', 'in_review', 'approved')"),
    )

    op.create_table(
        "appearance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("locator", JSON, nullable=True),
        sa.Column("claimant_id", sa.String(length=36), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('makes', 'repeats', 'reports')", name=op.f("ck_appearance_role")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_appearance_claim_id")),
        sa.ForeignKeyConstraint(["claimant_id"], ["claimant.id"], name=op.f("fk_appearance_claimant_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_appearance_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
    )
    op.create_index(op.f("ix_appearance_claim_id"), "appearance", ["claim_id"], unique=False)
    op.create_index(op.f("ix_appearance_source_id"), "appearance", ["source_id"], unique=False)
    op.create_index(
        "uq_appearance_first",
        "appearance",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("first"),
        postgresql_where=sa.text("first"),
    )

    op.create_table(
        "capture",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("captured_at", INSTANT, nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint("method IN ('upload')", name=op.f("ck_capture_method")),
        sa.CheckConstraint("outcome IN ('stored')", name=op.f("ck_capture_outcome")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_capture_digest")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_capture_account_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_capture_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    op.create_index(op.f("ix_capture_digest"), "capture", ["digest"], unique=False)
    op.create_index(op.f("ix_capture_source_id"), "capture", ["source_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("verdict_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by_id", sa.String(length=36), nullable=True),
        sa.Column("snapshot", JSON, nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "kind IN ('original', 'correction', 'update', 'reinstatement', 'retraction', 'imported')",
            name=op.f("ck_publication_kind"),
        ),
        sa.CheckConstraint("severity IN ('minor', 'major')", name=op.f("ck_publication_severity")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_publication_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_publication_organization_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["account.id"], name=op.f("fk_publication_published_by_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_publication_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index("uq_publication_number", "publication", ["claim_id", "number"], unique=True)

    op.create_table(
        "source_custodian",
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_source_custodian_account_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_custodian_source_id")),
        sa.PrimaryKeyConstraint("source_id", "account_id", name=op.f("pk_source_custodian")),
    )
    op.create_table(
        "source_identity",
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_source_identity_origin_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_identity_source_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_identity")),
    )
    op.create_table(
        "verdict_contributor",
        sa.Column("verdict_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_verdict_contributor_account_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_verdict_contributor_verdict_id")),
        sa.PrimaryKeyConstraint("verdict_id", "account_id", name=op.f("pk_verdict_contributor")),
    )
    op.create_index(op.f("ix_verdict_contributor_account_id"), "verdict_contributor", ["account_id"], unique=False)

    op.create_table(
        "verdict_text",
        sa.Column("verdict_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("claim_reviewed", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_verdict_text_verdict_id")),
        sa.PrimaryKeyConstraint("verdict_id", "language", name=op.f("pk_verdict_text")),
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("verdict_id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("waived_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_waiver_account_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_waiver_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index("uq_waiver_rule", "waiver", ["verdict_id", "rule"], unique=True)

    op.create_table(
        "evidence",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("locator", JSON, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("capture_id", sa.String(length=36), nullable=True),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("stance IN ('supports', 'refutes', 'context')", name=op.f("ck_evidence_stance")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)", name=op.f("ck_evidence_withdrawal")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_evidence_account_id")),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name=op.f("fk_evidence_capture_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_evidence_claim_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_evidence_organization_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_evidence_origin_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_evidence_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_claim_id"), "evidence", ["claim_id"], unique=False)
    op.create_index(op.f("ix_evidence_source_id"), "evidence", ["source_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("margin", sa.Text(), nullable=True),
        sa.Column("released_on", sa.Text(), nullable=True),
        sa.Column("supersedes_id", sa.String(length=36), nullable=True),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("comparator", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("lower", sa.Text(), nullable=True),
        sa.Column("upper", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("period", JSON, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("population", sa.Text(), nullable=True),
        sa.Column("hedge", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "comparator IN ('=', '≈', '>', '≥', '<', '≤', 'between')", name=op.f("ck_observation_comparator")
        ),
        sa.CheckConstraint("kind IN ('level', 'change', 'rank', 'count', 'ratio')", name=op.f("ck_observation_kind")),
        sa.CheckConstraint(
            "value IS NOT NULL OR (lower IS NOT NULL AND upper IS NOT NULL)", name=op.f("ck_observation_number")
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_observation_evidence_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["observation.id"], name=op.f("fk_observation_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index(op.f("ix_observation_evidence_id"), "observation", ["evidence_id"], unique=False)

    op.create_table(
        "verdict_evidence",
        sa.Column("verdict_id", sa.String(length=36), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_verdict_evidence_evidence_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_verdict_evidence_verdict_id")),
        sa.PrimaryKeyConstraint("verdict_id", "evidence_id", name=op.f("pk_verdict_evidence")),
    )
    op.create_index(op.f("ix_verdict_evidence_evidence_id"), "verdict_evidence", ["evidence_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_verdict_evidence_evidence_id"), table_name="verdict_evidence")

    op.drop_table("verdict_evidence")
    op.drop_index(op.f("ix_observation_evidence_id"), table_name="observation")

    op.drop_table("observation")
    op.drop_index(op.f("ix_evidence_source_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_claim_id"), table_name="evidence")

    op.drop_table("evidence")
    op.drop_index("uq_waiver_rule", table_name="waiver")

    op.drop_table("waiver")
    op.drop_table("verdict_text")
    op.drop_index(op.f("ix_verdict_contributor_account_id"), table_name="verdict_contributor")

    op.drop_table("verdict_contributor")
    op.drop_table("source_identity")
    op.drop_table("source_custodian")
    op.drop_index("uq_publication_number", table_name="publication")

    op.drop_table("publication")
    op.drop_index(op.f("ix_capture_source_id"), table_name="capture")
    op.drop_index(op.f("ix_capture_digest"), table_name="capture")

    op.drop_table("capture")
    op.drop_index(
        "uq_appearance_first", table_name="appearance", sqlite_where=sa.text("first"), postgresql_where=sa.text("first")
    )
    op.drop_index(op.f("ix_appearance_source_id"), table_name="appearance")
    op.drop_index(op.f("ix_appearance_claim_id"), table_name="appearance")

    op.drop_table("appearance")
    op.drop_index(
        "uq_verdict_at_hand",
        table_name="verdict",
        sqlite_where=sa.text("status IN ('draft', 'in_review', 'approved')"),
        postgresql_where=sa.text("status IN ('draft', 'in_review', 'approved')"),
    )
    op.drop_index(op.f("ix_verdict_claim_id"), table_name="verdict")

    op.drop_table("verdict")
    op.drop_index("uq_source_url_digest", table_name="source")
    op.drop_index("ix_source_page", table_name="source")

    op.drop_table("source")
    op.drop_table("rendering")
    op.drop_index(op.f("ix_quantity_claim_id"), table_name="quantity")

    op.drop_table("quantity")
    op.drop_index(op.f("ix_outreach_claim_id"), table_name="outreach")

    op.drop_table("outreach")
    op.drop_index(op.f("ix_comment_claim_id"), table_name="comment")

    op.drop_table("comment")
    op.drop_index("ix_claim_topic_topic", table_name="claim_topic")

    op.drop_table("claim_topic")
    op.drop_table("claim_page")
    op.drop_index(op.f("ix_claim_assignee_account_id"), table_name="claim_assignee")

    op.drop_table("claim_assignee")
    op.drop_index("uq_origin_name", table_name="origin")

    op.drop_table("origin")
    op.drop_table("label")
    op.drop_index("uq_claimant_link_url_digest", table_name="claimant_link")

    op.drop_table("claimant_link")
    op.drop_index("ix_claim_updated", table_name="claim")
    op.drop_index("ix_claim_state", table_name="claim")
    op.drop_index("ix_claim_review_by", table_name="claim")
    op.drop_index(
        "ix_claim_public_organization",
        table_name="claim",
        postgresql_where=sa.text("public_changed_at IS NOT NULL"),
        sqlite_where=sa.text("public_changed_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_claim_public",
        table_name="claim",
        postgresql_where=sa.text("public_changed_at IS NOT NULL"),
        sqlite_where=sa.text("public_changed_at IS NOT NULL"),
    )
    op.drop_index("ix_claim_page", table_name="claim")
    op.drop_index(op.f("ix_claim_merged_into_id"), table_name="claim")
    op.drop_index("ix_claim_made", table_name="claim")
    op.drop_index("ix_claim_label", table_name="claim")
    op.drop_index("ix_claim_claimant", table_name="claim")

    op.drop_table("claim")
    op.drop_index(op.f("ix_api_key_account_id"), table_name="api_key")

    op.drop_table("api_key")
    op.drop_index("uq_scale_family_number", table_name="scale")
    op.drop_index(
        "uq_scale_current", table_name="scale", sqlite_where=sa.text("current"), postgresql_where=sa.text("current")
    )

    op.drop_table("scale")
    op.drop_table("log_field")
    op.drop_index("ix_claimant_page", table_name="claimant")
    op.drop_index("ix_claimant_name", table_name="claimant")

    op.drop_table("claimant")
    op.drop_table("account")
    op.drop_table("organization")
    op.drop_table("log_head")
    op.drop_index("ix_log_entry_organization_id_seq", table_name="log_entry")
    op.drop_index("ix_log_entry_object_seq", table_name="log_entry")

    op.drop_table("log_entry")
    op.drop_index("ix_idempotency_key_created_at", table_name="idempotency_key")

    op.drop_table("idempotency_key")
