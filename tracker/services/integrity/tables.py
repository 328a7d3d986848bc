"""Rows of the tables as the log would write them, in the order of the objects that they belong to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Connection, inspect, text

from tracker.lib import jcs
from tracker.models import Base, Logged, Part, table
from tracker.models.base import as_json
from tracker.models.log import UNLOGGED_COLUMNS
from tracker.services.integrity.pages import PAGE
from tracker.services.integrity.projections import COLLATION

Value = Any  # what a driver has for a column
BOOLEANS = {0: "false", 1: "true"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a model's rows are read: the attributes with their columns, and those that say whose and which row it is."""

    model: type[Base]
    owner: str
    key: str
    columns: Mapping[str, str]
    readers: Mapping[str, Callable[[Value], str]]

    @property
    def name(self) -> str:
        """The table's name."""
        return table(self.model).name


Kept = tuple[str, Shape, Mapping[str, str]]


@cache
def shape(model: type[Base]) -> Shape:
    """Return how the rows of a logged model are read."""
    attributes = {a.key: a.columns[0] for a in inspect(model).column_attrs}
    kept = {
        key: column for key, column in attributes.items() if (table(model).name, column.name) not in UNLOGGED_COLUMNS
    }
    owner, key = (model.owner_column, model.key) if issubclass(model, Part) else ("id", "id")
    readers = {key: _reader(column.type) for key, column in kept.items()}
    return Shape(model, owner, key, {key: column.name for key, column in kept.items()}, readers)


@cache
def kinds() -> Mapping[type[Logged], tuple[type[Part], ...]]:
    """Return the models of objects, each with those of its parts."""
    models = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: table(model).name)
    parts = [model for model in models if issubclass(model, Part)]
    logged = [model for model in models if issubclass(model, Logged)]
    return {model: tuple(part for part in parts if part.owner == model.logged_as) for model in logged}


def rows(connection: Connection, model: type[Base]) -> Iterator[Kept]:
    """Return a table's rows with the id of the object that each belongs to, in the order of those."""
    form, quote = shape(model), connection.dialect.identifier_preparer.quote
    listed = ", ".join(map(quote, form.columns.values()))
    order = quote(form.columns[form.owner]) + COLLATION[connection.dialect.name]
    statement = text(f"SELECT {listed} FROM {quote(form.name)} ORDER BY {order}")  # noqa: S608  # our own names
    for row in connection.execute(statement, execution_options={"yield_per": PAGE}):
        values = {key: read(value) for (key, read), value in zip(form.readers.items(), row, strict=True)}
        yield plain(values[form.owner]), form, values


def plain(shown: str) -> str:
    """Return the text that JSON shows, as it stands in names of objects."""
    return str(orjson.loads(shown)) if shown.startswith('"') else shown


def _reader(kind: object) -> Callable[[Value], str]:
    if isinstance(kind, Boolean):
        return _boolean
    return _document if isinstance(kind, JSON) else _shown


def _boolean(value: Value) -> str:
    # What SQLite keeps is a number, and of any other than these it is not known what it would be taken for.
    return BOOLEANS.get(value, _shown(value)) if type(value) is int or type(value) is bool else _shown(value)


def _document(value: Value) -> str:
    if not isinstance(value, str | bytes):
        return _shown(value)
    try:
        return _shown(orjson.loads(value))
    except orjson.JSONDecodeError:
        return f"({value!r})"


def _shown(value: Value) -> str:
    try:
        return jcs.canonical(as_json(value) if isinstance(value, date) else value).decode()
    except ValueError:
        return f"({value!r})"
