"""Tables as text, the same from either database, so that a copy of one can be read into the other.

A row is a line of `lib.copy_text`; times are RFC 3339 text with six decimals, booleans 0 or 1, JSON its text. That is
what SQLite holds already, and what PostgreSQL's COPY writes when asked for it and reads as it is.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import Connection, TableClause, column, func, inspect, select, table
from sqlalchemy.types import TypeEngine

from tracker.lib import copy_text

CHUNK = 1 << 16
BATCH = 1000
Count = Callable[[int], None]
TIME = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

TRIGGERS = """
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', CAST(tgrelid AS regclass), tgname),
       format('ALTER TABLE %s ENABLE %s TRIGGER %I', CAST(tgrelid AS regclass),
              CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, tgname)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = to_regnamespace(current_schema())
"""
WIPE = """
DO $$
DECLARE
    thing text;
BEGIN
    FOR thing IN SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE 'DROP TABLE ' || thing || ' CASCADE';
    END LOOP;
    FOR thing IN SELECT CAST(p.oid AS regprocedure) FROM pg_proc p
                 WHERE pronamespace = to_regnamespace(current_schema())
                 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE 'DROP ROUTINE ' || thing || ' CASCADE';
    END LOOP;
END $$
"""


def columns(connection: Connection, name: str) -> list[str]:
    """Return the names of a table's columns."""
    return [found["name"] for found in inspect(connection).get_columns(name)]


def count(connection: Connection, name: str) -> int:
    """Return how many rows a table has."""
    return connection.execute(select(func.count()).select_from(table(name))).scalar_one()


def write(connection: Connection, name: str, target: IO[bytes], *, seen: Count) -> None:
    """Write all rows of a table, in no order, telling of each few how many they were."""
    chunks = _from_postgresql if connection.dialect.name == "postgresql" else _from_sqlite
    for rows, chunk in chunks(connection, name):
        target.write(chunk)
        seen(rows)


def read(connection: Connection, name: str, source: IO[bytes], *, names: Sequence[str], seen: Count) -> None:
    """Replace all rows of a table by those that `write` wrote; triggers are to be at rest."""
    target = table(name, *map(column, names))
    connection.execute(sa.delete(target))
    put = _into_postgresql if connection.dialect.name == "postgresql" else _into_sqlite
    put(connection, target, source, seen=seen)


@contextmanager
def triggers_at_rest(connection: Connection) -> Iterator[None]:
    """Let rows be copied as they are: the guards of the log judge what is new, and a copy is not.

    They are back before the transaction ends, or it is rolled back with all of them in place.
    """
    if connection.dialect.name == "postgresql":
        before = connection.execute(sa.text(TRIGGERS)).all()
        rest, wake = [off for off, _ in before], [on for _, on in before]
    else:
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        rest, wake = [f"DROP TRIGGER {_quoted(connection, name)}" for name, _ in found], [sql for _, sql in found]
    for statement in rest:
        connection.exec_driver_sql(statement)
    yield
    for statement in wake:
        connection.exec_driver_sql(statement)


def wipe(connection: Connection) -> None:
    """Drop every table there is, and what belongs to them."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(WIPE))
        return
    while found := connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        " ORDER BY type DESC, sql LIKE 'CREATE VIRTUAL%' DESC LIMIT 1"
    ).first():
        connection.exec_driver_sql(f"DROP {found.type} {_quoted(connection, found.name)}")


def _from_postgresql(connection: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    shown = [_shown(found["name"], found["type"]) for found in inspect(connection).get_columns(name)]
    statement = _text(connection, select(*shown).select_from(table(name)))
    driver: Any = connection.connection.driver_connection  # psycopg's own: SQLAlchemy knows no COPY
    with driver.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT") as copy:
        for chunk in map(bytes, copy):
            yield chunk.count(b"\n"), chunk


def _from_sqlite(connection: Connection, name: str) -> Iterator[tuple[int, bytes]]:
    statement = select(table(name, *map(column, columns(connection, name))))
    for rows in connection.execution_options(yield_per=BATCH).execute(statement).partitions():
        yield len(rows), b"".join(map(copy_text.line, rows))


def _into_postgresql(connection: Connection, target: TableClause, source: IO[bytes], *, seen: Count) -> None:
    names = ", ".join(_quoted(connection, found.name) for found in target.c)
    driver: Any = connection.connection.driver_connection  # psycopg's own: SQLAlchemy knows no COPY
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {_quoted(connection, target.name)} ({names}) FROM STDIN") as copy,
    ):
        while chunk := source.read(CHUNK):
            copy.write(chunk)
            seen(chunk.count(b"\n"))


def _into_sqlite(connection: Connection, target: TableClause, source: IO[bytes], *, seen: Count) -> None:
    kinds = {found["name"]: found["type"] for found in inspect(connection).get_columns(target.name)}
    binary = [isinstance(kinds[found.name], sa.LargeBinary) for found in target.c]
    statement = _text(connection, sa.insert(target))
    while lines := source.readlines(CHUNK):
        connection.exec_driver_sql(statement, [tuple(copy_text.cells(line, binary)) for line in lines])
        seen(len(lines))


def _shown(name: str, kind: TypeEngine[Any]) -> sa.ColumnElement[Any]:
    if isinstance(kind, sa.DateTime):
        return func.to_char(func.timezone("UTC", column(name)), TIME)
    return sa.cast(column(name), sa.Integer) if isinstance(kind, sa.Boolean) else column(name)


def _text(connection: Connection, statement: sa.ClauseElement) -> str:
    return str(statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
