"""Whether this installation can work: the database answers and stands at the newest migration."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.models import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def checks() -> Mapping[str, str]:
    """Return `ok`, or what is wrong, for each thing the service needs."""
    try:
        db.session().execute(text("SELECT 1"))
        at = current_revision()
    except DBAPIError as error:
        return {"database": f"does not answer: {type(error.orig).__name__}", "migrations": "unknown"}
    wanted = newest_revision()
    return {"database": "ok", "migrations": "ok" if at == wanted else f"at {at}, should be at {wanted}"}


def current_revision() -> str | None:
    """Return the migration that the database stands at."""
    return MigrationContext.configure(db.session().connection()).get_current_revision()


@cache
def newest_revision() -> str | None:
    """Return the newest migration there is."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(settings).get_current_head()
