"""Selects that every request runs: compiled once for a kind of database, and run by the driver.

What SQLAlchemy does for a select each time it is executed costs more than most of our selects themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, Dialect, LargeBinary, Select, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Boolean

from tracker.models.database import reading

Processor = Callable[[Any], Any]
Record = dict[str, Any]
EACH = "/* each */"


class Among(ColumnElement[bool]):
    """Whether a column is among the texts of a parameter, however many: the statement stays the same."""

    type = Boolean()
    inherit_cache = False

    def __init__(self, column: Any, parameter: str) -> None:  # an attribute of a model
        self.column = column
        self.parameter: BindParameter[Any] = bindparam(parameter)

    def self_group(self, against: Any = None) -> "Among":  # SQLAlchemy's signature
        """Stay as it is: compared with 1, as booleans are on SQLite, it would find no index."""
        return self


@compiles(Among, "sqlite")
def _among_list(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    # A list from json_each would do, but SQLite takes it for a long one and reads the whole table instead.
    return f"{compiler.process(element.column, **options)} IN ({EACH}{compiler.process(element.parameter, **options)})"


@compiles(Among, "postgresql")
def _among_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    return f"{compiler.process(element.column, **options)} = ANY({compiler.process(element.parameter, **options)})"


@dataclass(frozen=True, slots=True)
class Plan:
    """A select as one kind of database runs it."""

    text: str
    packed: bool
    names: Sequence[str]
    places: Sequence[str] | None
    fixed: Mapping[str, Any]
    binding: Mapping[str, Processor]
    reading: Sequence[tuple[int, Processor]]
    texts: dict[int, str] = field(default_factory=dict)

    def bound(self, given: Mapping[str, Any]) -> tuple[str, Any]:  # a sequence or a mapping, as the driver wants it
        """Return the text and the parameters as the driver takes them."""
        values = {**self.fixed, **given}
        for name, process in self.binding.items():
            values[name] = process(values[name])
        if self.places is None:
            return self.text, values
        given_lists = {name: value for name, value in values.items() if isinstance(value, list)}
        length = _rounded(max(map(len, given_lists.values()), default=0))
        lists = {name: value + value[-1:] * (length - len(value)) for name, value in given_lists.items()}
        if length not in self.texts:
            self.texts[length] = self.text.replace(f"{EACH}?", ", ".join("?" * length))
        return self.texts[length], [one for name in self.places for one in lists.get(name, (values[name],))]

    def record(self, row: Sequence[Any]) -> Record:
        """Return a row of the driver's with Python's own values, by name."""
        values = list(row)
        for place, process in self.reading:
            if values[place] is not None:
                values[place] = process(values[place])
        return dict(zip(self.names, values, strict=True))


class Prepared:
    """A select with named parameters, all of which must be given; it does not see what was not flushed.

    Those of Among are lists.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement
        self.plans: dict[str, Plan] = {}

    def records(self, **parameters: Any) -> list[Record]:
        """Return the rows that the select finds, by the names of its columns; raises DBAPIError."""
        with reading() as (cursor, dialect):
            plan = self.plans.get(dialect.name) or self._planned(dialect)
            cursor.execute(*plan.bound(parameters))
            found = cursor.fetchall()
        return [plan.record(row) for row in (orjson.loads(found[0][0]) if plan.packed else found)]

    def _planned(self, dialect: Dialect) -> Plan:
        compiled = self.statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  # narrows the type: a select compiles to nothing else
        columns = list(self.statement.selected_columns)
        readers = [_reader(column, dialect) for column in columns]
        binds = compiled.binds.items()
        binders = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds}
        packed = dialect.name == "sqlite"
        plan = self.plans[dialect.name] = Plan(
            text=_packed(str(compiled), columns) if packed else str(compiled),
            packed=packed,
            names=[column.key or "" for column in columns],
            places=compiled.positiontup,
            fixed=compiled.params,
            binding={name: binder for name, binder in binders.items() if binder},
            reading=[(place, reader) for place, reader in enumerate(readers) if reader],
        )
        return plan


def _packed(text: str, columns: Sequence[ColumnElement[Any]]) -> str:
    # SQLite's driver hands the interpreter over to other threads at each row, which costs more than most rows do:
    # so all rows come as one, of JSON. What is binary in our selects is stored text.
    names = [f"c{place}" for place in range(len(columns))]
    values = [f"CAST({n} AS TEXT)" if _is_binary(c) else n for n, c in zip(names, columns, strict=True)]
    listed, shown = ", ".join(names), ", ".join(values)
    return f"WITH found({listed}) AS ({text}) SELECT json_group_array(json_array({shown})) FROM found"  # noqa: S608  # our own names


def _reader(column: ColumnElement[Any], dialect: Dialect) -> Processor | None:
    if dialect.name == "sqlite" and _is_binary(column):
        return str.encode
    return column.type.dialect_impl(dialect).result_processor(dialect, None)


def _is_binary(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, LargeBinary)


def _rounded(length: int) -> int:
    # To a power of two, which repeating the last text fills, so that there are few texts of one statement.
    return 1 << (length - 1).bit_length() if length else 0
