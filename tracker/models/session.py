"""A session in which no logged row changes unseen."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, TextClause, event, inspect
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, make_transient_to_detached, object_session

from tracker.errors import SilentChange
from tracker.models.base import Base, Logged, Part
from tracker.models.insertions import insert_all


class Watcher(Protocol):
    """What hears of each row that a flush is about to write, and knows which claims' documents tell of all so far."""

    documented: set[str]

    def see(self, row: Base, changed: frozenset[str] | None) -> None:
        """Take note of a row and its changed columns, or None for a row that goes away."""


class RecordedSession(Session):
    """Flask-SQLAlchemy's session, whose flushes are refused outside of a deed that records them."""

    @property
    def watcher(self) -> Watcher | None:
        """The deed under way in this session, if any."""
        return self.info.get("watcher")

    def connection(
        self, bind_arguments: Any = None, execution_options: Any = None
    ) -> Connection:  # SQLAlchemy's signature
        """Return the transaction's connection, without looking for it anew each time."""
        known: Connection | None = self.info.get("connection")
        if known is None or bind_arguments or execution_options:
            return super().connection(bind_arguments, execution_options)
        return known

    def _bulk_save_mappings(self, *_given: object, **_options: object) -> None:
        # What the bulk_… methods have in common: they write rows of which no flush tells.
        raise SilentChange("rows saved in bulk")


def insert_new(session: Session, *rows: Base) -> None:
    """Insert new rows at once, those that others refer to first; from then on they are as if they had been read.

    Rows outside of the log are left out of the session.
    """
    logged = insert_apart(session, rows)
    for row in logged:
        make_transient_to_detached(row)
    session.add_all(logged)


def insert_apart(session: Session, rows: Sequence[Base]) -> Sequence[Base]:
    """Insert new rows at once, those that others refer to first, and return those that the log tells of.

    They stay out of the session, which is for rows by the hundred: whoever finds one of them later gets another of it,
    and changes of these are not written.
    """
    session.flush()
    logged = [row for row in rows if isinstance(row, Logged | Part)]
    for row in logged:
        _watcher_of(session).see(row, frozenset())
    insert_all(session.connection(), rows)
    return logged


@event.listens_for(RecordedSession, "after_begin")
def _remember_the_connection(session: RecordedSession, _transaction: object, connection: Connection) -> None:
    session.info["connection"] = connection


@event.listens_for(RecordedSession, "after_soft_rollback")
@event.listens_for(RecordedSession, "after_transaction_end")
def _forget_the_connection(session: RecordedSession, ended: SessionTransaction) -> None:
    # A flush has a transaction of its own within, whose end ends nothing.
    if ended.parent is None or not session.is_active:
        session.info.pop("connection", None)


@event.listens_for(RecordedSession, "before_flush")
def _tell_the_watcher(session: RecordedSession, _context: object, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, Logged | Part):
            # All of it is new, whichever of its columns were set.
            _watcher_of(session).see(row, frozenset())  # type: ignore[arg-type]  # Base
    for row in session.dirty:
        if isinstance(row, Logged | Part) and session.is_modified(row):
            _watcher_of(session).see(row, _changed(row))  # type: ignore[arg-type]  # Base


@event.listens_for(Logged, "before_delete", propagate=True)
@event.listens_for(Part, "before_delete", propagate=True)
def _tell_of_a_deletion(_mapper: object, _connection: object, row: Base) -> None:
    # Not before the flush: that a row was taken out of its owner's collection is only found within.
    session = object_session(row)
    assert isinstance(session, RecordedSession)  # noqa: S101  # narrows the type: there is no other
    _watcher_of(session).see(row, None)


@event.listens_for(RecordedSession, "do_orm_execute")
def _refuse_bulk_changes(state: ORMExecuteState) -> None:
    # A bulk statement passes by the flush, so its rows would change without an entry.
    statement = state.statement
    if isinstance(statement, TextClause) and not statement.text.lstrip().upper().startswith("SELECT"):
        raise SilentChange("a statement in words that only the database understands")
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    table = getattr(statement, "table", None)
    if table is not None and table.name in logged_tables():
        raise SilentChange(f"bulk change of {table.name}")


@cache
def logged_tables() -> frozenset[str]:
    """Return the tables whose rows are projections of the log."""
    mappers = Base.registry.mappers
    return frozenset(m.local_table.name for m in mappers if issubclass(m.class_, Logged | Part))  # type: ignore[attr-defined]  # tables have names


def _watcher_of(session: Session) -> Watcher:
    assert isinstance(session, RecordedSession)  # noqa: S101  # narrows the type: there is no other
    if session.watcher is None:
        raise SilentChange("rows changed outside of a deed")
    return session.watcher


def _changed(row: object) -> frozenset[str]:
    state = inspect(row)
    columns = {attribute.key for attribute in state.mapper.column_attrs}
    return frozenset(a.key for a in state.attrs if a.key in columns and a.history.has_changes())
