"""New rows written straight to their tables: the unit of work takes several times as long for them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, insert, inspect
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.sql.compiler import SQLCompiler

from tracker.models.base import Base, table
from tracker.models.driver_errors import in_sqlalchemys_terms

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an attribute of a row goes, what it is by default, and how the driver takes it."""

    column: str
    name: str
    default: Callable[[], object]
    process: Callable[[Any], Any] | None

    def taken(self, values: dict[str, Any]) -> Any:  # what the driver takes
        """Return the value as the driver takes it, after giving the row its default where it has none."""
        if self.name not in values:
            values[self.name] = self.default()
            if values[self.name] is None:
                # Of JSON, null was not given, so it is the database's null and not that of JSON.
                return None
        value = values[self.name]
        return self.process(value) if self.process else value


@dataclass(frozen=True, slots=True)
class _Insertion:
    """The statement that inserts a row of one model, for the driver of one database."""

    text: str
    places: Sequence[_Place]
    positional: bool

    def parameters(self, values: dict[str, Any]) -> Any:  # a tuple or a mapping, as the driver wants it
        """Return values as the driver takes them, after adding what the columns default to."""
        if self.positional:
            return tuple(place.taken(values) for place in self.places)
        return {place.column: place.taken(values) for place in self.places}


def apart(model: type[Row], **values: object) -> Row:
    """Return a new row that is to be inserted apart from the session, and so without its taking note of each value."""
    row: Row = manager_of_class(model).new_instance()
    vars(row).update(values)
    return row


def insert_all(connection: Connection, rows: Iterable[Base]) -> None:
    """Insert rows in the order given, and give them what their columns default to; raises DBAPIError."""
    for model, alike in groupby(rows, key=type):
        insert_columns(connection, model, map(vars, alike))


def insert_columns(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows of one model by the names of their attributes, and add what its columns default to.

    Of what the log tells of, this is for `insert_all` alone. Raises DBAPIError.
    """
    insertion = _insertion(model, connection.dialect)
    with cursor_of(connection) as cursor:
        cursor.executemany(insertion.text, [insertion.parameters(values) for values in rows])


@contextmanager
def cursor_of(connection: Connection) -> Iterator[Any]:  # a DB-API cursor
    """Lend the driver's own cursor within a connection's transaction; raises DBAPIError for the driver's."""
    if not connection.in_transaction():
        # The driver would begin one of which the connection does not know, and would not commit.
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise in_sqlalchemys_terms(error, connection.dialect) from error
    finally:
        cursor.close()


@lru_cache(256)
def _insertion(model: type[Base], dialect: Dialect) -> _Insertion:
    compiled = insert(table(model)).compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101  # narrows the type: an insert compiles to nothing else
    columns: list[tuple[str, Any]] = [(a.key, a.columns[0]) for a in inspect(model).column_attrs]
    places = {column.key: _place(name, column, dialect) for name, column in columns}
    order = compiled.positiontup
    return _Insertion(str(compiled), [places[key] for key in order or places], positional=order is not None)


def _place(name: str, column: Column[Any], dialect: Dialect) -> _Place:
    return _Place(column.key, name, _default(column), column.type.dialect_impl(dialect).bind_processor(dialect))


def _default(column: Column[Any]) -> Callable[[], object]:
    default: Any = column.default
    if default is None:
        return lambda: None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)
