"""The database handle and the safety profile of both engines."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import orjson
import pysqlite3.dbapi2
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url, pool
from sqlalchemy.exc import ArgumentError

from tracker.errors import UsageError
from tracker.models.driver_errors import in_sqlalchemys_terms
from tracker.models.session import RecordedSession
from tracker.models.straight import StraightCursor

db = SQLAlchemy(session_options={"class_": RecordedSession, "expire_on_commit": False})

WRITING = "tracker_writing"
BUSY_SECONDS = 10
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    # For each thread's connections, so a little: the file system's cache serves all of them.
    "PRAGMA cache_size = -2000",
)
WAL_RACE_FIXED = (3, 51, 3)
SIZE = "SELECT size FROM log_head"
# PostgreSQL plans what is prepared anew each time where it takes a list for shorter than usual, and that takes longer
# than what we look up by ids. Queries of words have their words written in and are planned for them.
GENERIC = "plan_cache_mode = force_generic_plan"


def sqlite_driver(drivers: Sequence[Any] = (sqlite3, pysqlite3.dbapi2)) -> Any:  # DB-API modules of the same shape
    """Return an SQLite driver without the WAL-reset race of 3.7.0 to 3.51.2, which loses committed writes.

    Raises UsageError where there is none.
    """
    for driver in drivers:
        if driver.sqlite_version_info >= WAL_RACE_FIXED:
            return driver
    found = ", ".join(driver.sqlite_version for driver in drivers)
    raise UsageError(f"SQLite {found} can lose committed writes: install pysqlite3 with SQLite 3.51.3 or newer")


def readable(url: str) -> str:
    """Return a database's address, or raise UsageError where it cannot be read as one."""
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"TRACKER_DATABASE_URL is no address of a database: {error}") from error
    return url


def engine_options(url: str) -> Mapping[str, Any]:
    """Return what `create_engine` takes for this database."""
    common = {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}
    if url.startswith("sqlite"):
        return common | {"module": sqlite_driver(), "pool_size": 16, "max_overflow": 48}
    options = f"-c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC -c jit=off"
    # The driver forgets what it prepared with each rollback, and so would prepare for nothing: see StraightCursor.
    arguments = {"options": options, "prepare_threshold": None}
    return common | {"pool_size": 16, "max_overflow": 48, "pool_recycle": 1800, "connect_args": arguments}


def guard(engine: Engine) -> None:
    """Give an engine its safety profile; to be called once, before its first connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "begin", _begin_on_postgres)


def schema_engine(url: str) -> Engine:
    """Return an engine of single connections for changing the schema.

    On SQLite foreign keys are off, or altering a parent would delete its children: whoever uses it checks them after.
    """
    options = {name: value for name, value in engine_options(url).items() if not name.startswith(("pool_", "max_"))}
    engine = create_engine(url, poolclass=pool.NullPool, **options)
    guard(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _foreign_keys_off)
    return engine


def _foreign_keys_off(connection: Any, _record: object) -> None:  # a DB-API connection
    # Inside of a transaction the pragma is ignored, so it is set before there is one.
    connection.execute("PRAGMA foreign_keys = OFF")


def _set_pragmas(connection: Any, _record: object) -> None:  # a DB-API connection
    # The driver must not open transactions of its own: `_begin` decides how they start.
    connection.isolation_level = None
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except UnicodeDecodeError as error:
        # What the driver makes of SQLite's message where it names something in a damaged schema.
        raise sqlite_driver().DatabaseError("malformed database schema") from error


def _begin(connection: Connection) -> None:
    # A writer that starts as a reader may find, on its first write, that its snapshot is gone.
    how = "BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING, False) else "BEGIN"
    # The driver is asked directly, since each request and each deed begins so.
    try:
        connection.connection.cursor().execute(how)
    except connection.dialect.loaded_dbapi.Error as error:
        raise in_sqlalchemys_terms(error, connection.dialect) from error


def _begin_on_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql(f"SET LOCAL {GENERIC}")


_readers: WeakKeyDictionary[Engine, "LogSize"] = WeakKeyDictionary()


@contextmanager
def reading() -> Iterator[tuple[Any, Dialect]]:  # a DB-API cursor
    """Lend a cursor to read with: of the transaction under way, else one in which each select stands alone.

    The latter belongs to the thread and costs neither a session nor a transaction. Raises DBAPIError for the driver's.
    """
    under_way = db.session.registry.has() and db.session().in_transaction()
    reader = None if under_way else _readers.get(db.engine)
    if reader:
        cursor, dialect = reader.cursor(), reader.engine.dialect
    else:
        connection = db.session().connection()
        cursor, dialect = _cursor_within(connection), connection.dialect
    try:
        yield cursor, dialect
    except dialect.loaded_dbapi.Error as error:
        if reader:
            reader.mine.connection = None
        raise in_sqlalchemys_terms(error, dialect) from error
    finally:
        cursor.close()


def _cursor_within(connection: Connection) -> Any:  # a DB-API cursor
    mine = connection.connection
    if connection.dialect.name == "postgresql":
        return StraightCursor(mine.driver_connection, mine.info.setdefault("prepared", {}))
    return mine.cursor()


class LogSize:
    """Reads how many entries the log has, cheaply: since every change is logged, it is the version of everything.

    Each thread has a connection for this outside of the pool, with which it may read other things as well.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.mine = threading.local()
        self.opened: list[Any] = []
        _readers[engine] = self

    def connection(self) -> Any:  # a DB-API connection
        """Return this thread's connection, on which each statement is a transaction of its own."""
        return getattr(self.mine, "connection", None) or self._connect()

    def read(self) -> int | None:
        """Return the committed size, or None where the database does not tell."""
        try:
            return self._read()
        except self.engine.dialect.loaded_dbapi.Error:
            self.mine.connection = None
            return None

    def close(self) -> None:
        """Close the connections of all threads; a later read opens its own again."""
        self.mine = threading.local()
        while self.opened:
            self.opened.pop().close()

    def cursor(self) -> Any:  # a DB-API cursor
        """Return a cursor of this thread's connection."""
        connection = self.connection()
        if self.engine.dialect.name == "postgresql":
            return StraightCursor(connection, self.mine.prepared)
        return connection.cursor()

    def _read(self) -> int:
        cursor = self.cursor()
        cursor.execute(SIZE, {})
        size: int = cursor.fetchall()[0][0]
        cursor.close()
        return size

    def _connect(self) -> Any:  # a DB-API connection
        pooled = self.engine.raw_connection()
        connection: Any = pooled.driver_connection
        self.mine.connection = connection
        # What it has prepared already, since it may have been in the pool.
        self.mine.prepared = pooled.info.setdefault("prepared", {})
        # It stays with this thread and is no part of the pool any more.
        pooled.detach()
        self.opened.append(pooled)
        if self.engine.dialect.name == "postgresql":
            connection.autocommit = True
            connection.execute(f"SET {GENERIC}")
        return connection
