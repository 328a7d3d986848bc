"""What every row shares: the metadata, kinds of columns, and how a row stands in the log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from tracker.lib import clock
from tracker.lib.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# A number by which rows are found: on SQLite that of the row itself, so that no index stands between.
ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` on PostgreSQL, sortable RFC 3339 text with six decimals on SQLite."""

    impl = String(27)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is in Python, whatever the database keeps."""
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type where it keeps the time zone."""
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Return the moment as the database keeps it."""
        return value if value is None or dialect.name == "postgresql" else clock.to_text(value)

    def process_result_value(
        self, value: Any, dialect: Dialect
    ) -> datetime | None:  # a driver's value: text or datetime
        """Return the moment as an aware datetime in UTC."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


Json = JSON().with_variant(JSONB(), "postgresql")
Id = Annotated[str, mapped_column(String(36))]
Words = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """The registry of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: Instant,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


def table(model: type[Base]) -> Table:
    """Return the table of a model, as statements that pass by the unit of work name it."""
    return cast("Table", model.__table__)


def reference(target: str, *, index: bool = False) -> Any:  # mapped_column's own type is Any where it is nullable
    """Return a column that refers to `table.id`; no reference ever deletes what refers to it."""
    return mapped_column(String(36), ForeignKey(f"{target}.id"), index=index)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the database's own guard that a column holds one of the known words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def as_json(value: object) -> object:
    """Return a column's value as the log keeps it: JSON without floats."""
    if isinstance(value, datetime):
        return clock.to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def columns_of(row: Base) -> Mapping[str, object]:
    """Return a row's columns by attribute name, as JSON, leaving out those that the log does not keep."""
    # What is at hand in the row itself is read several times as fast as through its attributes.
    values = vars(row)
    return {
        name: as_json(values[name] if name in values else getattr(row, name)) for name in _logged_columns(type(row))
    }


@cache
def _logged_columns(model: type[Base]) -> tuple[str, ...]:
    unlogged: frozenset[str] = getattr(model, "unlogged", frozenset())
    return tuple(attribute.key for attribute in inspect(model).column_attrs if attribute.key not in unlogged)


class Logged:
    """An object with a history of its own: `<kind>/<id>` in the log, one field a column."""

    logged_as: ClassVar[str]
    unlogged: ClassVar[frozenset[str]] = frozenset({"id", "organization_id", "version"})

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    @classmethod
    def organization_id(cls) -> Mapped[Id]:
        """The organization that the object belongs to: the boundary of who sees it."""
        return mapped_column(ForeignKey("organization.id"))

    @property
    def log_object(self) -> str:
        """The object's name in the log."""
        return f"{self.logged_as}/{self.id}"

    def log_image(self) -> Mapping[str, object]:
        """Return all logged fields of the row by JSON Pointer."""
        return {f"/{name}": value for name, value in columns_of(self).items()}  # type: ignore[arg-type]  # always mixed into Base

    def log_birth(self) -> Mapping[str, object]:
        """Return the fields of the row's first entry: what it does not name is null."""
        return {name: value for name, value in self.log_image().items() if value is not None}


class Part:
    """A row that belongs to a logged object and stands in its entries as one field, `/<collection>/<key>`."""

    owner: ClassVar[str]
    owner_column: ClassVar[str]
    collection: ClassVar[str]
    key: ClassVar[str]
    unlogged: ClassVar[frozenset[str]] = frozenset()

    @property
    def log_object(self) -> str:
        """The name in the log of the object that the row is part of."""
        return f"{self.owner}/{getattr(self, self.owner_column)}"

    @property
    def log_pointer(self) -> str:
        """The field of the owner's entries in which the row stands."""
        return f"/{self.collection}/{getattr(self, self.key)}"

    def log_value(self) -> Mapping[str, object]:
        """Return the row's columns but for its place, which the pointer tells."""
        place = {self.owner_column, self.key}
        columns = columns_of(self)  # type: ignore[arg-type]  # always mixed into Base
        return {name: value for name, value in columns.items() if name not in place}
