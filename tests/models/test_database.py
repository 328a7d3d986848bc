"""Every connection has its safety profile, and a driver that loses writes is refused."""

from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import ON_POSTGRES, ON_SQLITE
from tracker.errors import UsageError
from tracker.models import db
from tracker.models.database import WRITING, LogSize, engine_options, guard, sqlite_driver
from tracker.services.recording import holding

SQLITE_PROFILE = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0,
    "temp_store": 2,
}  # fmt: skip
POSTGRESQL_PROFILE = {"timezone": "UTC", "lock_timeout": "10s", "jit": "off"}


@pytest.fixture
def engine(app: Flask):
    """The application's engine."""
    with app.app_context():
        return db.engine


def profile(connection, names, question):
    return {name: connection.exec_driver_sql(question.format(name)).scalar_one() for name in names}


@ON_SQLITE
def test_all_connections_to_sqlite_have_its_pragmas(engine):
    with (
        engine.connect() as one,
        engine.connect() as other,
        engine.connect().execution_options(**{WRITING: True}) as third,
    ):
        profiles = [profile(connection, SQLITE_PROFILE, "PRAGMA {}") for connection in (one, other, third)]

    assert profiles == [SQLITE_PROFILE] * 3


@ON_POSTGRES
def test_all_connections_to_postgresql_have_its_settings(engine):
    with engine.connect() as one, engine.connect() as other:
        profiles = [profile(connection, POSTGRESQL_PROFILE, "SHOW {}") for connection in (one, other)]

    assert profiles == [POSTGRESQL_PROFILE] * 2


def begun(engine, options):
    """Return how a transaction begins in the words that reach SQLite itself."""
    heard = []
    with engine.connect().execution_options(**options) as connection:
        connection.connection.driver_connection.set_trace_callback(heard.append)
        connection.execute(text("SELECT 1"))
        connection.connection.driver_connection.set_trace_callback(None)
    return heard[0]


@ON_SQLITE
def test_writers_begin_at_once_and_readers_do_not(engine):
    assert begun(engine, {WRITING: True}) == "BEGIN IMMEDIATE"
    assert begun(engine, {}) == "BEGIN"


@ON_SQLITE
def test_a_deed_holds_the_right_to_write_from_its_beginning(app, engine):
    other = create_engine(engine.url, **engine_options("sqlite"))
    guard(other)
    event.listen(other, "connect", lambda connection, record: connection.execute("PRAGMA busy_timeout = 1"))

    with app.app_context(), holding(), pytest.raises(DBAPIError, match="locked"):
        other.connect().execution_options(**{WRITING: True}).execute(text("SELECT 1"))

    other.dispose()


def test_reading_goes_on_while_a_deed_writes(app, engine):
    with app.app_context(), holding(), engine.connect() as reader:
        assert reader.execute(text("SELECT size FROM log_head")).scalar_one() > 0


@ON_POSTGRES
def test_waiting_for_a_lock_ends(engine):
    with engine.connect() as holder, engine.connect() as waiter:
        holder.execute(text("SELECT * FROM log_head FOR UPDATE"))
        waiter.execute(text("SET lock_timeout = '10ms'"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            waiter.execute(text("SELECT * FROM log_head FOR UPDATE"))


def test_foreign_keys_hold(engine):
    statement = "INSERT INTO claim_topic (claim_id, topic) VALUES ('nothing', 'prices')"

    with engine.connect().execution_options(**{WRITING: True}) as connection, pytest.raises(DBAPIError):
        connection.execute(text(statement))


def driver(*version):
    return SimpleNamespace(sqlite_version_info=version, sqlite_version=".".join(map(str, version)))


def test_the_first_driver_without_the_wal_race_is_taken():
    old, mended, newer = driver(3, 40, 1), driver(3, 51, 3), driver(3, 53, 0)

    assert sqlite_driver([mended, newer]) is mended
    assert sqlite_driver([old, newer]) is newer


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 2)])
def test_a_driver_with_the_wal_race_is_refused_by_name(version):
    with pytest.raises(UsageError, match=driver(*version).sqlite_version):
        sqlite_driver([driver(*version), driver(*version)])


@ON_SQLITE
def test_the_driver_in_use_is_a_mended_one(engine):
    with engine.connect() as connection:
        found = connection.execute(text("SELECT sqlite_version()")).scalar_one()

    assert tuple(map(int, found.split("."))) >= (3, 51, 3)


def test_the_size_of_the_log_is_read_as_it_is_committed(app, engine, newsroom):
    log_size = LogSize(engine)
    before = log_size.read()

    newsroom.post("/origins", {"name": "An office"})

    assert log_size.read() == before + 1
    log_size.close()
    assert log_size.read() == before + 1
    log_size.close()


@ON_POSTGRES
def test_a_connection_that_was_cut_tells_no_size_and_the_next_one_does(app, engine):
    log_size = LogSize(engine)
    before = log_size.read()
    backend = log_size.connection().info.backend_pid

    with engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend})

    assert log_size.read() is None
    assert log_size.read() == before
    log_size.close()
