"""What is sent to the database, heard at the driver: our fastest selects pass by SQLAlchemy and its events."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import event

from tracker.models import db
from tracker.models.straight import StraightCursor

AROUND = ("BEGIN", "COMMIT", "ROLLBACK")


class Ear:
    """Listens to connections of either driver."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def listen(self, connection: Any, *_: object) -> None:  # a DB-API connection
        """Hear all that a connection is told from now on, but where transactions begin and end."""
        if isinstance(connection, psycopg.Connection):
            connection.cursor_factory = _cursor_for(self)
        else:
            connection.set_trace_callback(self.hear)

    def leave(self, connection: Any, *_: object) -> None:  # a DB-API connection
        """Hear no more of it."""
        if isinstance(connection, psycopg.Connection):
            connection.cursor_factory = psycopg.Cursor
        else:
            connection.set_trace_callback(None)

    def hear(self, statement: str) -> None:
        """Note a statement."""
        if not statement.startswith(AROUND):
            self.said.append(statement)


def _cursor_for(ear: Ear) -> type[psycopg.Cursor]:
    class Cursor(psycopg.Cursor):
        """A cursor that is overheard."""

        def execute(self, query: Any, *given: Any, **options: Any) -> Any:  # the driver's signature
            """Tell the ear, then the database."""
            ear.hear(str(query))
            return super().execute(query, *given, **options)

    return Cursor


@contextmanager
def _overheard(ear: Ear) -> Iterator[None]:
    ask = StraightCursor.execute

    def overheard(cursor: StraightCursor, text: str, given: Any) -> None:
        ear.hear(text)
        ask(cursor, text, given)

    StraightCursor.execute = overheard  # type: ignore[method-assign]  # for a while
    try:
        yield
    finally:
        StraightCursor.execute = ask  # type: ignore[method-assign]  # as it was


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what an application sends to its database meanwhile from this thread."""
    log_size, ear = app.extensions["log_size"], Ear()
    log_size.read()
    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", ear.listen)
    event.listen(engine, "checkin", ear.leave)
    ear.listen(log_size.mine.connection)
    try:
        with _overheard(ear):
            yield ear.said
    finally:
        ear.leave(log_size.mine.connection)
        event.remove(engine, "checkout", ear.listen)
        event.remove(engine, "checkin", ear.leave)
