"""Reading from PostgreSQL by libpq itself gives what a cursor gives."""

from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from tests.conftest import ON_POSTGRES
from tracker.models import db
from tracker.models.database import LogSize, reading

MOMENT = datetime(2026, 11, 22, 10, 30, 0, 250_000, UTC)
ODD = 'comma, "quote", back\\slash, {brace}, NULL'


@pytest.fixture
def log_size(app):
    with app.app_context():
        reading = LogSize(db.engine)
    yield reading
    reading.close()


@pytest.fixture
def cursor(log_size):
    return log_size.cursor()


@ON_POSTGRES
def test_parameters_are_bound_by_name_as_often_as_they_stand_there(cursor):
    cursor.execute("SELECT %(a)s::text || %(b)s::text || %(a)s::text, 7 %% 4", {"a": "x", "b": "y", "unused": 1})

    assert cursor.fetchall() == [["xyx", 3]]


@ON_POSTGRES
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", ODD), ("text[]", [ODD, "", "é"]), ("bigint", 2**53), ("integer", 1), ("boolean", True),
        ("timestamptz", MOMENT), ("text", None), ("bytea", b"\x00\xff"),
    ],
)  # fmt: skip
def test_values_come_back_as_they_were_sent(cursor, kind, value):
    cursor.execute(f"SELECT %(value)s::{kind}", {"value": value})

    assert cursor.fetchall() == [[value]]


@ON_POSTGRES
def test_a_statement_is_prepared_once_and_takes_values_of_any_size(cursor, log_size):
    for value in (1, 2**20, 2**40):
        cursor.execute("SELECT %(value)s::bigint", {"value": value})
        assert cursor.fetchall() == [[value]]

    cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE %(like)s", {"like": "%bigint"})
    assert cursor.fetchall() == [[1]]


@ON_POSTGRES
@pytest.mark.parametrize(("text", "error"), [
    ("SELECT nothing FROM nowhere", psycopg.errors.UndefinedTable),
    ("SELECT 1 / %(n)s::int", psycopg.errors.DivisionByZero),
])  # fmt: skip
def test_a_failure_is_the_drivers_own_error_and_the_connection_goes_on(cursor, text, error):
    with pytest.raises(error):
        cursor.execute(text, {"n": 0})

    cursor.execute("SELECT %(n)s::int", {"n": 5})
    assert cursor.fetchall() == [[5]]


@pytest.fixture
def session(app):
    """A session with a transaction, of which the database knows nothing yet."""
    with app.app_context():
        db.session().connection()
        yield db.session()


@ON_POSTGRES
def test_what_begins_a_transaction_is_in_it_and_stays_prepared_beyond_it(session):
    text = "SELECT name FROM organization ORDER BY name LIMIT 1 FOR UPDATE"
    with reading() as (cursor, _):
        cursor.execute(text, {})
    prepared = dict(cursor.prepared)

    with db.engine.connect() as other, pytest.raises(OperationalError, match="lock"):
        other.exec_driver_sql(f"{text} NOWAIT")
    session.rollback()
    with db.engine.connect() as other:
        assert other.exec_driver_sql(f"{text} NOWAIT").one()

    session.connection()
    with reading() as (cursor, _):
        cursor.execute(text, {})
    assert cursor.prepared == prepared != {}
