"""Other outlets' checks are found by their words and have vectors, as claims have: each has a document of the index.

No document and no vector changes. `tracker db upgrade` makes the new documents at once after this, and the thread that
makes vectors those. Code of the release before neither makes nor shows any.
"""

import sqlalchemy as sa
from alembic import op

revision = "2f6d1c84ab93"
down_revision = "e61b07f3a94d"
branch_labels = None
depends_on = None

OF_DOCUMENTS = "kind IN ('claim', 'claimant', 'source', 'evidence', 'verdict', 'check'{})"
OF_VECTORS = "kind IN ('claim', 'check'{})"
FURTHER = ", 'external_check'"
THEIRS = "SELECT id FROM search_document WHERE kind = 'external_check'"


def upgrade() -> None:
    """Go up."""
    _kinds("search_document", OF_DOCUMENTS.format(FURTHER))
    _kinds("claim_vector", OF_VECTORS.format(FURTHER))
    _claims_of_vectors(nullable=True)


def downgrade() -> None:
    """Go down; what was made of other outlets' checks can be made again."""
    words = "rowid" if op.get_context().dialect.name == "sqlite" else "document_id"
    op.execute(f"DELETE FROM search_words WHERE {words} IN ({THEIRS})")  # noqa: S608  # our own words
    op.execute("DELETE FROM claim_vector WHERE kind = 'external_check'")
    op.execute("DELETE FROM search_document WHERE kind = 'external_check'")
    if op.get_context().dialect.name == "postgresql":
        # The words refer to their documents, which is looked at in the end only: until then no table changes its form.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _claims_of_vectors(nullable=False)
    _kinds("claim_vector", OF_VECTORS.format(""))
    _kinds("search_document", OF_DOCUMENTS.format(""))


def _kinds(table: str, condition: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_kind"), condition)


def _claims_of_vectors(*, nullable: bool) -> None:
    with op.batch_alter_table("claim_vector") as batch:
        batch.alter_column("claim_id", existing_type=sa.String(36), nullable=nullable)
