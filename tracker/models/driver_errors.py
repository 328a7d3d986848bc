"""What a driver raises where it is asked past SQLAlchemy."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError

# By SQLite's primary result codes and PostgreSQL's states: what no second try mends.
REFUSALS: Mapping[int | str, str] = {
    3: "The database's file may not be used by the user that the service runs as",
    8: "The database's file, or its directory, can only be read",
    14: "The database's file cannot be opened",
    "25006": "The database can only be read",
    "42501": "The database's user lacks a right that is needed",
}
NO_ROOM: Mapping[int | str, str] = {13: "The disk is full", "53100": "The disk of the database is full"}


def refusal(error: DBAPIError) -> str | None:
    """Return why a database refuses until its operator has looked, or None where it may answer another time."""
    return REFUSALS.get(_code(error))


def lack(error: DBAPIError) -> str | None:
    """Return what a database that may answer another time lacks, where it says so."""
    return NO_ROOM.get(_code(error))


def _code(error: DBAPIError) -> int | str:
    # The upper bytes of SQLite's code tell further what the lowest one tells.
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state or getattr(error.orig, "sqlite_errorcode", 0) & 0xFF


def in_sqlalchemys_terms(error: Any, dialect: Dialect) -> DBAPIError:  # an error of the driver's
    """Return the error that SQLAlchemy would have raised, to be raised from the driver's own."""
    told = DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
    assert isinstance(told, DBAPIError)  # noqa: S101  # narrows the type: of an error of the driver's it is always one
    return told
