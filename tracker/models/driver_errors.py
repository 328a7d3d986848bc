"""What a driver raises where it is asked past SQLAlchemy."""

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError


def in_sqlalchemys_terms(error: Any, dialect: Dialect) -> DBAPIError:  # an error of the driver's
    """Return the error that SQLAlchemy would have raised, to be raised from the driver's own."""
    told = DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
    assert isinstance(told, DBAPIError)  # noqa: S101  # narrows the type: of an error of the driver's it is always one
    return told
