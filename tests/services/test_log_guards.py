"""The database itself refuses to change its log, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import logbook
from tracker.models import db
from tracker.models.database import WRITING

REST = "at, kind, object, revision, organization_id, actor_id, key_id, deed, entry, leaf"
FIELD = "seq, name, digest, salt, value, erased_seq"
NODE, CHECKPOINT, ROOT = 'level, "index", hash', "size, root, note", "(SELECT leaf FROM log_entry WHERE seq = 0)"
ONE = "FROM log_field WHERE seq = 1 AND name = 'kind'"
ERASED = "salt = NULL, value = NULL, erased_seq = 2"
ERASURE = f"UPDATE log_field SET {ERASED} WHERE seq = 1 AND name = '/name'"

CHANGES = [
    "UPDATE log_entry SET kind = 'claim.updated' WHERE seq = 1",
    "UPDATE log_entry SET at = at",
    "DELETE FROM log_entry WHERE seq = (SELECT MAX(seq) FROM log_entry)",
    f"INSERT INTO log_entry (seq, {REST}) SELECT seq + 2, {REST} FROM log_entry ORDER BY seq DESC LIMIT 1",
    f"INSERT INTO log_entry (seq, {REST}) SELECT -1, {REST} FROM log_entry WHERE seq = 0",
    f"INSERT INTO log_entry (seq, {REST}) SELECT seq, {REST} FROM log_entry WHERE seq = 0",
    "UPDATE log_field SET value = '\"x\"' WHERE seq = 1",
    "UPDATE log_field SET value = NULL WHERE seq = 1",
    "UPDATE log_field SET salt = NULL, value = NULL WHERE seq = 1",
    f"UPDATE log_field SET {ERASED}, digest = salt WHERE seq = 1",
    f"UPDATE log_field SET {ERASED}, name = '/other' WHERE seq = 1 AND name = 'kind'",
    "DELETE FROM log_field WHERE seq = 1",
    f"INSERT INTO log_field ({FIELD}) SELECT seq, '/more', digest, salt, value, NULL {ONE}",
    f"INSERT INTO log_field ({FIELD}) SELECT (SELECT size - 1 FROM log_head), '/more', digest, salt, value, NULL {ONE}",
    "UPDATE log_head SET size = size + 1",
    "UPDATE log_head SET size = size - 1",
    "UPDATE log_head SET size = 0",
    "UPDATE log_head SET id = 2",
    "DELETE FROM log_head",
    "INSERT INTO log_head (id, size) VALUES (2, 0)",
    "UPDATE log_head SET frontier = NULL",
    "UPDATE log_node SET hash = hash",
    "DELETE FROM log_node WHERE level = 1",
    f'INSERT INTO log_node ({NODE}) SELECT level, "index", hash FROM log_node WHERE level = 1',
    f"INSERT INTO log_node ({NODE}) SELECT 0, 999, hash FROM log_node WHERE level = 1",
    f"INSERT INTO log_checkpoint ({CHECKPOINT}) SELECT size + 1, {ROOT}, 'x' FROM log_head",
]
REPLACEMENTS = [
    f"INSERT OR REPLACE INTO log_node ({NODE}) SELECT 1, 0, {ROOT} FROM log_head",
    f"REPLACE INTO log_entry (seq, {REST}) SELECT seq, {REST} FROM log_entry WHERE seq = 1",
    f"INSERT OR REPLACE INTO log_entry (seq, {REST}) SELECT 0, {REST} FROM log_entry WHERE seq = 1",
    f"INSERT OR REPLACE INTO log_field ({FIELD}) SELECT seq, name, digest, salt, '\"x\"', NULL {ONE}",
    f"UPDATE OR REPLACE log_field SET seq = 0, {ERASED} WHERE seq = 1 AND name = 'kind'",
    "INSERT OR REPLACE INTO log_head (id, size) VALUES (1, 0)",
    "INSERT OR IGNORE INTO log_head (id, size) VALUES (2, 0)",
]
TRUNCATIONS = ["TRUNCATE log_field", "TRUNCATE log_head", "TRUNCATE log_entry CASCADE", "TRUNCATE log_entry, log_field"]
REPLICA = "SET session_replication_role = replica"
AS_A_REPLICA = [f"{REPLICA}; {change}" for change in [*CHANGES, *TRUNCATIONS]]
HARMLESS = "UPDATE account SET name = 'x'"
SPOKEN = {"sqlite": [*CHANGES, *REPLACEMENTS], "postgres": [*CHANGES, *TRUNCATIONS, *AS_A_REPLICA]}

FORGERIES = [
    ("UPDATE log_field SET value = '\"Someone\"' WHERE seq = 1 AND name = '/name'", "1: a digest of a field"),
    ("DELETE FROM log_field WHERE seq = 1 AND name = '/name'", "1: the entry's digests"),
    ("UPDATE log_entry SET kind = 'account.updated' WHERE seq = 1", "1: what is said about it"),
    ("UPDATE log_entry SET leaf = (SELECT leaf FROM log_entry WHERE seq = 0) WHERE seq = 1", "1: the leaf"),
    ("UPDATE log_entry SET entry = leaf WHERE seq = 1", "1: the entry is not canonical"),
    ("UPDATE log_head SET size = size + 1", "the head counts"),
    ("UPDATE log_node SET hash = (SELECT leaf FROM log_entry WHERE seq = 0) WHERE level = 1", "the tree"),
    ("DELETE FROM log_node WHERE level = 2", "the tree"),
    ("UPDATE log_head SET frontier = (SELECT leaf FROM log_entry WHERE seq = 0)", "the frontier"),
]
SQLITE_GUARDS = ("log_entry_no_update", "log_field_only_erased", "log_field_no_delete", "log_head_only_grows",
                 "log_head_edge", "log_node_no_update", "log_node_no_delete")  # fmt: skip
CONTROLS = {"sqlite": [HARMLESS], "postgres": [HARMLESS, f"{REPLICA}; {HARMLESS}", "TRUNCATE rendering"]}
GUARDS_OFF = {
    "sqlite": [f"DROP TRIGGER {name}" for name in SQLITE_GUARDS],
    "postgres": [
        f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("log_entry", "log_field", "log_node", "log_head")
    ],
}


@pytest.fixture
def connection(app):
    """A writer's connection past all deeds."""
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as writing:
        yield writing


def read(connection):
    found = [(entry.row, entry.fields) for entry in logbook.entries(connection)]
    connection.rollback()
    return found


def gets_through(connection, statement):
    try:
        for part in statement.split("; "):
            connection.execute(text(part))
    except DBAPIError:
        return False
    else:
        return True
    finally:
        connection.rollback()


def erase(connection):
    connection.execute(text(ERASURE))
    connection.commit()


def test_no_change_of_the_log_gets_through(connection, database_kind):
    log = read(connection)

    through = [statement for statement in SPOKEN[database_kind] if gets_through(connection, statement)]

    assert through == []
    assert all(gets_through(connection, statement) for statement in CONTROLS[database_kind])
    assert read(connection) == log != []


def test_salt_and_value_of_a_field_can_be_erased_and_its_digest_stays(connection):
    before = {item.name: item.digest for item in read(connection)[1][1]}

    erase(connection)

    erased = next(item for item in read(connection)[1][1] if item.name == "/name")
    assert (erased.salt, erased.value, erased.erased_seq) == (None, None, 2)
    assert erased.digest == before["/name"]
    assert logbook.faults(connection) == []


def test_what_is_erased_stays_as_it_is(connection):
    erase(connection)

    again = [ERASURE, ERASURE.replace("= 2", "= NULL"), ERASURE.replace("value = NULL", "value = '1'")]

    assert [statement for statement in again if gets_through(connection, statement)] == []


def faults_after(connection, statements):
    for statement in statements:
        connection.execute(text(statement))
    found = "; ".join(logbook.faults(connection))
    connection.rollback()
    return found


def test_the_reader_of_the_log_finds_each_forgery(connection, database_kind):
    off = GUARDS_OFF[database_kind]

    missed = [forgery for forgery, fault in FORGERIES if fault not in faults_after(connection, [*off, forgery])]

    assert missed == []
