"""The database itself refuses to change its log, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import logbook
from tracker.models import db
from tracker.models.database import WRITING

COLUMNS = "seq, at, kind, object, revision, organization_id, actor_id, key_id, deed, entry, leaf"
COPIED = COLUMNS.removeprefix("seq, ")
FIELD = "name, digest, salt, value, erased_seq"

CHANGES = [
    "UPDATE log_entry SET kind = 'claim.updated' WHERE seq = 1",
    "UPDATE log_entry SET at = at",
    "DELETE FROM log_entry WHERE seq = (SELECT MAX(seq) FROM log_entry)",
    f"INSERT INTO log_entry ({COLUMNS}) SELECT seq + 2, {COPIED} FROM log_entry ORDER BY seq DESC LIMIT 1",
    f"INSERT INTO log_entry ({COLUMNS}) SELECT -1, {COPIED} FROM log_entry WHERE seq = 0",
    f"INSERT INTO log_entry ({COLUMNS}) SELECT {COLUMNS} FROM log_entry WHERE seq = 0",
    "UPDATE log_field SET value = '\"x\"' WHERE seq = 1",
    "UPDATE log_field SET value = NULL WHERE seq = 1",
    "UPDATE log_field SET salt = NULL, value = NULL WHERE seq = 1",
    "UPDATE log_field SET salt = NULL, value = NULL, erased_seq = 2, digest = salt WHERE seq = 1",
    "UPDATE log_field SET salt = NULL, value = NULL, erased_seq = 2, name = '/other' WHERE seq = 1 AND name = 'kind'",
    "DELETE FROM log_field WHERE seq = 1",
    f"INSERT INTO log_field (seq, {FIELD}) SELECT seq, '/more', digest, salt, value, NULL FROM log_field"
    " WHERE seq = 1 AND name = 'kind'",
    f"INSERT INTO log_field (seq, {FIELD}) SELECT (SELECT MAX(seq) FROM log_entry), '/more', digest, salt, value, NULL"
    " FROM log_field WHERE seq = 1 AND name = 'kind'",
    "UPDATE log_head SET size = size + 1",
    "UPDATE log_head SET size = size - 1",
    "UPDATE log_head SET size = 0",
    "UPDATE log_head SET id = 2",
    "DELETE FROM log_head",
    "INSERT INTO log_head (id, size) VALUES (2, 0)",
]  # fmt: skip
REPLACEMENTS = [
    f"REPLACE INTO log_entry ({COLUMNS}) SELECT seq, at, 'claim.updated', object, revision, organization_id, actor_id,"
    " key_id, deed, entry, leaf FROM log_entry WHERE seq = 1",
    f"INSERT OR REPLACE INTO log_field (seq, {FIELD}) SELECT seq, name, digest, salt, '\"x\"', NULL FROM log_field"
    " WHERE seq = 1 AND name = 'kind'",
    "INSERT OR REPLACE INTO log_head (id, size) VALUES (1, 0)",
    "INSERT OR IGNORE INTO log_head (id, size) VALUES (2, 0)",
    "UPDATE OR REPLACE log_field SET seq = 0, salt = NULL, value = NULL, erased_seq = 2 WHERE seq = 1 AND name = 'kind'",
]  # fmt: skip
TRUNCATIONS = ["TRUNCATE log_field", "TRUNCATE log_head", "TRUNCATE log_entry CASCADE", "TRUNCATE log_entry, log_field"]
ERASURE = "UPDATE log_field SET salt = NULL, value = NULL, erased_seq = 2 WHERE seq = 1 AND name = '/name'"


@pytest.fixture
def connection(app):
    """A writer's connection past all deeds."""
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as writing:
        yield writing


@pytest.fixture
def log(connection):
    """The log as it is before anyone lays hands on it."""
    found = [(entry.row, entry.fields) for entry in logbook.entries(connection)]
    assert found
    connection.rollback()
    return found


@pytest.fixture
def only_on(database_kind):
    """Leave a test to the database whose language it speaks."""
    return lambda kind: pytest.skip(f"not the language of {database_kind}") if database_kind != kind else None


def refused(connection, log, statement):
    with pytest.raises(DBAPIError):
        connection.execute(text(statement))
    connection.rollback()
    assert [(entry.row, entry.fields) for entry in logbook.entries(connection)] == log
    return True


@pytest.mark.parametrize("statement", CHANGES)
def test_no_change_of_the_log_gets_through(connection, log, statement):
    assert refused(connection, log, statement)


@pytest.mark.parametrize("statement", REPLACEMENTS)
def test_nothing_in_the_log_is_replaced_on_sqlite(connection, log, statement, only_on):
    only_on("sqlite")

    assert refused(connection, log, statement)


@pytest.mark.parametrize("statement", TRUNCATIONS)
def test_the_log_is_not_truncated_on_postgresql(connection, log, statement, only_on):
    only_on("postgres")

    assert refused(connection, log, statement)


@pytest.mark.parametrize("statement", [*CHANGES[:4], *TRUNCATIONS])
def test_the_guards_stand_for_a_replica_too(connection, log, statement, only_on):
    only_on("postgres")
    connection.execute(text("SET session_replication_role = replica"))

    assert refused(connection, log, statement)


def test_salt_and_value_of_a_field_can_be_erased_once_and_its_digest_stays(connection, log):
    changed = connection.execute(text(ERASURE)).rowcount
    connection.commit()

    erased = next(item for item in logbook.entries(connection)[1].fields if item.name == "/name")
    before = next(item for item in log[1][1] if item.name == "/name")
    connection.rollback()

    assert changed == 1
    assert (erased.salt, erased.value, erased.erased_seq) == (None, None, 2)
    assert erased.digest == before.digest
    assert logbook.faults(connection) == []


@pytest.mark.parametrize(
    "again", [ERASURE, ERASURE.replace("= 2", "= NULL"), ERASURE.replace("value = NULL", "value = '1'")]
)
def test_what_is_erased_stays_as_it_is(connection, log, again):
    connection.execute(text(ERASURE))
    connection.commit()

    with pytest.raises(DBAPIError):
        connection.execute(text(again))


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        ("UPDATE log_field SET value = '\"Someone\"' WHERE seq = 1 AND name = '/name'", "1: a digest of a field"),
        ("DELETE FROM log_field WHERE seq = 1 AND name = '/name'", "1: the entry's digests"),
        ("UPDATE log_entry SET kind = 'account.updated' WHERE seq = 1", "1: what is said about it"),
        ("UPDATE log_entry SET leaf = (SELECT leaf FROM log_entry WHERE seq = 0) WHERE seq = 1", "1: the leaf"),
        ("UPDATE log_entry SET entry = leaf WHERE seq = 1", "1: the entry is not canonical"),
        ("UPDATE log_head SET size = size + 1", "the head counts"),
    ],
)
def test_the_reader_of_the_log_finds_a_forgery(connection, log, database_kind, forgery, fault):
    off = ["DROP TRIGGER log_field_only_erased", "DROP TRIGGER log_field_no_delete", "DROP TRIGGER log_head_only_grows"]
    if database_kind == "sqlite":
        for statement in [*off, "DROP TRIGGER log_entry_no_update"]:
            connection.execute(text(statement))
    else:
        for table in ("log_entry", "log_field", "log_head"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))

    connection.execute(text(forgery))

    assert any(fault in found for found in logbook.faults(connection))
