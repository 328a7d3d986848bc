"""Selects that every request runs: compiled once for a kind of database, and run by the driver.

What SQLAlchemy does for a select each time it is executed costs more than most of our selects themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Dialect,
    LargeBinary,
    Select,
    String,
    bindparam,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from tracker.models.database import reading

Processor = Callable[[Any], Any]
Record = dict[str, Any]
EACH = "/* each */"
# Between stored texts that come as one: JSON escapes it, wherever it stands.
SEPARATOR = b"\x1e"


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


class Place(FunctionElement[Any]):
    """A column of moments as a driver gives it fastest, since of a page's places only the ends are looked at.

    On SQLite it is the text, on PostgreSQL the time in UTC without its zone.
    """

    type = String()
    inherit_cache = True


class Members(FunctionElement[Any]):
    """Rows as the members of one JSON object, by a column of names and one of values.

    Where there are none it is empty on SQLite and null on PostgreSQL.
    """

    type = JSON()
    inherit_cache = True


def words(known: Sequence[str]) -> list[ColumnElement[str]]:
    """Return words of our own as literals, of which a statement's text and the database's choice of index tell."""
    return [literal_column(f"'{word}'") for word in known]


@compiles(Among, "sqlite")
def _among_list(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    # A list from json_each would do, but SQLite takes it for a long one and reads the whole table instead.
    return f"{compiler.process(element.column, **options)} IN ({EACH}{compiler.process(element.parameter, **options)})"


@compiles(Among, "postgresql")
def _among_array(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    return f"{compiler.process(element.column, **options)} = ANY({compiler.process(element.parameter, **options)})"


@compiles(Place, "sqlite")
def _place_text(element: Place, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    return compiler.process(element.clauses, **options)


@compiles(Place, "postgresql")
def _place_time(element: Place, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    return f"timezone('UTC', {compiler.process(element.clauses, **options)})"


@compiles(Members, "sqlite")
def _members_on_sqlite(element: Members, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    return f"json_group_object({compiler.process(element.clauses, **options)})"


@compiles(Members, "postgresql")
def _members_on_postgres(element: Members, compiler: SQLCompiler, **options: Any) -> str:  # as SQLAlchemy documents
    return f"jsonb_object_agg({compiler.process(element.clauses, **options)})"


class Packing:
    """How all rows of a select come as one: its plain columns as JSON, and each of its stored texts joined.

    SQLite's driver hands the interpreter over to other threads at each row, which costs more than most rows do; and
    texts within JSON would be escaped and read again. What is binary in our selects is stored text, never empty.
    """

    def __init__(self, columns: Sequence[ColumnElement[Any]]) -> None:
        self.width = len(columns)
        self.texts = [place for place, column in enumerate(columns) if _is_binary(column)]
        self.documents = [place for place, column in enumerate(columns) if isinstance(column.type, JSON)]

    def packed(self, text: str) -> str:
        """Return a select of one row around another one's text."""
        names = [f"c{place}" for place in range(self.width)]
        plain = ", ".join(map(self._plain, range(self.width)))
        joined = [f", CAST(group_concat(COALESCE(c{place}, ''), char({SEPARATOR[0]})) AS BLOB)" for place in self.texts]
        rows = f"json_group_array(json_array({plain})){''.join(joined)}"
        return f"WITH found({', '.join(names)}) AS ({text}) SELECT {rows} FROM found"  # noqa: S608  # our own names

    def _plain(self, place: int) -> str:
        if place in self.texts:
            return "NULL"
        return f"json(c{place})" if place in self.documents else f"c{place}"

    def unpacked(self, row: Sequence[Any]) -> list[list[Any]]:
        """Return the rows that came as one."""
        rows: list[list[Any]] = orjson.loads(row[0])
        for place, joined in zip(self.texts, row[1:], strict=True):
            for values, text in zip(rows, joined.split(SEPARATOR) if rows else (), strict=True):
                values[place] = text or None
        return rows


@dataclass(frozen=True, slots=True)
class Plan:
    """A select as one kind of database runs it."""

    text: str
    packing: "Packing | None"
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

    def read(self, rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Return rows of the driver's with Python's own values."""
        return map(self._read, rows) if self.reading else rows

    def _read(self, given: Sequence[Any]) -> Sequence[Any]:
        row = list(given)
        for place, process in self.reading:
            if row[place] is not None:
                row[place] = process(row[place])
        return row


class Prepared:
    """A select with named parameters, all of which must be given; it does not see what was not flushed.

    Those of Among are lists. Many rows of long texts are read faster where they are not `packed` on SQLite.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], *, packed: bool = True) -> None:
        self.statement = statement
        self.packed = packed
        self.plans: dict[str, Plan] = {}

    def records(self, **parameters: Any) -> list[Record]:
        """Return the rows that the select finds, by the names of its columns; raises DBAPIError."""
        plan, rows = self._run(parameters)
        return [dict(zip(plan.names, row, strict=True)) for row in rows]

    def rows(self, **parameters: Any) -> Iterable[Sequence[Any]]:
        """Return the rows that the select finds, in the order of its columns; raises DBAPIError."""
        return self._run(parameters)[1]

    def _run(self, parameters: dict[str, Any]) -> tuple[Plan, Iterable[Sequence[Any]]]:
        with reading() as (cursor, dialect):
            plan = self.plans.get(dialect.name) or self._planned(dialect)
            cursor.execute(*plan.bound(parameters))
            found = cursor.fetchall()
        return plan, plan.read(found if plan.packing is None else plan.packing.unpacked(found[0]))

    def _planned(self, dialect: Dialect) -> Plan:
        compiled = self.statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  # narrows the type: a select compiles to nothing else
        columns = list(self.statement.selected_columns)
        packing = Packing(columns) if self.packed and dialect.name == "sqlite" else None
        readers = [_reader(column, dialect, packing) for column in columns]
        binds = compiled.bind_names.items()
        binders = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in binds}
        plan = self.plans[dialect.name] = Plan(
            text=packing.packed(str(compiled)) if packing else str(compiled),
            packing=packing,
            names=[column.key or "" for column in columns],
            places=compiled.positiontup,
            fixed=compiled.params,
            binding={name: binder for name, binder in binders.items() if binder},
            reading=[(place, reader) for place, reader in enumerate(readers) if reader],
        )
        return plan


def _reader(column: ColumnElement[Any], dialect: Dialect, packing: Packing | None) -> Processor | None:
    if _is_binary(column):
        return None
    if dialect.name == "sqlite" and isinstance(column.type, JSON):
        return None if packing else orjson.loads
    return column.type.dialect_impl(dialect).result_processor(dialect, None)


def _is_binary(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, LargeBinary)


def _rounded(length: int) -> int:
    # To a power of two, which repeating the last text fills, so that there are few texts of one statement.
    return 1 << (length - 1).bit_length() if length else 0
