"""Keyset paging over any select: by one column and the id, forwards or backwards."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_

from tracker.errors import Invalid, fault
from tracker.lib import clock
from tracker.models import db


AnySelect = Select[*tuple[Any, ...]]  # of however many columns


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: `next` is where the following one starts, None at the end."""

    items: Sequence[Any]
    next: list[Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a list is sorted by: a column, which must be unique together with `tie`, and the direction."""

    column: Any
    tie: Any
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which page is asked for."""

    limit: int
    cursor: list[Any] | None = None


def page(statement: AnySelect, order: Order, window: Window, *, scalars: bool = True) -> Page:
    """Return one page of a select's rows; raises Invalid for a cursor of another list."""
    statement = statement.order_by(*_ordering(order)).limit(window.limit + 1)
    if window.cursor is not None:
        statement = statement.where(_beyond(order, *_key(order, window.cursor)))
    result = db.session().execute(statement)
    rows: Sequence[Any] = result.scalars().all() if scalars else result.all()
    if len(rows) <= window.limit:
        return Page(rows, None)
    last = rows[window.limit - 1]
    return Page(rows[: window.limit], [_text(getattr(last, order.column.key)), getattr(last, order.tie.key)])


def shown(source: Page, show: Callable[[Sequence[Any]], Iterable[Any]]) -> Page:
    """Return the same page with its rows as they are shown."""
    return Page(list(show(source.items)), source.next)


def _ordering(order: Order) -> list[ColumnElement[Any]]:
    columns = [order.column, order.tie]
    return [column.desc() if order.descending else column.asc() for column in columns]


def _beyond(order: Order, value: Any, tie: Any) -> ColumnElement[bool]:
    # Written out, since SQLite uses an index for this form and a NULL never compares.
    column, last = order.column, order.tie
    after_tie = (last < tie) if order.descending else (last > tie)
    if value is None:
        return and_(column.is_(None), after_tie)
    after = (column < value) if order.descending else (column > value)
    return and_((column <= value) if order.descending else (column >= value), or_(after, after_tie))


def _key(order: Order, cursor: list[Any]) -> tuple[Any, Any]:
    refusal = Invalid(errors=[fault("cursor", "invalid", "This cursor is not of this list.")])
    if len(cursor) != 2 or not isinstance(cursor[1], str | int):
        raise refusal
    try:
        return _parsed(order.column.type.python_type, cursor[0]), cursor[1]
    except (ValueError, TypeError) as error:
        raise refusal from error


def _parsed(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if issubclass(kind, datetime):
        return clock.from_text(value)
    if issubclass(kind, date):
        return date.fromisoformat(value)
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.to_text(value)
    return value.isoformat() if isinstance(value, date) else value
