"""${message}

Before you merge this, ask: does code of the release before run on the schema after it? Expand, fill and contract are
separate migrations. Does a batch alter of a parent table keep its children (the tests show it)? Is there a way down,
or a sentence that says why not? Nothing here imports from `tracker`: models change, migrations do not.
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Go up."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go down."""
    ${downgrades if downgrades else "pass"}
