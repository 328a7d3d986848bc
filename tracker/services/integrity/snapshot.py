"""One view of the whole database for as long as a reading takes, while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from tracker.models import db
from tracker.services.backups import SNAPSHOTS


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Lend the session's connection, in a transaction that sees what is committed now and nothing later.

    Raises DBAPIError where the database cannot be opened.
    """
    session = db.session()
    session.rollback()
    try:
        yield session.connection(execution_options=dict(SNAPSHOTS[db.engine.dialect.name]))
    finally:
        session.rollback()
