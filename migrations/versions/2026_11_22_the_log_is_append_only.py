"""The log is append-only.

The database itself refuses to change, remove, replace or misplace an entry, whoever asks. On PostgreSQL a function
appends a batch in one round trip under the head's lock; a deployment may let the application's role execute it and
nothing else on the log (docs/postgresql.md).
"""

from alembic import op

revision = "2b7d0c6f51a4"
down_revision = "083d3f7413b0"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    ("log_entry_no_update", "BEFORE UPDATE ON log_entry", "", "log entries never change"),
    ("log_entry_no_delete", "BEFORE DELETE ON log_entry", "", "log entries are never removed"),
    (
        "log_entry_in_sequence", "BEFORE INSERT ON log_entry",
        "WHEN NEW.seq <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_entry)", "a log entry takes the next number",
    ),
    (
        "log_field_only_erased", "BEFORE UPDATE ON log_field",
        "WHEN NOT (NEW.seq = OLD.seq AND NEW.name = OLD.name AND NEW.digest = OLD.digest AND NEW.salt IS NULL"
        " AND NEW.value IS NULL AND OLD.salt IS NOT NULL AND OLD.erased_seq IS NULL AND NEW.erased_seq IS NOT NULL)",
        "a log field is erased once or stays",
    ),
    ("log_field_no_delete", "BEFORE DELETE ON log_field", "", "log fields are never removed"),
    (
        "log_field_with_its_entry", "BEFORE INSERT ON log_field",
        "WHEN NEW.seq < (SELECT size FROM log_head) OR NEW.erased_seq IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM log_field WHERE seq = NEW.seq AND name = NEW.name)",
        "a log field comes with its entry",
    ),
    (
        "log_head_only_grows", "BEFORE UPDATE ON log_head",
        "WHEN NEW.id <> OLD.id OR NEW.size < OLD.size OR NEW.size <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_entry)",
        "the head of the log counts its entries",
    ),
    ("log_head_no_delete", "BEFORE DELETE ON log_head", "", "the head of the log stays"),
    ("log_head_no_insert", "BEFORE INSERT ON log_head", "", "the log has one head"),
)  # fmt: skip

POSTGRESQL_GUARDS = """
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION log_entry_in_sequence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_entry) THEN
        RAISE EXCEPTION 'a log entry takes the next number' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION log_field_with_its_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erased_seq IS NOT NULL OR NEW.seq < (SELECT size FROM log_head) THEN
        RAISE EXCEPTION 'a log field comes with its entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION log_field_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq = OLD.seq AND NEW.name = OLD.name AND NEW.digest = OLD.digest AND NEW.salt IS NULL
       AND NEW.value IS NULL AND OLD.salt IS NOT NULL AND OLD.erased_seq IS NULL AND NEW.erased_seq IS NOT NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a log field is erased once or stays' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION log_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = OLD.id AND NEW.size >= OLD.size
       AND NEW.size = (SELECT COALESCE(MAX(seq) + 1, 0) FROM log_entry) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of the log counts its entries' USING ERRCODE = 'insufficient_privilege';
END $$;
"""

POSTGRESQL_TRIGGERS = (
    ("log_entry_no_change", "BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW", "log_refuse"),
    ("log_entry_no_truncate", "BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT", "log_refuse"),
    ("log_entry_in_sequence", "BEFORE INSERT ON log_entry FOR EACH ROW", "log_entry_in_sequence"),
    ("log_field_only_erased", "BEFORE UPDATE ON log_field FOR EACH ROW", "log_field_only_erased"),
    ("log_field_no_delete", "BEFORE DELETE ON log_field FOR EACH ROW", "log_refuse"),
    ("log_field_no_truncate", "BEFORE TRUNCATE ON log_field FOR EACH STATEMENT", "log_refuse"),
    ("log_field_with_its_entry", "BEFORE INSERT ON log_field FOR EACH ROW", "log_field_with_its_entry"),
    ("log_head_only_grows", "BEFORE UPDATE ON log_head FOR EACH ROW", "log_head_only_grows"),
    ("log_head_no_change", "BEFORE INSERT OR DELETE ON log_head FOR EACH ROW", "log_refuse"),
    ("log_head_no_truncate", "BEFORE TRUNCATE ON log_head FOR EACH STATEMENT", "log_refuse"),
)

POSTGRESQL_APPEND = """
CREATE FUNCTION log_append(batch jsonb, deed_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
    next bigint;
    moment timestamptz;
    item jsonb;
    body bytea;
BEGIN
    SELECT size INTO first FROM log_head FOR UPDATE;
    next := first;
    SELECT GREATEST(deed_at, (SELECT at FROM log_entry WHERE seq = first - 1)) INTO moment;
    FOR item IN SELECT value FROM jsonb_array_elements(batch) LOOP
        body := convert_to(
            '{"at":"' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            || '","d":' || (item ->> 'd') || ',"v":1}', 'UTF8');
        INSERT INTO log_entry (seq, at, kind, object, revision, organization_id, actor_id, key_id, deed, entry, leaf)
        VALUES (next, moment, item ->> 'kind', item ->> 'object', (item ->> 'revision')::integer,
                item ->> 'organization_id', item ->> 'actor_id', item ->> 'key_id', item ->> 'deed',
                body, sha256('\\x00'::bytea || body));
        INSERT INTO log_field (seq, name, digest, salt, value)
        SELECT next, field ->> 'name', decode(field ->> 'digest', 'hex'), decode(field ->> 'salt', 'hex'),
               field ->> 'value'
        FROM jsonb_array_elements(item -> 'fields') AS field;
        next := next + 1;
    END LOOP;
    UPDATE log_head SET size = next;
    RETURN first;
END $$;
"""

POSTGRESQL_FUNCTIONS = (
    "log_append(jsonb, timestamptz)", "log_head_only_grows()", "log_field_only_erased()", "log_field_with_its_entry()",
    "log_entry_in_sequence()", "log_refuse()",
)  # fmt: skip


def upgrade() -> None:
    """Give the log its head and its guards."""
    op.execute("INSERT INTO log_head (id, size) SELECT 1, COALESCE(MAX(seq) + 1, 0) FROM log_entry")
    if op.get_bind().dialect.name == "sqlite":
        for name, event, condition, message in SQLITE_TRIGGERS:
            op.execute(f"CREATE TRIGGER {name} {event} {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    _run(POSTGRESQL_GUARDS)
    for name, event, function in POSTGRESQL_TRIGGERS:
        table = event.split(" ON ")[1].split()[0]
        op.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION {function}()")
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    _run(POSTGRESQL_APPEND)


def downgrade() -> None:
    """Take the guards away again, and the head with them; the entries stay."""
    if op.get_bind().dialect.name == "sqlite":
        for name, *_ in SQLITE_TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name, event, _ in POSTGRESQL_TRIGGERS:
            op.execute(f"DROP TRIGGER {name} ON {event.split(' ON ')[1].split()[0]}")
        for function in POSTGRESQL_FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}")
    op.execute("DELETE FROM log_head")


def _run(statements: str) -> None:
    # The driver's own execution: SQLAlchemy would take the colons of casts for parameters.
    op.get_bind().exec_driver_sql(statements.replace("%", "%%"))
