"""Changes of single cells and rows past all guards, one at a time and undone after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

from tracker.models import Base
from tracker.models.log import OUTSIDE_THE_LOG, UNLOGGED_COLUMNS

LOG = ("log_entry", "log_field", "log_node", "log_head", "log_checkpoint")
Change = tuple[str, str, dict[str, Any]]


def guards_off(connection: Connection) -> None:
    """Take away what the database itself refuses, within the transaction."""
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL"))
        _drop_constraints(connection)
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))
    connection.execute(text("PRAGMA ignore_check_constraints = ON"))


def _drop_constraints(connection: Connection) -> None:
    rows = connection.execute(
        text("SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND conrelid <> 0")
    )
    for table, name in rows.all():
        connection.execute(text(f'ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE'))


def tables() -> list[str]:
    """Return the log's tables and all that are projections of it."""
    outside = {*OUTSIDE_THE_LOG, "log_cosignature"}
    return sorted(table.name for table in Base.metadata.sorted_tables if table.name not in outside)


def changes(connection: Connection) -> Iterator[Change]:
    """Return what to do, one at a time: change every cell, and delete, double and swap every row."""
    for name in tables():
        table = Base.metadata.tables[name]
        columns = [column.name for column in table.columns if (name, column.name) not in UNLOGGED_COLUMNS]
        keys = [column.name for column in table.primary_key]
        rows = [dict(row) for row in connection.execute(table.select()).mappings()]
        for row in rows:
            yield from _of_row(connection, name, row, keys=keys, columns=columns)


def _of_row(
    connection: Connection, name: str, row: dict[str, Any], *, keys: list[str], columns: list[str]
) -> Iterator[Change]:
    quote = connection.dialect.identifier_preparer.quote
    place = " AND ".join(f"{quote(key)} = :{key}" for key in keys)
    given = {key: row[key] for key in keys}
    for column in columns:
        yield f"{name}.{column}", f"UPDATE {name} SET {quote(column)} = {_other(connection, name, column)} WHERE {place}", given
    yield f"{name} deleted", f"DELETE FROM {name} WHERE {place}", given
    names = ", ".join(map(quote, row))
    shown = ", ".join(_other(connection, name, column) if column == keys[-1] else quote(column) for column in row)
    yield f"{name} doubled", f"INSERT INTO {name} ({names}) SELECT {shown} FROM {name} WHERE {place}", given


def _other(connection: Connection, name: str, column: str) -> str:
    # Another value of the same type, made by the database of the one that is there.
    quoted = connection.dialect.identifier_preparer.quote(column)
    kind = str(Base.metadata.tables[name].c[column].type.dialect_impl(connection.dialect).compile(connection.dialect))
    is_postgresql = connection.dialect.name == "postgresql"
    others = {
        "BOOLEAN": f"NOT COALESCE({quoted}, FALSE)",
        "INTEGER": f"COALESCE({quoted}, 0) + 100000",
        "BIGINT": f"COALESCE({quoted}, 0) + 100000",
        "JSON": """'{"x": 1}'""",
        "JSONB": """'{"x": 1}'""",
        "BLOB": f"COALESCE(substr({quoted}, 1, length({quoted}) - 1), X'') || X'AB'",
        "BYTEA": f"COALESCE(substr({quoted}, 1, length({quoted}) - 1), ''::bytea) || '\\xab'::bytea",
        "DATE": "DATE '1999-01-01'" if is_postgresql else "'1999-01-01'",
        "TIMESTAMP WITH TIME ZONE": f"COALESCE({quoted}, now()) + interval '1 second'",
    }
    if name == "log_field" and column == "erased_seq":
        return "0"
    return others.get(kind, f"COALESCE(substr({quoted}, 1, length({quoted}) - 1), '') || '~'")


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Undo what is done inside."""
    point = connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()
