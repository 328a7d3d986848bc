"""Migrations lead from nothing to the models and back, whole or not at all, and lose no row on the way."""

import ast
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from tests import logbook
from tests.conftest import ON_POSTGRES, ON_SQLITE, ROOT, alembic_config, migrate, opened, settings_for
from tests.newsrooms import founded
from tracker.models import Base
from tracker.models.database import schema_engine
from tracker.services import migrations

FAMILY = """
from alembic import op
revision, down_revision = "family", "{head}"
def upgrade():
    op.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)")
    op.execute("CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent ON DELETE CASCADE)")
    op.execute("INSERT INTO parent VALUES (1, 'one')")
    op.execute("INSERT INTO child VALUES (1, 1)")
def downgrade():
    op.execute("DROP TABLE child")
    op.execute("DROP TABLE parent")
"""
ALTER = """
import sqlalchemy
from alembic import op
revision, down_revision = "alter", "family"
def upgrade():
    with op.batch_alter_table("parent", recreate="auto") as batch:
        batch.alter_column("name", nullable=False, existing_type=sqlalchemy.Text())
def downgrade():
    pass
"""
ORPHAN = ALTER.replace("def upgrade():", "def upgrade():\n    op.execute('DELETE FROM parent')")
FAIL = """
from alembic import op
revision, down_revision = "fail", "family"
def upgrade():
    op.execute("CREATE TABLE half (id INTEGER)")
    op.execute("DELETE FROM child")
    op.execute("SELECT 1 FROM nowhere")
def downgrade():
    pass
"""


@pytest.fixture
def url(database_kind, cluster, tmp_path):
    """An empty database."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    with cluster.database() as url:
        yield url


@pytest.fixture
def head():
    """The newest migration."""
    (head,) = ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()
    return head


@pytest.fixture
def with_revisions(url, head, tmp_path):
    """Make Alembic's settings for the house's migrations and further ones after them."""

    def make(*revisions):
        place = shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
        for number, source in enumerate(revisions):
            (place / "versions" / f"later_{number}.py").write_text(source.format(head=head))
        settings = alembic_config(url)
        settings.set_main_option("script_location", str(place))
        return settings

    return make


def answers(url, *questions):
    engine = schema_engine(url)
    with engine.connect() as connection:
        found = [connection.execute(text(question)).scalars().all() for question in questions]
    engine.dispose()
    return found


def tables(url):
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def schema(url, *, made=lambda engine: None):
    """Return all that the database knows of its tables, in words that compare."""
    engine = schema_engine(url)
    made(engine)
    looking = inspect(engine)
    found = {
        (table, part): in_words(getattr(looking, f"get_{part}")(table))
        for table in filter(migrations.is_of_the_models, set(looking.get_table_names()) - {"alembic_version"})
        for part in ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints", "indexes")
    }
    engine.dispose()
    return found


def in_words(found):
    if isinstance(found, list):
        return sorted(str(in_words(item)) for item in found)
    return {name: in_words(value) for name, value in found.items()} if isinstance(found, dict) else str(found)


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()) == 1


def test_from_nothing_to_the_newest_they_make_what_the_models_say(url):
    migrate(url)

    engine = schema_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=migrations.COMPARING | {"compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def test_every_column_constraint_and_index_is_what_the_models_would_make(url, database_kind, cluster, tmp_path):
    migrate(url)
    other = cluster.create_database() if database_kind == "postgres" else f"sqlite:///{tmp_path / 'models.sqlite'}"

    by_models = schema(other, made=Base.metadata.create_all)

    assert schema(url) == by_models


def test_no_reference_deletes_or_changes_what_refers(url):
    migrate(url)
    engine = schema_engine(url)
    looking = inspect(engine)

    options = [key["options"] for table in looking.get_table_names() for key in looking.get_foreign_keys(table)]
    engine.dispose()

    assert len(options) > 30
    assert not [option for option in options if option.keys() & {"ondelete", "onupdate"}]


def test_up_and_down_and_up_again_is_as_up(url):
    migrate(url)
    before = schema(url)

    command.downgrade(alembic_config(url), "base")
    nothing = tables(url)
    migrate(url)

    assert nothing == {"alembic_version"}
    assert schema(url) == before


def test_the_log_goes_on_where_it_was_after_a_way_down_and_up(url, tmp_path):
    migrate(url)
    with opened(settings_for(url, tmp_path)) as app, app.app_context():
        founded("example", "Example Checks")
    command.downgrade(alembic_config(url), "-1")

    migrate(url)

    with opened(settings_for(url, tmp_path)) as app, app.app_context():
        founded("another", "Another")
    engine = schema_engine(url)
    with engine.connect() as connection:
        assert logbook.faults(connection) == []
        assert logbook.differences(connection) == []
    engine.dispose()


def test_children_survive_that_their_parent_is_made_anew(url, with_revisions):
    command.upgrade(with_revisions(FAMILY, ALTER), "head")

    assert answers(url, "SELECT name FROM parent", "SELECT parent_id FROM child") == [["one"], [1]]


def test_children_would_vanish_if_foreign_keys_stood_on_meanwhile(url, with_revisions, database_kind, monkeypatch):
    # Shows that the test above can fail; PostgreSQL alters a table in its place.
    monkeypatch.setattr("tracker.models.database._foreign_keys_off", lambda connection, record: None)

    command.upgrade(with_revisions(FAMILY, ALTER), "head")

    left = {"sqlite": [], "postgres": [1]}
    assert answers(url, "SELECT parent_id FROM child") == [left[database_kind]]


# On PostgreSQL the children go with their parents.
@ON_SQLITE
def test_a_migration_that_leaves_orphans_is_taken_back(url, with_revisions):
    with pytest.raises(RuntimeError, match="without their parents"):
        command.upgrade(with_revisions(FAMILY, ORPHAN), "head")

    assert tables(url) == set()


def test_a_migration_that_fails_leaves_nothing_of_itself(url, head, with_revisions):
    settings = with_revisions(FAMILY, FAIL)
    command.upgrade(settings, "family")

    with pytest.raises(DBAPIError):
        command.upgrade(settings, "head")

    assert "half" not in tables(url)
    assert answers(url, "SELECT version_num FROM alembic_version", "SELECT id FROM child") == [["family"], [1]]


def test_of_migrations_that_run_together_none_stays_when_one_fails(url, with_revisions):
    with pytest.raises(DBAPIError):
        command.upgrade(with_revisions(FAMILY, FAIL), "head")

    assert tables(url) == set()


def imports(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return [*named, *(node.module for node in nodes if isinstance(node, ast.ImportFrom))]


@pytest.mark.parametrize("path", sorted((ROOT / "migrations" / "versions").glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_that_may_change_after_it(path: Path):
    assert not [name for name in imports(path) if name.split(".")[0] in {"tracker", "tests"}]


@ON_POSTGRES
def test_the_role_that_serves_can_append_to_the_log_and_not_touch_it_otherwise(url):
    migrate(url)
    engine = schema_engine(url)
    with engine.connect() as connection:
        for statement in advised_grants():
            connection.execute(text(statement))
        connection.commit()
        connection.execute(text("SET ROLE tracker_service"))
        refused = [refuses(connection, change) for change in ("DELETE FROM log_entry", "UPDATE log_head SET size = 0",
                   "INSERT INTO log_entry SELECT * FROM log_entry", "TRUNCATE log_field",
                   "UPDATE log_field SET salt = NULL, value = NULL, erased_seq = 1")]  # fmt: skip
        first = connection.execute(text("SELECT log_append(CAST('[]' AS jsonb), now())")).scalar_one()
    engine.dispose()

    assert refused == [True] * 5
    assert first == 0


def advised_grants():
    page = (ROOT / "docs" / "postgresql.md").read_text(encoding="utf-8")
    lines = page.partition("```sql\n")[2].partition("```")[0].splitlines()
    told = " ".join(line for line in lines if not line.startswith("--"))
    return [statement for statement in told.split(";") if statement.strip()]


def refuses(connection, statement):
    with connection.begin_nested() as point:
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            point.rollback()
            return "permission denied" in str(error)
    return False
