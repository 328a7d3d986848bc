"""Runs migrations on the database that the tracker is configured for, in one transaction each way."""

from alembic import context
from sqlalchemy import Connection

from tracker import config
from tracker.models import Base
from tracker.models.database import schema_engine

SETTINGS = context.config


def run(connection: Connection) -> None:
    """Run the migrations asked for on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        # Still inside of the transaction: what leaves rows without their parents is taken back.
        _check_foreign_keys(connection)


def run_online() -> None:
    """Run on the connection that the caller lends, whose transaction stays open, or else connect and commit."""
    lent = SETTINGS.attributes.get("connection")
    if lent is not None:
        run(lent)
        return
    engine = schema_engine(SETTINGS.attributes.get("database_url") or config.read().database_url)
    with engine.connect().execution_options(tracker_writing=True) as connection:
        run(connection)
        connection.commit()
    engine.dispose()


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows without their parents: {broken[:5]}")


if context.is_offline_mode():
    raise SystemExit("Migrations read the database: run them online.")
run_online()
