"""The log's Merkle tree as it is stored: roots and proofs of any size that it ever had.

The tree is that of RFC 6962 §2.1; its leaves stand in the entries, its inner nodes in `log_node`.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select, tuple_

from tracker.lib import merkle
from tracker.lib.merkle import Coordinate
from tracker.models import LogEntry, LogHead, LogNode


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
    wanted = list(coordinates)
    leaves = [index for level, index in wanted if level == 0]
    nodes = [coordinate for coordinate in wanted if coordinate[0] > 0]
    found: dict[Coordinate, bytes] = {}
    if leaves:
        rows = connection.execute(select(LogEntry.seq, LogEntry.leaf).where(LogEntry.seq.in_(leaves)))
        found |= {(0, row.seq): bytes(row.leaf) for row in rows}
    if nodes:
        of_these = tuple_(LogNode.level, LogNode.index).in_(nodes)
        kept = connection.execute(select(LogNode.level, LogNode.index, LogNode.hash).where(of_these))
        found |= {(level, index): bytes(hashed) for level, index, hashed in kept}
    return found


def _proof(connection: Connection, plan: Sequence[Sequence[Coordinate]]) -> list[bytes]:
    return merkle.prove(plan, hashes(connection, [coordinate for element in plan for coordinate in element]))
