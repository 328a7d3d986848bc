"""The log is a Merkle tree: nodes over the entries that are there, checkpoints, and cosignatures of others.

No entry changes. From here on the append writes the nodes that it completes, in the same transaction.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "7b1f9c3a52e4"
down_revision = "5e0c41d7a9b2"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
BATCH = 10_000
NODES = sa.table("log_node", sa.column("level"), sa.column("index"), sa.column("hash"))

KEPT = {"log_node": "log nodes", "log_checkpoint": "checkpoints", "log_cosignature": "cosignatures"}
MISPLACED_NODE = """(NEW.level < 1 OR ((NEW."index" + 1) << NEW.level) <= (SELECT size FROM log_head)
    OR EXISTS (SELECT 1 FROM log_node WHERE level = NEW.level AND "index" = NEW."index"))"""
MISPLACED_CHECKPOINT = """(NEW.size > (SELECT size FROM log_head)
    OR NEW.size <= (SELECT COALESCE(MAX(size), -1) FROM log_checkpoint))"""
MISPLACED_COSIGNATURE = "EXISTS (SELECT 1 FROM log_cosignature WHERE size = NEW.size AND key_id = NEW.key_id)"
INSERTIONS = (
    ("log_node", MISPLACED_NODE, "a log node comes with the entries that complete it"),
    ("log_checkpoint", MISPLACED_CHECKPOINT, "a checkpoint follows the last one and the log"),
    ("log_cosignature", MISPLACED_COSIGNATURE, "a cosignature is kept once"),
)

# The edge belongs to the size: neither moves without the other.
EDGE_ALONE = "(NEW.size = OLD.size) <> (NEW.frontier IS NOT DISTINCT FROM OLD.frontier)"

APPEND = """
CREATE OR REPLACE FUNCTION log_append(batch jsonb, deed_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
    next bigint;
    moment timestamptz;
    item jsonb;
    body bytea;
    %(variables)s
BEGIN
    SELECT size%(read)s FROM log_head FOR UPDATE;
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
        %(climb)s
        next := next + 1;
    END LOOP;
    UPDATE log_head SET size = next%(write)s;
    RETURN first;
END $$;
"""
CLIMB = """top := sha256('\\x00'::bytea || body);
        height := 0;
        place := next;
        WHILE place & 1 = 1 LOOP
            height := height + 1;
            place := place >> 1;
            top := sha256('\\x01'::bytea || substring(edge FROM length(edge) - 31) || top);
            edge := substring(edge FOR length(edge) - 32);
            INSERT INTO log_node (level, "index", hash) VALUES (height, place, top);
        END LOOP;
        edge := edge || top;"""
WITH_TREE = {
    "variables": "edge bytea; top bytea; height integer; place bigint;",
    "read": ", COALESCE(frontier, ''::bytea) INTO first, edge",
    "climb": CLIMB,
    "write": ", frontier = edge",
}
WITHOUT_TREE = {"variables": "", "read": " INTO first", "climb": "", "write": ""}


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_log_node_hash_size")),
        sa.PrimaryKeyConstraint("level", "index", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_log_checkpoint_root_size")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )
    op.create_table(
        "log_cosignature",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["size"], ["log_checkpoint.size"], name=op.f("fk_log_cosignature_size")),
        sa.PrimaryKeyConstraint("size", "key_id", name=op.f("pk_log_cosignature")),
    )
    _grow()
    _guard()


def downgrade() -> None:
    """Go down."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER log_head_edge" + (" ON log_head" if on_postgresql else ""))
    if on_postgresql:
        op.get_bind().exec_driver_sql(APPEND % WITHOUT_TREE)
        op.execute("DROP FUNCTION log_head_edge()")
    for name in ("log_cosignature", "log_checkpoint", "log_node"):
        op.drop_table(name)
    if on_postgresql:
        for name in KEPT:
            op.execute(f"DROP FUNCTION {name}_in_place()")
    op.execute("UPDATE log_head SET frontier = NULL")


def _grow() -> None:
    connection = op.get_bind()
    leaves = sa.text("SELECT leaf FROM log_entry ORDER BY seq").execution_options(yield_per=BATCH)
    edge: list[bytes] = []
    nodes = _completed((bytes(row[0]) for row in connection.execute(leaves)), edge)
    while batch := list(islice(nodes, BATCH)):
        connection.execute(sa.insert(NODES), batch)
    connection.execute(sa.text("UPDATE log_head SET frontier = :edge"), {"edge": b"".join(edge)})


def _completed(leaves: Iterable[bytes], edge: list[bytes]) -> Iterator[dict[str, object]]:
    # The perfect subtrees that each leaf completes (RFC 6962 §2.1); the edge keeps those that wait for a neighbour.
    for seq, leaf in enumerate(leaves):
        level, index, top = 0, seq, leaf
        while index & 1:
            level, index, top = level + 1, index >> 1, sha256(b"\x01" + edge.pop() + top).digest()
            yield {"level": level, "index": index, "hash": top}
        edge.append(top)


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
        return
    for name, what in KEPT.items():
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{event.lower()} BEFORE {event} ON {name}"
                f" BEGIN SELECT RAISE(ABORT, '{what} never change'); END"
            )
    for name, misplaced, message in INSERTIONS:
        op.execute(
            f"CREATE TRIGGER {name}_in_place BEFORE INSERT ON {name} WHEN {misplaced}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    op.execute(
        f"CREATE TRIGGER log_head_edge BEFORE UPDATE ON log_head WHEN {EDGE_ALONE}"
        " BEGIN SELECT RAISE(ABORT, 'the edge of the log moves with its size'); END"
    )


def _guard_postgresql() -> None:
    op.get_bind().exec_driver_sql(APPEND % WITH_TREE)
    _refusing("log_head_edge", EDGE_ALONE, "the edge of the log moves with its size")
    _trigger("log_head", "log_head_edge", when="BEFORE UPDATE", function="log_head_edge")
    for name, misplaced, message in INSERTIONS:
        _refusing(f"{name}_in_place", misplaced, message)
        _trigger(name, f"{name}_in_place", when="BEFORE INSERT", function=f"{name}_in_place")
        _trigger(name, f"{name}_no_change", when="BEFORE UPDATE OR DELETE", function="log_refuse")
        _trigger(name, f"{name}_no_truncate", when="BEFORE TRUNCATE", function="log_refuse")


def _refusing(name: str, wrong: str, message: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {wrong} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'insufficient_privilege'; END IF;"
        " RETURN NEW; END $$"
    )


def _trigger(table: str, name: str, *, when: str, function: str) -> None:
    each = "STATEMENT" if when == "BEFORE TRUNCATE" else "ROW"
    op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()")
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
