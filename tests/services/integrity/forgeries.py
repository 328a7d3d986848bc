"""Changes of single cells and rows past all guards, one at a time and undone after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tracker.models import Base
from tracker.models.log import OUTSIDE_THE_LOG, UNLOGGED_COLUMNS

# So far away are a number and the one that is put in its place.
AWAY = 100_000


@dataclass(frozen=True)
class Forgery:
    """Statements that change one thing, in which table, and of which entry where the table has entries."""

    name: str
    table: str
    seq: int | None
    statements: Sequence[str]
    given: Mapping[str, Any]


def guards_off(connection: Connection) -> None:
    """Take away what the database itself refuses, within the transaction."""
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL"))
        _drop_constraints(connection)
        return
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))
    for pragma in ("ignore_check_constraints", "defer_foreign_keys"):
        connection.execute(text(f"PRAGMA {pragma} = ON"))


def _drop_constraints(connection: Connection) -> None:
    rows = connection.execute(
        text("SELECT conrelid::regclass, conname FROM pg_constraint"
             " WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace")
    )  # fmt: skip
    for table, name in rows.all():
        connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"'))


def tables() -> list[str]:
    """Return the log's tables and all that are projections of it."""
    outside = {*OUTSIDE_THE_LOG, "log_cosignature"}
    return sorted(table.name for table in Base.metadata.sorted_tables if table.name not in outside)


def of(connection: Connection) -> Iterator[Forgery]:
    """Return what to do, one at a time: change every cell, and delete, double and swap every row."""
    for name in tables():
        rows = [dict(row) for row in connection.execute(Base.metadata.tables[name].select()).mappings()]
        keys = [column.name for column in Base.metadata.tables[name].primary_key]
        for row in rows:
            yield from _of_row(connection, name, row, keys=keys)
        # Rows that differ in their keys alone are the same two rows when they are swapped.
        pairs = [pair for pair in pairwise(rows) if _differ(*pair, keys) and not _are_erased(*pair)]
        yield from (_swap(connection, name, pair, keys=keys) for pair in pairs)


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], keys: list[str]) -> bool:
    return any(one[name] != other[name] for name in one if name not in keys)


def _are_erased(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    # The entry has the digests of both and the erasing entry has their names, and which belongs to which nobody can
    # know without salt and value.
    erased = "erased_seq"
    return erased in one and one["seq"] == other["seq"] and None not in (one[erased], other[erased])


def done(connection: Connection, forgery: Forgery) -> bool:
    """Do it inside of a savepoint, and tell whether keys and constraints allow that; then only its rollback is left."""
    try:
        for statement in forgery.statements:
            connection.execute(text(statement), forgery.given)
    except DBAPIError:
        return False
    return True


def _of_row(connection: Connection, name: str, row: Mapping[str, Any], *, keys: list[str]) -> Iterator[Forgery]:
    quote = connection.dialect.identifier_preparer.quote
    place = " AND ".join(f"{quote(key)} = :{key}" for key in keys)
    about = {"table": name, "seq": row.get("seq"), "given": {key: row[key] for key in keys}}
    for column in [column for column in row if (name, column) not in UNLOGGED_COLUMNS]:
        change = f"UPDATE {name} SET {quote(column)} = {_other(connection, name, column)} WHERE {place}"
        yield Forgery(f"{name}.{column}", statements=[change], **about)
    if name != "log_checkpoint":
        # Who deletes one has only made the log less signed than it was.
        yield Forgery(f"{name} deleted", statements=[f"DELETE FROM {name} WHERE {place}"], **about)
    names = ", ".join(map(quote, row))
    shown = ", ".join(_other(connection, name, column) if column == keys[-1] else quote(column) for column in row)
    double = f"INSERT INTO {name} ({names}) SELECT {shown} FROM {name} WHERE {place}"
    yield Forgery(f"{name} doubled", statements=[double], **about)


def _swap(
    connection: Connection, name: str, rows: tuple[Mapping[str, Any], Mapping[str, Any]], *, keys: list[str]
) -> Forgery:
    quote = connection.dialect.identifier_preparer.quote
    one, other = ({f"{side}_{key}": row[key] for key in keys} for side, row in zip(("a", "b"), rows, strict=True))
    aside = {
        f"c_{key}": -7 if isinstance(value, int) else "aside" for key, value in zip(keys, one.values(), strict=True)
    }
    moves = (("a", "c"), ("b", "a"), ("c", "b"))
    statements = [
        f"UPDATE {name} SET {', '.join(f'{quote(key)} = :{to}_{key}' for key in keys)}"
        f" WHERE {' AND '.join(f'{quote(key)} = :{source}_{key}' for key in keys)}"
        for source, to in moves
    ]
    return Forgery(f"{name} swapped", name, rows[0].get("seq"), statements, one | other | aside)


def _other(connection: Connection, name: str, column: str) -> str:
    # Another value of the same type, made by the database of the one that is there.
    quoted = connection.dialect.identifier_preparer.quote(column)
    kind = str(Base.metadata.tables[name].c[column].type.dialect_impl(connection.dialect).compile(connection.dialect))
    is_postgresql = connection.dialect.name == "postgresql"
    others = {
        "BOOLEAN": f"NOT COALESCE({quoted}, FALSE)",
        "INTEGER": f"COALESCE({quoted}, 0) + {AWAY}",
        "BIGINT": f"COALESCE({quoted}, 0) + {AWAY}",
        "JSON": """'{"x": 1}'""",
        "JSONB": """'{"x": 1}'""",
        "BLOB": f"zeroblob(COALESCE(length({quoted}), 1))",
        "BYTEA": f"decode(repeat('00', COALESCE(length({quoted}), 1)), 'hex')",
        "DATE": "DATE '1999-01-01'" if is_postgresql else "'1999-01-01'",
        "TIMESTAMP WITH TIME ZONE": f"COALESCE({quoted}, now()) + interval '1 second'",
    }
    if name == "log_field" and column == "erased_seq":
        return "0"
    return others.get(kind, f"COALESCE(substr({quoted}, 1, length({quoted}) - 1), '') || '~'")
