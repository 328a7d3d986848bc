"""Keyset paging over any select: by one column and the id, forwards or backwards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, literal_column, or_

from tracker.errors import UnknownCursor, fault
from tracker.lib import clock
from tracker.models import db

AnySelect = Select[*tuple[Any, ...]]  # of however many columns
# The page that nearly everybody asks for.
USUAL_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: `next` is where the following one starts, None at the end."""

    items: Sequence[Any]
    next: list[Any] | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a list is sorted by: a column, which must be unique together with `tie`, and the direction.

    Where the column `has_nulls`, they are the smallest on every database.
    """

    column: Any
    tie: Any
    descending: bool = True
    has_nulls: bool = False

    @cached_property
    def kinds(self) -> tuple[type, type]:
        """What the values of the column and of `tie` are; SQLAlchemy looks that up anew each time."""
        return self.column.type.python_type, self.tie.type.python_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which page is asked for."""

    limit: int
    cursor: list[Any] | None = None

    @property
    def is_usual(self) -> bool:
        """Whether the page is as long as most are."""
        return self.limit == USUAL_LIMIT


def page(statement: AnySelect, order: Order, window: Window, *, scalars: bool = True) -> Page:
    """Return one page of a select's rows; raises UnknownCursor for one of another list."""
    statement = statement.order_by(*ordering(order)).limit(window.limit + 1)
    if window.cursor is not None:
        statement = statement.where(beyond(order, *key(order, window.cursor)))
    result = db.session().execute(statement)
    rows: Sequence[Any] = result.scalars().all() if scalars else result.all()
    if len(rows) <= window.limit:
        return Page(rows, None)
    last = rows[window.limit - 1]
    return Page(rows[: window.limit], [text(getattr(last, order.column.key)), getattr(last, order.tie.key)])


def length(*, is_usual: bool) -> ColumnElement[int]:
    """Return how many rows a prepared page reads, one more than it shows: a number or the parameter `limit`.

    PostgreSQL keeps its plan of a page whose length it knows, and plans any other anew at each reading.
    """
    return literal_column(str(USUAL_LIMIT + 1), Integer()) if is_usual else bindparam("limit", type_=Integer())


def shown(source: Page, show: Callable[[Sequence[Any]], Iterable[Any]]) -> Page:
    """Return the same page with its rows as they are shown."""
    return Page(list(show(source.items)), source.next)


def ordering(order: Order) -> list[ColumnElement[Any]]:
    """Return what a list is ordered by."""
    column = order.column.desc() if order.descending else order.column.asc()
    if order.has_nulls:
        column = column.nulls_last() if order.descending else column.nulls_first()
    return [column, order.tie.desc() if order.descending else order.tie.asc()]


def beyond(order: Order, value: Any, tie: Any) -> ColumnElement[bool]:
    """Return the condition of lying beyond a place in a list."""
    column, last = order.column, order.tie
    after_tie = (last < tie) if order.descending else (last > tie)
    if value is None:
        beyond_null = and_(column.is_(None), after_tie)
        return beyond_null if order.descending else or_(beyond_null, column.is_not(None))
    # Written out, since SQLite uses an index for this form.
    after = (column < value) if order.descending else (column > value)
    beyond = and_((column <= value) if order.descending else (column >= value), or_(after, after_tie))
    return or_(beyond, column.is_(None)) if order.has_nulls and order.descending else beyond


def key(order: Order, cursor: list[Any]) -> tuple[Any, Any]:
    """Return the place that a cursor names, or raise UnknownCursor."""
    refusal = UnknownCursor(errors=[fault("cursor", "unknown", "This is not a cursor of this list.")])
    if len(cursor) != 2 or cursor[1] is None or (cursor[0] is None and not order.has_nulls):
        raise refusal
    try:
        return _parsed(order.kinds[0], cursor[0]), _parsed(order.kinds[1], cursor[1])
    except (ValueError, TypeError) as error:
        raise refusal from error


def _parsed(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if issubclass(kind, datetime):
        return clock.from_text(value)
    if issubclass(kind, date):
        return date.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(value)
    return value


def text(value: Any) -> Any:
    """Return a value as cursors hold it; a time without a zone, such as that of a Place, is in UTC."""
    if isinstance(value, datetime):
        return clock.to_text(value if value.tzinfo else value.replace(tzinfo=UTC))
    return value.isoformat() if isinstance(value, date) else value
