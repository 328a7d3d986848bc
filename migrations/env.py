"""Runs migrations on the database that the tracker is configured for, in one transaction each way."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, event, pool

from tracker import config
from tracker.models import Base
from tracker.models.database import engine_options, guard

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


def run_online() -> None:
    """Connect and run; on SQLite foreign keys are off meanwhile, or altering a parent would delete its children."""
    url = SETTINGS.attributes.get("database_url") or config.read().database_url
    engine = create_engine(url, poolclass=pool.NullPool, **_without_pool(engine_options(url)))
    guard(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _foreign_keys_off)
    with engine.connect().execution_options(tracker_writing=True) as connection:
        run(connection)
        _check_foreign_keys(connection)
        connection.commit()
    engine.dispose()


def _without_pool(options: dict) -> dict:
    return {name: value for name, value in options.items() if not name.startswith(("pool_", "max_overflow"))}


def _foreign_keys_off(connection: Any, _record: object) -> None:  # a DB-API connection
    # Inside of a transaction the pragma is ignored, so it is set before there is one.
    connection.execute("PRAGMA foreign_keys = OFF")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows without their parents: {broken[:5]}")


if context.is_offline_mode():
    raise SystemExit("Migrations read the database: run them online.")
run_online()
