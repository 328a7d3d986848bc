"""Texts are found by their words.

`tracker db upgrade` fills it at once after this, and `tracker db reindex` makes it anew at any time. The index of words
is the database's own, so it is no table of the models: FTS5 on SQLite, which keeps no text of its own, and a table with
a `tsvector` on PostgreSQL, with a configuration for each language that it has a stemmer for. These know no stop words:
whoever searches for "The Who" wants both.
"""

import sqlalchemy as sa
from alembic import op

revision = "b51f0c8e7a23"
down_revision = "5c07e9a3d1f4"
branch_labels = None
depends_on = None

ON_SQLITE = """
CREATE VIRTUAL TABLE search_words USING fts5(
    title, body, scope, content='', contentless_delete=1,
    tokenize="porter unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
)
"""
ON_POSTGRESQL = """
CREATE TABLE search_words (
    document_id bigint PRIMARY KEY REFERENCES search_document (id) DEFERRABLE INITIALLY DEFERRED,
    organization_id varchar(36) NOT NULL,
    kind text NOT NULL,
    words tsvector NOT NULL
)
"""
# The stemmers that PostgreSQL may have; what all words of one are, its parser calls by these names.
STEMMERS = """
SELECT cfgname FROM pg_catalog.pg_ts_config
WHERE cfgnamespace = 'pg_catalog'::regnamespace AND cfgname <> 'simple'
AND EXISTS (SELECT FROM pg_catalog.pg_ts_dict WHERE dictname = cfgname || '_stem')
"""
TOKENS = "asciiword, word, numword"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "search_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=True),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('claim', 'claimant', 'source', 'evidence', 'verdict', 'check')",
            name=op.f("ck_search_document_kind"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_search_document_claim_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_search_document_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
    )
    op.create_index("uq_search_document_object", "search_document", ["object_id", "kind", "language"], unique=True)
    op.create_index("ix_search_document_language", "search_document", ["language"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ON_SQLITE)
        return
    op.execute(ON_POSTGRESQL)
    op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
    op.execute("CREATE INDEX ix_search_words_page ON search_words (organization_id, kind, document_id)")
    op.execute("CREATE INDEX ix_search_words_kind ON search_words (kind, document_id)")
    for name in _stemmers():
        # What is left of an installation that was wiped would be in the way.
        op.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS search_{name}")
        op.execute(f"DROP TEXT SEARCH DICTIONARY IF EXISTS search_{name}")
        op.execute(f"CREATE TEXT SEARCH DICTIONARY search_{name} (TEMPLATE = snowball, LANGUAGE = {name})")
        op.execute(f"CREATE TEXT SEARCH CONFIGURATION search_{name} (COPY = pg_catalog.simple)")
        op.execute(f"ALTER TEXT SEARCH CONFIGURATION search_{name} ALTER MAPPING FOR {TOKENS} WITH search_{name}")


def downgrade() -> None:
    """Go down."""
    op.drop_table("search_words")
    op.drop_table("search_document")
    if op.get_bind().dialect.name == "postgresql":
        for name in _stemmers():
            op.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS search_{name}")
            op.execute(f"DROP TEXT SEARCH DICTIONARY IF EXISTS search_{name}")


def _stemmers() -> list[str]:
    return list(op.get_bind().execute(sa.text(STEMMERS)).scalars())
