"""Where the database's tables stand, and taking them to another migration."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from tracker.errors import UsageError
from tracker.models import Base, db
from tracker.models.driver_errors import lack, refusal

MIGRATIONS = Path(__file__).parents[2] / "migrations"
HEAD = "head"
# The database's own index of words, of which the models know nothing.
NOT_OF_THE_MODELS = "search_words"
Step = Callable[[AlembicConfig, str], None]


def is_of_the_models(name: str | None, _kind: str = "table", _parents: object = None) -> bool:
    """Tell whether something in the database is for the models to describe."""
    return not (name or "").startswith(NOT_OF_THE_MODELS)


COMPARING = {"compare_type": True, "include_name": is_of_the_models}


def upgrade(database_url: str, revision: str = HEAD) -> None:
    """Take the database up to a migration; it goes through whole or not at all."""
    _run(command.upgrade, revision, database_url=database_url)


def upgrade_within(connection: Connection, revision: str = HEAD) -> None:
    """Take the database up to a migration inside of a transaction that is open and stays so."""
    _run(command.upgrade, revision, connection=connection)


def downgrade(database_url: str, revision: str) -> None:
    """Take the database down to a migration, losing what the later ones hold."""
    _run(command.downgrade, revision, database_url=database_url)


def begin(database_url: str) -> None:
    """Migrate an SQLite database that has no tables yet; any other is for the operator to migrate."""
    if db.engine.dialect.name == "sqlite" and is_empty():
        let_go()
        upgrade(database_url)


def let_go() -> None:
    """Close all connections of this process; a later read opens its own again."""
    db.session.remove()
    db.engine.dispose()


def current() -> str | None:
    """Return the migration that the database stands at."""
    return MigrationContext.configure(db.session().connection()).get_current_revision()


@cache
def newest() -> str | None:
    """Return the newest migration there is."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def is_empty() -> bool:
    """Tell whether the database has no tables at all."""
    return not inspect(db.session().connection()).get_table_names()


def differences() -> list[str]:
    """Return how the tables differ from what the models say, one sentence each."""
    context = MigrationContext.configure(db.session().connection(), opts=COMPARING)
    return [str(difference) for difference in compare_metadata(context, Base.metadata)]


def require_current() -> None:
    """Raise UsageError, naming the command to run, where the database is not at the newest migration."""
    at = current()
    if at != newest():
        raise UsageError(f"The database is at migration {at or 'none'} and not at {newest()}: run `tracker db upgrade`")


@contextmanager
def answering() -> Iterator[None]:
    """Tell a database that does not answer, or refuses, by a UsageError that says why."""
    try:
        yield
    except DBAPIError as error:
        told = refusal(error) or lack(error) or "The database does not answer, or refuses"
        raise UsageError(f"{told}: {str(error.orig).strip()}") from error


def _run(step: Step, revision: str, **attributes: object) -> None:
    settings = _settings()
    settings.attributes.update(attributes)
    try:
        step(settings, revision)
    except CommandError as error:
        raise UsageError(f"{error}") from error


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings
