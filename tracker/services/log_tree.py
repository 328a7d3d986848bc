"""The log's Merkle tree as it is stored: roots and proofs of any size that it ever had.

The tree is that of RFC 6962 §2.1; its leaves stand in the entries, its inner nodes in `log_node`.
"""

from collections.abc import Iterable, Mapping, Sequence

import orjson
from sqlalchemy import Connection, select

from tracker.lib import merkle
from tracker.lib.merkle import Coordinate
from tracker.models import LogHead
from tracker.models.insertions import cursor_of

# In each database's own words, which go to the driver as they are: putting a select of twenty nodes together takes
# longer than looking them up.
_KEPT = {
    "sqlite": """SELECT level, "index", hash FROM json_each(:wanted) CROSS JOIN log_node
        ON level = value->>0 AND "index" = value->>1
        UNION ALL SELECT 0, seq, leaf FROM json_each(:wanted) CROSS JOIN log_entry
        ON value->>0 = 0 AND seq = value->>1""",
    "postgresql": """WITH wanted AS (SELECT CAST(value->>0 AS integer) AS level, CAST(value->>1 AS bigint) AS "index"
        FROM jsonb_array_elements(CAST(%(wanted)s AS jsonb)))
        SELECT level, "index", hash FROM wanted JOIN log_node USING (level, "index")
        UNION ALL SELECT level, seq, leaf FROM wanted JOIN log_entry ON seq = "index" WHERE level = 0""",
}


def head(connection: Connection) -> tuple[int, bytes]:
    """Return the size of the log and its root; raises TreeError where the frontier is not one of that size."""
    size, frontier = connection.execute(select(LogHead.size, LogHead.frontier)).one()
    return size, merkle.Frontier.from_bytes(size, frontier or b"").root()


def root(connection: Connection, size: int) -> bytes:
    """Return the root that the tree had at a size; raises TreeError where the log is smaller or a node is missing."""
    return merkle.root(size, hashes(connection, merkle.root_nodes(size)))


def inclusion(connection: Connection, seq: int, size: int) -> list[bytes]:
    """Return the proof that an entry stands in the tree of a size (RFC 6962 §2.1.1); raises TreeError."""
    return _proof(connection, merkle.inclusion_nodes(seq, size))


def consistency(connection: Connection, first: int, second: int) -> list[bytes]:
    """Return the proof that one tree is the beginning of another (RFC 6962 §2.1.2); raises TreeError."""
    return _proof(connection, merkle.consistency_nodes(first, second))


def hashes(connection: Connection, coordinates: Iterable[Coordinate]) -> Mapping[Coordinate, bytes]:
    """Return the hashes of perfect subtrees by (level, index), leaving out those that are not there."""
    wanted = orjson.dumps(list(coordinates)).decode()
    with cursor_of(connection) as cursor:
        cursor.execute(_KEPT[connection.dialect.name], {"wanted": wanted})
        return {(level, index): hashed for level, index, hashed in cursor.fetchall()}


def _proof(connection: Connection, plan: Sequence[Sequence[Coordinate]]) -> list[bytes]:
    return merkle.prove(plan, hashes(connection, [coordinate for element in plan for coordinate in element]))
